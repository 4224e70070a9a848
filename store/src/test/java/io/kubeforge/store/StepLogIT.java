package io.kubeforge.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kubeforge.model.kind.Kinds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class StepLogIT {
    private static final int BOUND = 10_000;
    private static final StoreContext CONTEXT = new StoreContext(Map.of("kubeforge.store.step-log-bytes", BOUND));
    private final StepLog log = CONTEXT.bean(StepLog.class);

    @AfterAll
    static void close() {
        CONTEXT.close();
    }

    @Test
    void keepsEachPieceOnceAndInOrder() {
        StepOutput first = piece("once", "a", 0, "first\n");
        StepOutput second = piece("once", "b", 0, "of another host\n");
        StepOutput third = piece("once", "a", 6, "second\n");
        List.of(first, second, third).forEach(log::append);
        log.append(new StepOutput("once", "default", "demo", "a", "prepare", "op", 1, 0, "told again"));
        assertEquals(List.of(first, second, third), log.read("once"));
        assertEquals(
                List.of(third),
                log.read("once", log.read("once", 0).get(1).position()).stream()
                        .map(StepLog.Entry::output)
                        .toList());
        log.delete("once");
        assertEquals(List.of(), log.read("once"));
    }

    @Test
    void keepsTheNewestOutputOfAClusterThatSaysTooMuch() {
        for (int i = 0; i < 100; i++) {
            log.append(piece("loud", "a", i * 500L, "%05d".formatted(i).repeat(100)));
            log.append(piece("quiet", "a", i, "x"));
        }
        List<StepOutput> kept = log.read("loud");
        int bytes = kept.stream().mapToInt(piece -> piece.text().length()).sum();
        assertTrue(bytes <= BOUND && bytes > BOUND / 2, "kept " + bytes);
        assertEquals(99 * 500L, kept.get(kept.size() - 1).offset());
        assertEquals(kept.get(0).offset() + 500L * (kept.size() - 1), 99 * 500L);
        assertEquals(100, log.read("quiet").size());
    }

    @Test
    void keepsACharacterThatPostgresqlDoesNot() {
        log.append(piece("binary", "a", 0, "a\0b"));
        assertEquals("a\uFFFDb", log.read("binary").get(0).text());
    }

    @Test
    void showsAFollowerEveryPieceOfManyWriters() throws Exception {
        List<Callable<Void>> writers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            String host = "host-" + i;
            writers.add(() -> {
                for (int j = 0; j < 100; j++) {
                    log.append(piece("busy", host, j, "x"));
                }
                return null;
            });
        }
        ExecutorService threads = Executors.newFixedThreadPool(writers.size());
        List<Future<Void>> done = new ArrayList<>();
        writers.forEach(writer -> done.add(threads.submit(writer)));
        List<StepOutput> seen = new ArrayList<>();
        long[] position = {0};
        Wait.until(() -> {
            for (StepLog.Entry entry : log.read("busy", position[0])) {
                seen.add(entry.output());
                position[0] = entry.position();
            }
            return seen.size() >= 400 || done.stream().allMatch(Future::isDone);
        });
        for (Future<Void> writer : done) {
            writer.get();
        }
        threads.shutdown();
        log.read("busy", position[0]).forEach(entry -> seen.add(entry.output()));
        assertEquals(log.read("busy"), seen);
        assertEquals(400, seen.size());
    }

    @Test
    void forgetsWhatWasWrittenOfAClusterThatIsGone() {
        String uid = CONTEXT.store()
                .create(Kinds.CLUSTER, Objects.of(Kinds.CLUSTER, "default", "demo"))
                .at("/metadata/uid")
                .asText();
        log.append(piece(uid, "a", 0, "x"));
        log.append(piece("orphan", "a", 0, "x"));
        log.deleteOrphans(3600);
        assertEquals(1, log.read("orphan").size());
        log.deleteOrphans(0);
        assertEquals(0, log.read("orphan").size());
        assertEquals(1, log.read(uid).size());
    }

    private static StepOutput piece(String cluster, String host, long offset, String text) {
        return new StepOutput(cluster, "default", "demo", host, "prepare", "op", 1, offset, text);
    }
}
