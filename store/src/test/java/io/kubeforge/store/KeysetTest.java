package io.kubeforge.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeyTemplates;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.KeysetManager;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysetTest {
    private static final byte[] PLAINTEXT = "secret".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    @Test
    void decryptsWhatItEncryptedAndOnlyForThatPurpose() {
        Keyset keyset = made();
        byte[] sealed = keyset.seal(PLAINTEXT, "a");
        assertArrayEquals(PLAINTEXT, keyset.open(sealed, "a"));
        assertThrows(KeysetException.class, () -> keyset.open(sealed, "b"));
        sealed[sealed.length - 1] ^= 1;
        assertThrows(KeysetException.class, () -> keyset.open(sealed, "a"));
    }

    @Test
    void isMadeOnceByWhoeverComesFirst() throws Exception {
        Path file = folder.resolve("new/keyset.json");
        ExecutorService threads = Executors.newFixedThreadPool(8);
        Callable<Boolean> make = () -> Keyset.createIfAbsent(file);
        int makers = 0;
        for (Future<Boolean> made : threads.invokeAll(Collections.nCopies(16, make))) {
            makers += made.get() ? 1 : 0;
        }
        threads.shutdown();
        assertEquals(1, makers);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        try (var files = Files.list(file.getParent())) {
            assertEquals(List.of(file), files.toList());
        }
        String before = Files.readString(file);
        assertFalse(Keyset.createIfAbsent(file));
        assertEquals(before, Files.readString(file));
    }

    @Test
    void refusesAMissingFileInASentence() {
        Path file = folder.resolve("none.json");
        KeysetException refused = assertThrows(KeysetException.class, () -> Keyset.load(file));
        assertTrue(refused.getMessage().startsWith("There is no keyset file " + file), refused.getMessage());
    }

    @Test
    void refusesAFileThatOthersMayRead() throws IOException {
        Path file = folder.resolve("keyset.json");
        Keyset.createIfAbsent(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        KeysetException refused = assertThrows(KeysetException.class, () -> Keyset.load(file));
        assertTrue(refused.getMessage().contains("chmod 600"), refused.getMessage());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
        Keyset.load(file);
    }

    @Test
    void refusesAFileThatIsCutOffWithoutQuotingIt() throws IOException {
        Path file = folder.resolve("keyset.json");
        Keyset.createIfAbsent(file);
        String whole = Files.readString(file);
        Files.writeString(file, whole.substring(0, whole.length() / 2));
        KeysetException refused = assertThrows(KeysetException.class, () -> Keyset.load(file));
        assertTrue(refused.getMessage().contains("cannot be read as a Tink JSON keyset"), refused.getMessage());
        assertEquals(null, refused.getCause());
    }

    @Test
    void readsOldValuesAfterANewKeyBecamePrimary() throws Exception {
        Path file = folder.resolve("keyset.json");
        Keyset.createIfAbsent(file);
        byte[] old = Keyset.load(file).seal(PLAINTEXT, "a");
        KeysetHandle handle =
                TinkJsonProtoKeysetFormat.parseKeyset(Files.readString(file), InsecureSecretKeyAccess.get());
        KeysetManager manager = KeysetManager.withKeysetHandle(handle).add(KeyTemplates.get("AES256_GCM"));
        manager.setPrimary(manager.getKeysetHandle().getAt(1).getId());
        Files.writeString(
                file,
                TinkJsonProtoKeysetFormat.serializeKeyset(manager.getKeysetHandle(), InsecureSecretKeyAccess.get()));
        Keyset rotated = Keyset.load(file);
        assertArrayEquals(PLAINTEXT, rotated.open(old, "a"));
        assertArrayEquals(PLAINTEXT, rotated.open(rotated.seal(PLAINTEXT, "b"), "b"));
    }

    private Keyset made() {
        Path file = folder.resolve("keyset.json");
        Keyset.createIfAbsent(file);
        return Keyset.load(file);
    }
}
