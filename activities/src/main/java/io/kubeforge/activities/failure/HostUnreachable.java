package io.kubeforge.activities.failure;

/** No SSH conversation could be opened with the host: name, route, port or the SSH server itself. */
public class HostUnreachable extends HostFailure {
    /** Says what was seen instead of an SSH conversation. */
    public HostUnreachable(String host, String seen, Throwable cause) {
        super(
                false,
                "Host " + host + " cannot be reached over SSH: " + seen
                        + ". Check that it is on and that its address, port and firewall are right.",
                cause);
    }

    @Override
    public boolean isAboutReachingIt() {
        return true;
    }
}
