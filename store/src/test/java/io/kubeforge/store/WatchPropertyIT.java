package io.kubeforge.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.model.kind.Kind;
import io.kubeforge.model.kind.Kinds;
import io.micronaut.context.ApplicationContext;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Whatever writers do and however often watchers come back: what a watcher has seen adds up to what is there. */
class WatchPropertyIT {
    private static final int WRITERS = 5;
    /** By each writer; -Dwatch.writes=25000 makes more than 100,000 events. */
    private static final int WRITES = Integer.getInteger("watch.writes", 1_000);

    private static final int NAMES = 25;
    private static final List<String> NAMESPACES = List.of("a", "b");
    private static final List<Kind<?>> KINDS = List.of(Kinds.CONFIG_MAP, Kinds.SECRET);

    @Test
    void everyWatcherEndsWithWhatIsListed() throws Exception {
        // Small queues: watchers often overflow, and come back to where only the table can help them.
        try (StoreContext context = new StoreContext(Map.of("kubeforge.store.watch-queue", 20));
                ApplicationContext second =
                        context.open(context.keysetFile(), Map.of("kubeforge.store.watch-queue", 200))) {
            List<ResourceStore> stores = List.of(context.store(), second.getBean(ResourceStore.class));
            long start = stores.get(0).currentVersion();
            List<Watcher> watchers = watchers(stores, start);
            watchers.forEach(Watcher::connect);
            write(stores);

            long end = stores.get(0).currentVersion();
            assertTrue(end - start > WRITERS * WRITES / 2, "too few writes: " + (end - start));
            for (Watcher watcher : watchers) {
                Wait.until(() -> watcher.hasSeen(end));
                assertNull(watcher.fault);
                assertTrue(watcher.connections > 1, "a watcher never came back");
                assertEquals(logged(context, watcher, start), watcher.count, "events told to " + watcher);
                assertEquals(listed(stores.get(0), watcher), watcher.folded);
            }
        }
    }

    private static List<Watcher> watchers(List<ResourceStore> stores, long start) {
        List<Watcher> watchers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            ResourceStore store = stores.get(i % 2);
            watchers.add(new Watcher(store, null, null, start, i));
            watchers.add(new Watcher(store, KINDS.get(i / 2), NAMESPACES.get(i % 2), start, 10 + i));
        }
        return watchers;
    }

    private static void write(List<ResourceStore> stores) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
        List<Future<?>> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            ResourceStore store = stores.get(i % stores.size());
            Random random = new Random(i);
            writers.add(threads.submit(() -> {
                for (int j = 0; j < WRITES; j++) {
                    writeOne(store, random, j);
                }
            }));
        }
        for (Future<?> writer : writers) {
            writer.get();
        }
        threads.shutdown();
    }

    /** Others write the same objects: that one of them was quicker is part of the game. */
    private static void writeOne(ResourceStore store, Random random, int value) {
        Kind<?> kind = KINDS.get(random.nextInt(KINDS.size()));
        ObjectNode object =
                Objects.of(kind, NAMESPACES.get(random.nextInt(NAMESPACES.size())), "n" + random.nextInt(NAMES));
        object.putObject("data").put("value", value);
        ObjectKey key = ObjectKey.of(kind, object);
        try {
            if (store.get(key).isEmpty()) {
                store.create(kind, object);
            } else if (random.nextInt(4) == 0) {
                store.delete(key, null, null);
            } else {
                store.update(key, found -> {
                    found.withObject("data").put("value", value).put("random", random.nextLong());
                    return found;
                });
            }
        } catch (StoreException e) {
            assertTrue(!(e instanceof GoneException), e::getMessage);
        }
    }

    private static Map<String, ObjectNode> listed(ResourceStore store, Watcher watcher) {
        return KINDS.stream()
                .filter(kind -> watcher.kind == null || watcher.kind == kind)
                .flatMap(kind -> store.list(kind, watcher.namespace).items().stream()
                        .map(object -> Map.entry(ObjectKey.of(kind, object).toString(), object)))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> b, TreeMap::new));
    }

    private static int logged(StoreContext context, Watcher watcher, long start) throws SQLException {
        try (Connection connection = context.connection();
                PreparedStatement statement = connection.prepareStatement("select count(*) from stored_event"
                        + " where version > ? and resource like ? and namespace like ?")) {
            statement.setLong(1, start);
            statement.setString(2, watcher.kind == null ? "%" : watcher.kind.resource());
            statement.setString(3, watcher.namespace == null ? "%" : watcher.namespace);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    /** Folds events into a state, and after a random number of them begins again from the last version it knows. */
    private static final class Watcher {
        private final ResourceStore store;
        private final Kind<?> kind;
        private final String namespace;
        private final Random random;
        private final Map<String, ObjectNode> folded = new TreeMap<>();
        private long last;
        private int connections;
        private int count;
        private String fault;
        private Subscription current;

        private Watcher(ResourceStore store, Kind<?> kind, String namespace, long start, int seed) {
            this.store = store;
            this.kind = kind;
            this.namespace = namespace;
            this.last = start;
            this.random = new Random(seed);
        }

        private synchronized void connect() {
            connections++;
            current = store.watch(kind, namespace, last, new Listener(this, connections, 1 + random.nextInt(150)));
        }

        private synchronized boolean take(int connection, WatchEvent event) {
            if (connection != connections) {
                return false;
            }
            if (event.resourceVersion() <= last) {
                fault = "version " + event.resourceVersion() + " after " + last;
            }
            last = event.resourceVersion();
            count++;
            String key = ObjectKey.of(event.kind(), event.object()).toString();
            ObjectNode before =
                    event.type() == EventType.DELETED ? folded.remove(key) : folded.put(key, event.object());
            if ((before == null) != (event.type() == EventType.ADDED)) {
                fault = event.type() + " of " + key + " although before was " + before;
            }
            return true;
        }

        private synchronized boolean hasSeen(long version) {
            return fault != null || current.deliveredVersion() >= version;
        }

        @Override
        public String toString() {
            return kind + " in " + namespace;
        }
    }

    private static final class Listener implements WatchListener {
        private final Watcher watcher;
        private final int number;
        private int left;

        private Listener(Watcher watcher, int number, int left) {
            this.watcher = watcher;
            this.number = number;
            this.left = left;
        }

        @Override
        public void onEvent(WatchEvent event) {
            if (watcher.take(number, event) && --left == 0) {
                Subscription old;
                synchronized (watcher) {
                    old = watcher.current;
                    watcher.connect();
                }
                old.close();
            }
        }

        @Override
        public void onClosed(CloseReason reason) {
            if (reason == CloseReason.OVERFLOW) {
                synchronized (watcher) {
                    watcher.connect();
                }
            }
        }
    }
}
