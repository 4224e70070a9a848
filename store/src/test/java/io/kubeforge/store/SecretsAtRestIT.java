package io.kubeforge.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.model.kind.Kinds;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.exceptions.BeanInstantiationException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SecretsAtRestIT {
    private static final String PLAINTEXT = "correct-horse-battery-staple";
    private static final String BASE64 = Base64.getEncoder().encodeToString(PLAINTEXT.getBytes(StandardCharsets.UTF_8));

    private final StoreContext context = new StoreContext();

    @AfterEach
    void close() {
        context.close();
    }

    @Test
    void leavesASecretsPlaintextInNoTable() throws SQLException {
        ResourceStore store = context.store();
        ObjectNode secret = Objects.of(Kinds.SECRET, "default", "key");
        secret.putObject("data").put("password", BASE64);
        secret.withObject("metadata")
                .putObject("annotations")
                .put(
                        "kubectl.kubernetes.io/last-applied-configuration",
                        "{\"data\":{\"password\":\"" + BASE64 + "\"}}");
        ObjectNode made = store.create(Kinds.SECRET, secret);
        ObjectKey key = ObjectKey.of(Kinds.SECRET, made);
        store.update(key, object -> {
            object.withObject("data").put("second", BASE64);
            return object;
        });
        store.update(key, object -> {
            object.withObject("stringData").put("third", PLAINTEXT);
            return object;
        });
        store.create(Kinds.SECRET, Objects.of(Kinds.SECRET, "default", "other"));
        assertEquals(
                BASE64,
                store.list(Kinds.SECRET, "default")
                        .items()
                        .get(0)
                        .at("/data/second")
                        .asText());
        store.delete(key, null, null);
        context.bean(SealedStore.class).getOrCreate("token", () -> PLAINTEXT.getBytes(StandardCharsets.UTF_8));
        store.create(Kinds.CONFIG_MAP, Objects.configMap("default", "control", "findable"));

        String everything = String.join("\n", everyRow());
        assertTrue(everything.contains("findable"), "the search does not find what is there");
        for (String form : List.of(PLAINTEXT, BASE64)) {
            assertFalse(everything.contains(form));
            assertFalse(everything.contains(HexFormat.of().formatHex(form.getBytes(StandardCharsets.UTF_8))));
        }
    }

    @Test
    void refusesASecretThatWasPutInTheRowOfAnother() throws SQLException {
        ResourceStore store = context.store();
        store.create(Kinds.SECRET, Objects.of(Kinds.SECRET, "default", "mine"));
        store.create(Kinds.SECRET, Objects.of(Kinds.SECRET, "default", "yours"));
        try (Connection connection = context.connection();
                Statement statement = connection.createStatement()) {
            statement.execute("update stored_object set sealed ="
                    + " (select sealed from stored_object where name = 'yours') where name = 'mine'");
        }
        KeysetException refused =
                assertThrows(KeysetException.class, () -> store.get(new ObjectKey(Kinds.SECRET, "default", "mine")));
        assertTrue(refused.getMessage().contains("object/secrets/default/mine"), refused.getMessage());
    }

    @Test
    void refusesToStartWithAnotherKeysetOrNone() throws Exception {
        Path other = context.keysetFile().resolveSibling("other.json");
        assertRefused(other, "There is no keyset file " + other);
        Keyset.createIfAbsent(other);
        assertRefused(other, "The keyset file " + other + " is not the one of this database");
        Path open = context.keysetFile().resolveSibling("open.json");
        Files.copy(context.keysetFile(), open);
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
        assertRefused(open, "Others than the owner have access to the keyset file " + open);
        assertRefused(Path.of(""), "No keyset file is named: set kubeforge.store.keyset-file");
    }

    @Test
    void makesAValueOnceForAllProcesses() throws Exception {
        try (ApplicationContext second = context.openAnother()) {
            List<SealedStore> stores = List.of(context.bean(SealedStore.class), second.getBean(SealedStore.class));
            AtomicInteger made = new AtomicInteger();
            List<Callable<byte[]>> callers = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                SealedStore store = stores.get(i % 2);
                callers.add(() -> store.getOrCreate("ca", () -> new byte[] {(byte) made.incrementAndGet()}));
            }
            ExecutorService threads = Executors.newFixedThreadPool(16);
            byte[] kept = stores.get(1).get("ca").orElse(null);
            assertEquals(null, kept);
            for (Future<byte[]> answer : threads.invokeAll(callers)) {
                kept = kept == null ? answer.get() : kept;
                assertArrayEquals(kept, answer.get());
            }
            threads.shutdown();
            assertArrayEquals(kept, stores.get(1).get("ca").orElseThrow());
        }
    }

    private void assertRefused(Path keyset, String sentence) {
        BeanInstantiationException refused =
                assertThrows(BeanInstantiationException.class, () -> context.open(keyset, Map.of())
                        .close());
        assertTrue(refused.getMessage().contains(sentence), refused.getMessage());
    }

    private List<String> everyRow() throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = context.connection();
                Statement statement = connection.createStatement()) {
            List<String> tables = new ArrayList<>();
            try (ResultSet names = statement.executeQuery(
                    "select table_name from information_schema.tables where table_schema = 'public'")) {
                while (names.next()) {
                    tables.add(names.getString(1));
                }
            }
            assertTrue(tables.contains("stored_event"));
            for (String table : tables) {
                try (ResultSet all = statement.executeQuery("select cast(t as text) from " + table + " t")) {
                    while (all.next()) {
                        rows.add(all.getString(1));
                    }
                }
            }
        }
        return rows;
    }
}
