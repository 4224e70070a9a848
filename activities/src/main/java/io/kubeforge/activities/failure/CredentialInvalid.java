package io.kubeforge.activities.failure;

/** What shall open a host cannot be used: the private key, its passphrase or its certificate. */
public class CredentialInvalid extends HostFailure {
    private CredentialInvalid(String message) {
        super(true, message, null);
    }

    /** Says what is wrong with the private key, never what is in it. */
    public static CredentialInvalid key(String host, String seen) {
        return new CredentialInvalid("The SSH key for host " + host + " cannot be used: " + seen
                + ". The Secret needs an OpenSSH or PEM private key (ed25519, ECDSA or RSA), and its passphrase if it"
                + " has one.");
    }

    /** Says what is wrong with the certificate that goes with the key. */
    public static CredentialInvalid certificate(String host, String seen) {
        return new CredentialInvalid("The certificate for host " + host + ", under the key ssh-certificate of the"
                + " Secret, cannot be used: " + seen + ". Have the key signed anew (ssh-keygen -s) and put the"
                + " resulting line there, or remove it to use the key alone.");
    }

    @Override
    public boolean isAboutReachingIt() {
        return true;
    }
}
