package io.kubeforge.store;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeyTemplates;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.EnumSet;
import java.util.Set;

/** The keys that encrypt secrets at rest (AES-256-GCM); the primary encrypts, all of them decrypt. */
public final class Keyset {
    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final Aead aead;

    private Keyset(Aead aead) {
        this.aead = aead;
    }

    /**
     * Makes a keyset file with one new key unless there is one; of several callers one makes it.
     *
     * @return whether this call made it
     */
    public static boolean createIfAbsent(Path file) {
        if (Files.exists(file)) {
            return false;
        }
        try {
            registerAead();
            KeysetHandle handle = KeysetHandle.generateNew(KeyTemplates.get("AES256_GCM"));
            String json = TinkJsonProtoKeysetFormat.serializeKeyset(handle, InsecureSecretKeyAccess.get());
            return publish(file.toAbsolutePath(), json.getBytes(StandardCharsets.UTF_8));
        } catch (IOException | GeneralSecurityException e) {
            throw new KeysetException("Cannot make the keyset file " + file + ": is its folder writable?", e);
        }
    }

    /** Reads a keyset file; refuses one that others may read. */
    public static Keyset load(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new KeysetException("There is no keyset file " + file + ". It holds the keys of the secrets in the"
                    + " database: put it back from your backup, or for a new database make one with "
                    + KeysetInit.class.getName() + ".");
        }
        try {
            refuseReadableByOthers(file);
            registerAead();
            String json = Files.readString(file);
            KeysetHandle handle = TinkJsonProtoKeysetFormat.parseKeyset(json, InsecureSecretKeyAccess.get());
            return new Keyset(handle.getPrimitive(RegistryConfiguration.get(), Aead.class));
        } catch (IOException | GeneralSecurityException e) {
            throw new KeysetException("The keyset file " + file + " cannot be read as a Tink JSON keyset: is it whole,"
                    + " and may this user read it?");
        }
    }

    /** Encrypts; the purpose must be given again to decrypt, so that no value can stand in for another. */
    public byte[] seal(byte[] plaintext, String purpose) {
        try {
            return aead.encrypt(plaintext, purpose.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new KeysetException("Cannot encrypt " + purpose + ".", e);
        }
    }

    /** Decrypts what was sealed for this purpose. */
    public byte[] open(byte[] sealed, String purpose) {
        try {
            return aead.decrypt(sealed, purpose.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new KeysetException("The keyset does not decrypt " + purpose + ": it was encrypted with a key that is"
                    + " not in the keyset file, or its row was changed.");
        }
    }

    private static void registerAead() throws GeneralSecurityException {
        AeadConfig.register();
    }

    /** A hard link is the one way to publish a complete file under a name that must not exist yet. */
    private static boolean publish(Path file, byte[] contents) throws IOException {
        Files.createDirectories(file.getParent());
        Path draft = Files.createTempFile(
                file.getParent(), ".keyset", null, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        try {
            Files.write(draft, contents);
            try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.createLink(file, draft);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } finally {
            Files.delete(draft);
        }
    }

    private static void refuseReadableByOthers(Path file) throws IOException {
        Set<PosixFilePermission> granted = EnumSet.noneOf(PosixFilePermission.class);
        granted.addAll(Files.getPosixFilePermissions(file));
        granted.removeAll(OWNER_ONLY);
        granted.remove(PosixFilePermission.OWNER_EXECUTE);
        if (!granted.isEmpty()) {
            throw new KeysetException("Others than the owner have access to the keyset file " + file
                    + ": run chmod 600 on it; if others could read it, replace the key.");
        }
    }
}
