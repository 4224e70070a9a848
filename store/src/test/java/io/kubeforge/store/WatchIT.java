package io.kubeforge.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.model.kind.Kinds;
import io.micronaut.context.ApplicationContext;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WatchIT {
    private static final int QUEUE = 20;

    private final StoreContext context = new StoreContext(Map.of("kubeforge.store.watch-queue", QUEUE));
    private final ResourceStore store = context.store();
    private final Recorder recorder = new Recorder();

    @AfterEach
    void close() {
        context.close();
    }

    @Test
    void tellsOfCreationChangeAndDeletion() {
        long start = store.currentVersion();
        store.watch(Kinds.CONFIG_MAP, "a", start, recorder);
        ObjectNode made = store.create(Kinds.CONFIG_MAP, Objects.configMap("a", "one", "1"));
        store.create(Kinds.CONFIG_MAP, Objects.configMap("b", "one", "1"));
        store.create(Kinds.SECRET, Objects.of(Kinds.SECRET, "a", "one"));
        ObjectNode changed = change("a", "one", "2");
        DeleteResult deleted = store.delete(ObjectKey.of(Kinds.CONFIG_MAP, made), null, null);

        List<WatchEvent> events = recorder.awaitEvents(3);
        assertEquals(List.of(EventType.ADDED, EventType.MODIFIED, EventType.DELETED), recorder.types());
        assertEquals(List.of(start + 1, start + 4, start + 5), recorder.versions());
        assertEquals(made, events.get(0).object());
        assertNull(events.get(0).previous());
        assertEquals(changed, events.get(1).object());
        assertEquals("1", events.get(1).previous().at("/data/value").asText());
        assertEquals(deleted.object(), events.get(2).object());
        assertEquals("2", events.get(2).object().at("/data/value").asText());
    }

    @Test
    void tellsOfASecretInTheClear() {
        ObjectNode secret = Objects.of(Kinds.SECRET, "a", "one");
        secret.putObject("data").put("key", "dmFsdWU=");
        store.watch(Kinds.SECRET, null, store.currentVersion(), recorder);
        ObjectNode made = store.create(Kinds.SECRET, secret);
        store.update(ObjectKey.of(Kinds.SECRET, made), object -> object.put("type", "Opaque"));
        List<WatchEvent> events = recorder.awaitEvents(2);
        assertEquals(made, events.get(0).object());
        assertEquals("dmFsdWU=", events.get(1).previous().at("/data/key").asText());
        assertEquals("dmFsdWU=", events.get(1).object().at("/data/key").asText());
    }

    @Test
    void tellsOnlyOfTheDeletionWhenTheLastFinalizerGoes() {
        ObjectNode given = Objects.of(Kinds.CLUSTER, "a", "demo");
        given.withObject("metadata").putArray("finalizers").add("kubeforge.io/teardown");
        ObjectKey key = ObjectKey.of(Kinds.CLUSTER, given);
        store.watch(null, null, store.currentVersion(), recorder);
        store.create(Kinds.CLUSTER, given);
        store.delete(key, null, null);
        store.update(key, object -> {
            object.withObject("metadata").remove("finalizers");
            return object;
        });
        store.create(Kinds.CONFIG_MAP, Objects.configMap("a", "last", "1"));
        recorder.awaitEvents(4);
        assertEquals(
                List.of(EventType.ADDED, EventType.MODIFIED, EventType.DELETED, EventType.ADDED), recorder.types());
    }

    @Test
    void replaysTheLogAndGoesOnWithoutAGap() {
        long start = store.currentVersion();
        create(0, 3 * QUEUE);
        store.watch(Kinds.CONFIG_MAP, null, start + 5, recorder);
        recorder.awaitEvents(3 * QUEUE - 5);
        create(3 * QUEUE, 3 * QUEUE + 5);
        recorder.awaitEvents(3 * QUEUE);
        assertEquals(
                LongStream.rangeClosed(start + 6, start + 3 * QUEUE + 5).boxed().toList(), recorder.versions());
    }

    @Test
    void staysSilentUntilAVersionOfTheFutureHasPassed() {
        long start = store.currentVersion();
        store.watch(null, null, start + 3, recorder);
        create(0, 5);
        recorder.awaitEvents(2);
        assertEquals(List.of(start + 4, start + 5), recorder.versions());
    }

    @Test
    void saysHowFarItIsAlsoWhenOtherKindsAreWritten() {
        Recorder all = new Recorder();
        Subscription quiet = store.watch(Kinds.HOST, null, store.currentVersion(), recorder);
        store.watch(null, null, store.currentVersion(), all);
        create(0, 3);
        all.awaitEvents(3);
        // The watch of all was told last, for it began last.
        assertEquals(store.currentVersion(), quiet.deliveredVersion());
        assertEquals(List.of(), recorder.events());
    }

    @Test
    void endsAWatcherThatIsTooSlowAndLetsItGoOnWhereItWas() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        Recorder slow = new Recorder() {
            @Override
            public void onEvent(WatchEvent event) {
                super.onEvent(event);
                try {
                    release.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        };
        long start = store.currentVersion();
        store.watch(null, null, start, slow);
        create(0, 1);
        slow.awaitEvents(1);
        create(1, 3 * QUEUE);
        awaitDispatched();
        release.countDown();

        assertEquals(CloseReason.OVERFLOW, slow.awaitClosed());
        assertEquals(List.of(start + 1), slow.versions());
        store.watch(null, null, slow.versions().get(0), recorder);
        recorder.awaitEvents(3 * QUEUE - 1);
        assertEquals(
                LongStream.rangeClosed(start + 2, start + 3 * QUEUE).boxed().toList(), recorder.versions());
    }

    @Test
    void refusesAVersionThatWasCompacted() {
        long start = store.currentVersion();
        create(0, 30);
        Housekeeping housekeeping = context.bean(Housekeeping.class);
        assertEquals(0, housekeeping.compact(Duration.ofHours(1), 10));
        assertEquals(0, housekeeping.compact(Duration.ZERO, 1000));
        assertEquals(20, housekeeping.compact(Duration.ZERO, 10));
        assertEquals(0, housekeeping.compact(Duration.ZERO, 10));

        GoneException gone =
                assertThrows(GoneException.class, () -> store.watch(Kinds.CONFIG_MAP, null, start + 19, recorder));
        assertTrue(gone.getMessage().startsWith("too old resource version: " + (start + 19)), gone.getMessage());
        store.watch(Kinds.CONFIG_MAP, null, start + 20, recorder);
        recorder.awaitEvents(10);
        assertEquals(LongStream.rangeClosed(start + 21, start + 30).boxed().toList(), recorder.versions());
        assertEquals(30, store.list(Kinds.CONFIG_MAP, null).items().size());
    }

    @Test
    void endsAWatchWhoseListenerThrows() {
        Recorder failing = new Recorder() {
            @Override
            public void onEvent(WatchEvent event) {
                throw new IllegalStateException("this listener always fails");
            }
        };
        store.watch(null, null, store.currentVersion(), failing);
        create(0, 1);
        assertEquals(CloseReason.FAILED, failing.awaitClosed());
    }

    @Test
    void saysNothingAfterTheSubscribersOwnClose() {
        Subscription subscription = store.watch(null, null, store.currentVersion(), recorder);
        subscription.close();
        Recorder second = new Recorder();
        store.watch(null, null, store.currentVersion(), second);
        create(0, 1);
        second.awaitEvents(1);
        assertEquals(List.of(), recorder.events());
    }

    @Test
    void endsItsWatchesWhenTheProcessStops() {
        try (ApplicationContext other = context.openAnother()) {
            ResourceStore stopping = other.getBean(ResourceStore.class);
            stopping.watch(null, null, store.currentVersion(), recorder);
            create(0, 1);
            recorder.awaitEvents(1);
            other.close();
            assertEquals(CloseReason.STOPPED, recorder.awaitClosed());
            assertThrows(IllegalStateException.class, () -> stopping.watch(null, null, 1, new Recorder()));
        }
    }

    @Test
    void goesOnAfterItsConnectionWasCut() throws SQLException {
        store.watch(null, null, store.currentVersion(), recorder);
        create(0, 1);
        recorder.awaitEvents(1);
        try (Connection connection = context.connection();
                Statement statement = connection.createStatement();
                ResultSet cut = statement.executeQuery("select count(pg_terminate_backend(pid)) from pg_stat_activity"
                        + " where datname = current_database() and query ilike 'listen%'")) {
            cut.next();
            assertEquals(1, cut.getInt(1));
        }
        create(1, 3);
        recorder.awaitEvents(3);
    }

    @Test
    void endsAllWatchesWhenTheDatabaseWentBackInTime() throws SQLException {
        create(0, 5);
        store.watch(null, null, store.currentVersion(), recorder);
        awaitDispatched();
        try (Connection connection = context.connection();
                Statement statement = connection.createStatement()) {
            statement.execute("delete from stored_event where version > 3");
            statement.execute("update store_version set current = 3");
        }
        assertEquals(CloseReason.GONE, recorder.awaitClosed());
    }

    private void create(int from, int to) {
        for (int i = from; i < to; i++) {
            store.create(Kinds.CONFIG_MAP, Objects.configMap("default", "c" + i, "1"));
        }
    }

    private ObjectNode change(String namespace, String name, String value) {
        return store.update(new ObjectKey(Kinds.CONFIG_MAP, namespace, name), object -> {
            object.withObject("data").put("value", value);
            return object;
        });
    }

    private void awaitDispatched() {
        WatchLog log = context.bean(WatchLog.class);
        Wait.until(() -> log.position() >= store.currentVersion());
    }
}
