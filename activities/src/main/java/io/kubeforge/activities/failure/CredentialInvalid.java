package io.kubeforge.activities.failure;

/** The private key of a host cannot be used: it is no key, or it is encrypted and the passphrase does not open it. */
public class CredentialInvalid extends HostFailure {
    /** Says what is wrong with the key, never what is in it. */
    public CredentialInvalid(String host, String seen, Throwable cause) {
        super(
                true,
                "The SSH key for host " + host + " cannot be used: " + seen
                        + ". The Secret needs an OpenSSH or PEM private key (ed25519, ECDSA or RSA), and its passphrase"
                        + " if it has one.",
                cause);
    }

    @Override
    public boolean isAboutReachingIt() {
        return true;
    }
}
