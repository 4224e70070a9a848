package io.kubeforge.activities.failure;

/** The connection ended, or stopped answering, before the host had said how a command ended. */
public class ConnectionLost extends HostFailure {
    /** Says how the end of the connection was noticed. */
    public ConnectionLost(String host, String seen, Throwable cause) {
        super(
                false,
                "The connection to host " + host + " was lost: " + seen
                        + ". A detached command goes on there and is found again on the next contact.",
                cause);
    }

    @Override
    public boolean isAboutReachingIt() {
        return true;
    }
}
