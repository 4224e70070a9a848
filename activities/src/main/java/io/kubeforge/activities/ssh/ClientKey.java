package io.kubeforge.activities.ssh;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.KeyPair;
import io.kubeforge.activities.failure.AuthenticationFailed;
import io.kubeforge.activities.failure.CredentialInvalid;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/**
 * The key, and perhaps the certificate, with which one host is entered. What can be seen to be wrong with it is said
 * before any host is asked, because hosts count refused keys.
 */
final class ClientKey {
    private final SshTarget target;
    private final Credential credential;
    private byte[] publicKey;
    private UserCertificate certificate;

    ClientKey(SshTarget target) {
        this.target = target;
        this.credential = target.credential();
    }

    /** Hands the key over; JSch wipes the arrays it is given, and would ignore a wrong passphrase. */
    void addTo(JSch jsch) {
        byte[] passphrase =
                credential.passphrase() == null ? null : credential.passphrase().clone();
        try {
            publicKey = open(jsch, passphrase);
            certificate = checkedCertificate();
            byte[] line = certificate == null ? null : credential.certificate().clone();
            jsch.addIdentity(target.name(), credential.privateKey().clone(), line, passphrase);
        } catch (JSchException e) {
            throw invalid(notAKey());
        } finally {
            if (passphrase != null) {
                Arrays.fill(passphrase, (byte) 0);
            }
        }
    }

    /** What to say when the host refused this key. */
    AuthenticationFailed refused(JSchException cause) {
        String fingerprint = HostKeyCheck.fingerprint(publicKey);
        return certificate == null
                ? AuthenticationFailed.withKey(target.label(), target.user(), fingerprint, cause)
                : AuthenticationFailed.withCertificate(
                        target.label(), target.user(), fingerprint, certificate.id(), cause);
    }

    /** Opens the private key once to see whether it can be opened, and returns its public half. */
    private byte[] open(JSch jsch, byte[] passphrase) throws JSchException {
        KeyPair key = KeyPair.load(jsch, credential.privateKey().clone(), null);
        try {
            if (key.isEncrypted() && passphrase == null) {
                throw invalid("it is encrypted, and the Secret has no passphrase under the key passphrase");
            }
            if (key.isEncrypted() && !key.decrypt(passphrase.clone())) {
                throw invalid("the passphrase under the key passphrase does not open it");
            }
            byte[] blob = key.getPublicKeyBlob();
            if (blob == null) {
                throw invalid(notAKey());
            }
            return blob;
        } finally {
            key.dispose();
        }
    }

    private UserCertificate checkedCertificate() {
        if (credential.certificate() == null) {
            return null;
        }
        try {
            UserCertificate found = UserCertificate.parse(credential.certificate());
            String objection = found.objection(publicKey, Instant.now());
            if (objection != null) {
                throw CredentialInvalid.certificate(target.label(), objection);
            }
            return found;
        } catch (IllegalArgumentException e) {
            throw CredentialInvalid.certificate(target.label(), "it is no OpenSSH certificate, " + e.getMessage());
        }
    }

    private String notAKey() {
        String text = new String(credential.privateKey(), StandardCharsets.ISO_8859_1).strip();
        if (text.isEmpty()) {
            return "it is empty";
        }
        if (text.startsWith("ssh-") || text.startsWith("ecdsa-") || text.startsWith("sk-")) {
            return "it is a public key; its private half is needed";
        }
        return "it is not a private key that is understood";
    }

    private CredentialInvalid invalid(String seen) {
        return CredentialInvalid.key(target.label(), seen);
    }
}
