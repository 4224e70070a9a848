package io.kubeforge.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.model.kind.Kind;
import io.kubeforge.model.kind.Kinds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whatever is written meanwhile: pages of whatever size, read at an old version, add up to what was there at it. */
class PagePropertyIT {
    private static final int WRITES = 1_500;
    private static final int WRITES_BETWEEN_SNAPSHOTS = 25;
    private static final int NAMES = 20;
    private static final List<String> NAMESPACES = List.of("a", "a-b", "b");
    private static final List<Kind<?>> KINDS = List.of(Kinds.CONFIG_MAP, Kinds.SECRET);

    private final StoreContext context = new StoreContext();
    private final ResourceStore store = context.store();
    private final Random random = new Random(7);

    /** What a list answered, which is one statement and one snapshot. */
    private record Snapshot(Kind<?> kind, String namespace, ObjectList list) {}

    @AfterEach
    void close() {
        context.close();
    }

    @Test
    void pagesOfOldVersionsAddUpToWhatWasThere() {
        List<Snapshot> snapshots = new ArrayList<>();
        for (int i = 0; i < WRITES; i++) {
            write(random, i);
            if (i % WRITES_BETWEEN_SNAPSHOTS == 0) {
                snapshots.add(snapshot());
            }
        }
        for (Snapshot snapshot : snapshots) {
            assertEquals(snapshot.list().items(), inPages(snapshot, true));
        }
        assertTrue(
                snapshots.stream().anyMatch(snapshot -> snapshot.list().items().size() > NAMES), "too few objects");
    }

    /** Then the rows that made the older objects are gone, and only those that ended them tell of them. */
    @Test
    void versionsAboveTheFloorStayReadableWhenTheLogIsCompacted() {
        List<Snapshot> snapshots = new ArrayList<>();
        for (int i = 0; i < WRITES; i++) {
            write(random, i);
            if (i % WRITES_BETWEEN_SNAPSHOTS == 0) {
                snapshots.add(snapshot());
            }
        }
        context.bean(Housekeeping.class).compact(Duration.ZERO, WRITES / 3);
        long floor = context.bean(EventRepository.class).floor();
        int forgotten = 0;
        for (Snapshot snapshot : snapshots) {
            long version = snapshot.list().resourceVersion();
            if (version < floor) {
                forgotten++;
                assertThrows(GoneException.class, () -> inPages(snapshot, false));
                ObjectKey first = new ObjectKey(snapshot.kind(), "", "");
                assertEquals(Optional.empty(), store.count(snapshot.kind(), snapshot.namespace(), version, first));
            } else {
                assertEquals(snapshot.list().items(), inPages(snapshot, true));
            }
        }
        assertTrue(forgotten > 0 && forgotten < snapshots.size(), forgotten + " of " + snapshots.size());
        assertEquals(floor, store.page(Kinds.SECRET, null, floor, null, 1).resourceVersion());
    }

    @Test
    void pagesDoNotChangeUnderTheHandsOfConcurrentWriters() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(3);
        AtomicBoolean enough = new AtomicBoolean();
        try {
            List<Future<?>> writers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                Random own = new Random(i);
                writers.add(threads.submit(() -> {
                    for (int j = 0; !enough.get(); j++) {
                        write(own, j);
                    }
                }));
            }
            long start = store.currentVersion();
            for (int i = 0; i < 60; i++) {
                Snapshot snapshot = snapshot();
                assertEquals(snapshot.list().items(), inPages(snapshot, false));
            }
            assertTrue(store.currentVersion() > start + 60, "nobody wrote meanwhile");
            enough.set(true);
            for (Future<?> writer : writers) {
                writer.get();
            }
        } finally {
            enough.set(true);
            threads.shutdownNow();
        }
    }

    private Snapshot snapshot() {
        Kind<?> kind = KINDS.get(random.nextInt(KINDS.size()));
        String namespace = random.nextBoolean() ? null : NAMESPACES.get(random.nextInt(NAMESPACES.size()));
        return new Snapshot(kind, namespace, store.list(kind, namespace));
    }

    /** Everything of a snapshot, read in pages of random sizes; each page also knows how much comes after it. */
    private List<ObjectNode> inPages(Snapshot snapshot, boolean andWrites) {
        List<ObjectNode> all = new ArrayList<>();
        long version = snapshot.list().resourceVersion();
        ObjectKey last = null;
        while (true) {
            int size = 1 + random.nextInt(NAMES);
            ObjectPage page = store.page(snapshot.kind(), snapshot.namespace(), version, last, size);
            assertEquals(version, page.resourceVersion());
            all.addAll(page.items());
            if (!page.more()) {
                return all;
            }
            assertEquals(size, page.items().size());
            last = ObjectKey.of(snapshot.kind(), all.get(all.size() - 1));
            long remaining = snapshot.list().items().size() - all.size();
            assertEquals(Optional.of(remaining), store.count(snapshot.kind(), snapshot.namespace(), version, last));
            if (andWrites) {
                write(random, all.size());
            }
        }
    }

    /** Others may write the same object: that one of them was quicker is part of the game. */
    private void write(Random choice, int value) {
        Kind<?> kind = KINDS.get(choice.nextInt(KINDS.size()));
        String namespace = NAMESPACES.get(choice.nextInt(NAMESPACES.size()));
        ObjectNode object = Objects.of(kind, namespace, "n" + choice.nextInt(NAMES));
        object.putObject("data").put("value", value);
        ObjectKey key = ObjectKey.of(kind, object);
        try {
            if (store.get(key).isEmpty()) {
                store.create(kind, object);
            } else if (choice.nextInt(4) == 0) {
                store.delete(key, null, null);
            } else {
                store.update(key, found -> {
                    found.withObject("data").put("value", value).put("random", choice.nextLong());
                    return found;
                });
            }
        } catch (AlreadyExistsException | NotFoundException | ConflictException e) {
            assertEquals(key.name(), e.name());
        }
    }
}
