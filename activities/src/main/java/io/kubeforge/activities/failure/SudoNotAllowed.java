package io.kubeforge.activities.failure;

/** The user may not become root without a password. */
public class SudoNotAllowed extends HostFailure {
    /** Quotes what sudo said. */
    public SudoNotAllowed(String host, String user, String seen) {
        super(
                true,
                "User " + user + " may not use sudo without a password on host " + host + " (\"" + seen
                        + "\"). Install sudo there and put this line into /etc/sudoers.d/kubeforge: " + user
                        + " ALL=(root) NOPASSWD: ALL",
                null);
    }
}
