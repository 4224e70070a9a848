package io.kubeforge.simulator.ssh;

import io.kubeforge.simulator.state.JsonFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.util.security.SecurityUtils;

/** Ed25519 key pairs in OpenSSH's own format on disk. */
public final class KeyFiles {
    private KeyFiles() {}

    /** The key pair in this file; a new one is made when there is none. */
    public static KeyPair ensure(Path file, String comment) {
        try {
            if (!Files.exists(file)) {
                create(file, comment);
            }
            try (InputStream in = Files.newInputStream(file)) {
                return SecurityUtils.loadKeyPairIdentities(null, NamedResource.ofName(file.toString()), in, null)
                        .iterator()
                        .next();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The simulator cannot read or write the key " + file + ".", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "The simulator cannot use the key " + file + "; remove the file to get a new one.", e);
        }
    }

    /** Makes a new key pair in place of the one in this file. */
    public static void create(Path file, String comment) throws IOException {
        try {
            KeyPair keys = KeyUtils.generateKeyPair(KeyPairProvider.SSH_ED25519, 256);
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(keys, comment, null, text);
            JsonFile.replace(file, text.toString(StandardCharsets.US_ASCII));
            JsonFile.replace(
                    file.resolveSibling(file.getFileName() + ".pub"), line(keys.getPublic()) + " " + comment + "\n");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java cannot make Ed25519 keys: is Bouncy Castle missing?", e);
        }
    }

    /** A public key as in known_hosts: its type and its base64. */
    public static String line(PublicKey key) {
        return PublicKeyEntry.toString(key);
    }
}
