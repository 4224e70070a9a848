package io.kubeforge.activities.ssh;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.KeyPair;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import org.apache.sshd.common.config.keys.PublicKeyEntry;

/** A key pair of a client, made for one test. */
record Keys(byte[] privateKey, PublicKey publicKey) {

    Credential credential() {
        return Credential.ofKey(privateKey);
    }

    static Keys ed25519() throws Exception {
        return make(KeyPair.ED25519, 0, null, true);
    }

    static Keys encryptedEd25519(String passphrase) throws Exception {
        return make(KeyPair.ED25519, 0, passphrase, true);
    }

    static Keys ecdsa() throws Exception {
        return make(KeyPair.ECDSA, 256, null, false);
    }

    static Keys rsa() throws Exception {
        return make(KeyPair.RSA, 2048, null, false);
    }

    private static Keys make(int type, int size, String passphrase, boolean openSsh) throws Exception {
        KeyPair pair = size == 0 ? KeyPair.genKeyPair(new JSch(), type) : KeyPair.genKeyPair(new JSch(), type, size);
        ByteArrayOutputStream privateKey = new ByteArrayOutputStream();
        byte[] secret = passphrase == null ? null : passphrase.getBytes(StandardCharsets.UTF_8);
        if (openSsh) {
            pair.writeOpenSSHv1PrivateKey(privateKey, secret);
        } else {
            pair.writePrivateKey(privateKey, secret);
        }
        ByteArrayOutputStream publicKey = new ByteArrayOutputStream();
        pair.writePublicKey(publicKey, "test");
        PublicKeyEntry entry = PublicKeyEntry.parsePublicKeyEntry(
                publicKey.toString(StandardCharsets.UTF_8).strip());
        return new Keys(privateKey.toByteArray(), entry.resolvePublicKey(null, null, null));
    }
}
