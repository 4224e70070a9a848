package io.kubeforge.store;

import static io.kubeforge.store.Objects.version;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.model.kind.Kinds;
import io.micronaut.context.ApplicationContext;
import io.micronaut.data.connection.jdbc.advice.DelegatingDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

class ResourceStoreIT {
    private static final StoreContext CONTEXT = new StoreContext();
    private final ResourceStore store = CONTEXT.store();
    private String namespace;

    @BeforeEach
    void useANamespaceOfItsOwn(TestInfo test) {
        namespace = test.getTestMethod().orElseThrow().getName().toLowerCase();
    }

    @AfterAll
    static void close() {
        CONTEXT.close();
    }

    @Test
    void waitsForADatabaseThatComesLater() throws Exception {
        try (StoreContext context = new StoreContext();
                ApplicationContext late = context.openOn("comes_later", Duration.ofSeconds(2))) {
            ResourceStore store = late.getBean(ResourceStore.class);
            store.create(Kinds.CONFIG_MAP, Objects.of(Kinds.CONFIG_MAP, "default", "late"));
            assertEquals(1, store.list(Kinds.CONFIG_MAP, null).items().size());
        }
    }

    @Test
    void setsWhatTheServerOwnsAndLeavesTheRest() {
        ObjectNode given = cluster("demo");
        given.withObject("metadata").put("uid", "mine").put("generation", 7).put("resourceVersion", "3");
        given.withObject("metadata").put("deletionTimestamp", "2020-01-01T00:00:00Z");
        given.withObject("spec").put("note", "a\u0000b").put("zebra", 1).put("apple", 2);

        ObjectNode made = store.create(Kinds.CLUSTER, given);

        assertEquals(36, made.at("/metadata/uid").asText().length());
        assertTrue(
                made.at("/metadata/creationTimestamp").asText().matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ"));
        assertEquals(1, made.at("/metadata/generation").asInt());
        assertTrue(made.at("/metadata/deletionTimestamp").isMissingNode());
        assertEquals(store.currentVersion(), version(made));
        assertEquals(given.get("spec"), made.get("spec"));
        assertEquals("kubeforge.io/v1alpha1", made.get("apiVersion").asText());
        assertEquals(made, store.get(key("demo")).orElseThrow());
        assertEquals(made.toString(), store.get(key("demo")).orElseThrow().toString());
    }

    @Test
    void findsObjectsByAnyOfTheirMarksUntilTheyAreMarkedAnewOrRemoved() {
        for (String name : List.of("one", "two", "three")) {
            store.create(Kinds.CLUSTER, cluster(name));
        }
        String odd = "a \"quoted\\\" {text}, ä";
        store.mark(key("one"), Map.of("colour", "red", "size", "1"));
        store.mark(key("two"), Map.of("colour", odd, "size", "2"));
        store.mark(key("three"), Map.of("colour", "2"));
        store.mark(key("none"), Map.of("colour", "red"));

        assertEquals(List.of("one", "two"), marked(Map.of("colour", "red", "size", "2")));
        assertEquals(List.of("two"), marked(Map.of("colour", odd)));
        assertEquals(List.of(), marked(Map.of()));

        store.mark(key("one"), Map.of("colour", "blue"));
        store.delete(key("two"), null, null);
        store.create(Kinds.CLUSTER, cluster("two"));
        assertEquals(List.of(), marked(Map.of("colour", "red", "size", "2")));
        assertEquals(List.of("one"), marked(Map.of("size", "1")));
    }

    private List<String> marked(Map<String, String> marks) {
        return store.marked(Kinds.CLUSTER, namespace, marks).stream()
                .map(object -> object.at("/metadata/name").asText())
                .sorted()
                .toList();
    }

    @Test
    void getsThoseOfSeveralObjectsThatExist() {
        store.create(Kinds.CLUSTER, cluster("one"));
        store.create(Kinds.CLUSTER, cluster("two"));
        store.create(Kinds.CLUSTER, cluster("three"));
        List<String> found = store.getAll(Kinds.CLUSTER, namespace, List.of("one", "three", "none", "a,\"b\\")).stream()
                .map(object -> object.at("/metadata/name").asText())
                .sorted()
                .toList();
        assertEquals(List.of("one", "three"), found);
        assertEquals(List.of(), store.getAll(Kinds.CLUSTER, namespace, List.of()));
    }

    @Test
    void ofManyThatLookAndThenWriteExclusivelyOnlyOneFindsNothing() throws Exception {
        Callable<Boolean> firstCome = () -> store.exclusively(namespace, () -> {
            if (!store.list(Kinds.CLUSTER, namespace).items().isEmpty()) {
                return false;
            }
            store.create(Kinds.CLUSTER, cluster("by-" + Thread.currentThread().getId()));
            return true;
        });
        ExecutorService threads = Executors.newFixedThreadPool(20);
        try {
            int first = 0;
            for (Future<Boolean> come : threads.invokeAll(Collections.nCopies(20, firstCome))) {
                first += come.get() ? 1 : 0;
            }
            assertEquals(1, first);
            assertEquals(1, store.list(Kinds.CLUSTER, namespace).items().size());
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void whatFailsExclusivelyWritesNothing() {
        assertThrows(
                IllegalStateException.class,
                () -> store.exclusively(namespace, () -> {
                    store.create(Kinds.CLUSTER, cluster("half"));
                    throw new IllegalStateException();
                }));
        assertEquals(Optional.empty(), store.get(key("half")));
    }

    @Test
    void refusesASecondObjectOfTheSameName() {
        store.create(Kinds.CLUSTER, cluster("demo"));
        long before = store.currentVersion();
        StoreException refused =
                assertThrows(AlreadyExistsException.class, () -> store.create(Kinds.CLUSTER, cluster("demo")));
        assertEquals("clusters.kubeforge.io \"demo\" already exists", refused.getMessage());
        assertEquals(before, store.currentVersion());
    }

    @Test
    void saysWhatIsNotThere() {
        assertEquals(Optional.empty(), store.get(key("none")));
        StoreException refused =
                assertThrows(NotFoundException.class, () -> store.update(key("none"), object -> object));
        assertEquals("clusters.kubeforge.io \"none\" not found", refused.getMessage());
        assertThrows(NotFoundException.class, () -> store.delete(key("none"), null, null));
    }

    @Test
    void listsByNamespaceAndNameWithTheVersionOfTheSnapshot() {
        for (String name : List.of("b", "a-1", "a", "B")) {
            store.create(Kinds.CONFIG_MAP, Objects.of(Kinds.CONFIG_MAP, namespace, name));
        }
        ObjectList list = store.list(Kinds.CONFIG_MAP, namespace);
        assertEquals(
                List.of("B", "a", "a-1", "b"),
                list.items().stream().map(o -> o.at("/metadata/name").asText()).toList());
        assertEquals(store.currentVersion(), list.resourceVersion());
        assertEquals(List.of(), store.list(Kinds.HOST, namespace).items());
        assertTrue(store.list(Kinds.CONFIG_MAP, null).items().size() >= 4);
    }

    @Test
    void countsAGenerationForTheSpecAndNotForStatusOrLabels() {
        store.create(Kinds.CLUSTER, cluster("demo"));
        assertEquals(1, generationAfter(o -> o.withObject("status").put("phase", "Ready")));
        assertEquals(1, generationAfter(o -> o.withObject("metadata")
                .withObject("labels")
                .put("a", "b")));
        assertEquals(2, generationAfter(o -> o.withObject("spec").put("paused", true)));
        assertEquals(2, generationAfter(o -> o.withObject("metadata")
                .put("generation", 9)
                .put("uid", "x")));
    }

    @Test
    void keepsTheVersionWhenNothingChanges() {
        ObjectNode made = store.create(Kinds.CLUSTER, cluster("demo"));
        assertEquals(made, store.update(key("demo"), object -> object));
        assertEquals(made, store.update(key("demo"), object -> null));
        assertEquals(made, store.update(key("demo"), o -> {
            o.withObject("spec").put("number", 5L);
            return o;
        }));
        assertEquals(
                made,
                store.replace(
                        key("demo"), made, made.at("/metadata/resourceVersion").asText()));
        assertEquals(version(made), store.currentVersion());
    }

    @Test
    void writesNothingWhenTheChangeThrows() {
        ObjectNode made = store.create(Kinds.CLUSTER, cluster("demo"));
        assertThrows(
                UnsupportedOperationException.class,
                () -> store.update(key("demo"), object -> {
                    throw new UnsupportedOperationException("no");
                }));
        assertEquals(made, store.get(key("demo")).orElseThrow());
    }

    @Test
    void refusesToReplaceWhatAnotherHasWritten() {
        ObjectNode made = store.create(Kinds.CLUSTER, cluster("demo"));
        String old = made.at("/metadata/resourceVersion").asText();
        made.withObject("spec").put("paused", true);
        ObjectNode written = store.replace(key("demo"), made, old);
        assertNotEquals(old, written.at("/metadata/resourceVersion").asText());
        made.withObject("spec").put("paused", false);
        StoreException refused = assertThrows(ConflictException.class, () -> store.replace(key("demo"), made, old));
        assertEquals(
                "Operation cannot be fulfilled on clusters.kubeforge.io \"demo\": the object has been modified;"
                        + " please apply your changes to the latest version and try again",
                refused.getMessage());
        assertEquals(
                3,
                store.replace(key("demo"), made, null)
                        .at("/metadata/generation")
                        .asInt());
    }

    @Test
    void losesNoUpdateOfManyWriters() throws Exception {
        store.create(Kinds.CLUSTER, cluster("demo"));
        List<Callable<Void>> writers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            writers.add(() -> {
                for (int j = 0; j < 25; j++) {
                    increment();
                }
                return null;
            });
        }
        ExecutorService threads = Executors.newFixedThreadPool(writers.size());
        for (Future<Void> writer : threads.invokeAll(writers)) {
            writer.get();
        }
        threads.shutdown();
        ObjectNode counted = store.get(key("demo")).orElseThrow();
        assertEquals(200, counted.at("/spec/count").asInt());
        assertEquals(201, counted.at("/metadata/generation").asInt());
    }

    @Test
    void holdsADeletingObjectUntilItsLastFinalizerIsGone() {
        ObjectNode given = cluster("demo");
        given.withObject("metadata").putArray("finalizers").add("kubeforge.io/teardown");
        ObjectNode made = store.create(Kinds.CLUSTER, given);

        DeleteResult first = store.delete(key("demo"), null, null);
        assertFalse(first.gone());
        assertTrue(first.object().at("/metadata/deletionTimestamp").isTextual());
        assertEquals(
                0, first.object().at("/metadata/deletionGracePeriodSeconds").asInt(-1));
        assertEquals(2, first.object().at("/metadata/generation").asInt());
        assertEquals(new DeleteResult(first.object(), false), store.delete(key("demo"), null, null));

        ObjectNode last = store.update(key("demo"), object -> {
            object.withObject("metadata").remove("finalizers");
            return object;
        });
        assertEquals(version(first.object()), version(last));
        assertEquals(version(made) + 2, store.currentVersion());
        assertEquals(Optional.empty(), store.get(key("demo")));
    }

    @Test
    void deletesOnlyWhatThePreconditionsMean() {
        ObjectNode made = store.create(Kinds.CLUSTER, cluster("demo"));
        StoreException refused = assertThrows(ConflictException.class, () -> store.delete(key("demo"), "other", null));
        assertTrue(
                refused.getMessage().contains("the UID in the precondition (other) does not match the UID in record"));
        assertThrows(ConflictException.class, () -> store.delete(key("demo"), null, "1"));
        DeleteResult result = store.delete(
                key("demo"),
                made.at("/metadata/uid").asText(),
                made.at("/metadata/resourceVersion").asText());
        assertTrue(result.gone());
        assertEquals(store.currentVersion(), version(result.object()));
        assertNotEquals(
                made.at("/metadata/uid"),
                store.create(Kinds.CLUSTER, cluster("demo")).at("/metadata/uid"));
    }

    /** A transaction around it would hold the counter's lock for one round trip more. */
    @Test
    void writesWithOneStatementInATransactionOfItsOwn() throws SQLException {
        store.create(Kinds.CLUSTER, cluster("demo"));
        store.update(key("demo"), object -> object.put("note", "changed"));
        store.delete(key("demo"), null, null);
        try (Connection connection = CONTEXT.connection();
                Statement statement = connection.createStatement();
                ResultSet last = statement.executeQuery("select count(*) from pg_stat_activity"
                        + " where datname = current_database() and state = 'idle' and query like 'with bumped%'")) {
            last.next();
            assertTrue(last.getInt(1) > 0, "the last statement of a write was not the write");
        }
    }

    @Test
    void waitsForNoLockEndlessly() throws SQLException {
        DataSource pool = DelegatingDataSource.unwrapDataSource(CONTEXT.bean(DataSource.class));
        for (String limit : List.of("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout")) {
            try (Connection connection = pool.getConnection();
                    Statement statement = connection.createStatement();
                    ResultSet set = statement.executeQuery("show " + limit)) {
                set.next();
                assertNotEquals("0", set.getString(1), limit);
            }
        }
    }

    private void increment() {
        while (true) {
            try {
                store.update(key("demo"), object -> {
                    ObjectNode spec = object.withObject("spec");
                    spec.put("count", spec.path("count").asInt() + 1);
                    return object;
                });
                return;
            } catch (ConflictException e) {
                Thread.onSpinWait();
            }
        }
    }

    private int generationAfter(Consumer<ObjectNode> change) {
        return store.update(key("demo"), object -> {
                    change.accept(object);
                    return object;
                })
                .at("/metadata/generation")
                .asInt();
    }

    private ObjectKey key(String name) {
        return new ObjectKey(Kinds.CLUSTER, namespace, name);
    }

    private ObjectNode cluster(String name) {
        ObjectNode cluster = Objects.of(Kinds.CLUSTER, namespace, name);
        cluster.putObject("spec").put("number", 5);
        return cluster;
    }
}
