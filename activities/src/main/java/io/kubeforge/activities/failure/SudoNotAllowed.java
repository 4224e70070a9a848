package io.kubeforge.activities.failure;

/** The user may not become root, or not without a password that was not given. */
public class SudoNotAllowed extends HostFailure {
    private SudoNotAllowed(String host, String user, String without, String seen, String orElse) {
        super(
                true,
                "User " + user + " may not use sudo" + without + " on host " + host + " (\"" + seen + "\"). " + orElse
                        + " put this line into /etc/sudoers.d/kubeforge there: " + user + " ALL=(root) NOPASSWD: ALL",
                null);
    }

    /** sudo wants a password, or is not there, and no password was given; quotes what it said. */
    public static SudoNotAllowed withoutPassword(String host, String user, String seen) {
        return new SudoNotAllowed(
                host,
                user,
                " without a password",
                seen,
                "Add the password under the key sudoPassword to the Secret that the Host's spec.credentialsRef names,"
                        + " or install sudo and");
    }

    /** sudo was given the password and still refuses; quotes what it said. */
    public static SudoNotAllowed withPassword(String host, String user, String seen) {
        return new SudoNotAllowed(host, user, "", seen, "Let the user in:");
    }
}
