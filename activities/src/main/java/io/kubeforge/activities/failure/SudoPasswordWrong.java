package io.kubeforge.activities.failure;

/** sudo refused the password; trying again could lock the account. */
public class SudoPasswordWrong extends HostFailure {
    /** Says whose password it was, and where it is kept. */
    public SudoPasswordWrong(String host, String user) {
        super(
                true,
                "sudo refused the password of user " + user + " on host " + host
                        + ". Correct the key sudoPassword in the Secret that the Host's spec.credentialsRef names; it"
                        + " was tried once and is not tried again until then.",
                null);
    }
}
