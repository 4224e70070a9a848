package io.kubeforge.activities.ssh;

import java.util.Arrays;

/**
 * What opens one host: a private key, and what goes with it. Nothing of it is ever shown.
 *
 * @param privateKey OpenSSH or PEM text
 * @param passphrase opens the private key; null when none is given
 * @param certificate OpenSSH user certificate for the key, as in id_ed25519-cert.pub; null when the key counts by itself
 * @param sudoPassword what sudo is told when it asks; null when none is given
 */
public record Credential(byte[] privateKey, byte[] passphrase, byte[] certificate, byte[] sudoPassword) {
    /** A private key that needs nothing else. */
    public static Credential ofKey(byte[] privateKey) {
        return new Credential(privateKey, null, null, null);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Credential that
                && Arrays.equals(privateKey, that.privateKey)
                && Arrays.equals(passphrase, that.passphrase)
                && Arrays.equals(certificate, that.certificate)
                && Arrays.equals(sudoPassword, that.sudoPassword);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(privateKey);
    }

    @Override
    public String toString() {
        return "Credential[hidden]";
    }
}
