package io.kubeforge.activities.failure;

/** No usable host key is given for a host whose key may not be taken on trust. */
public class HostKeyUnknown extends HostFailure {
    /** Says which key was seen or why the given one is of no use. */
    public HostKeyUnknown(String host, String seen) {
        super(
                true,
                "Host " + host + " is not known by its SSH host key: " + seen
                        + ". Set spec.hostKey to the line that `ssh-keyscan` prints, without the name, after comparing"
                        + " it on the host.",
                null);
    }

    @Override
    public boolean isAboutReachingIt() {
        return true;
    }
}
