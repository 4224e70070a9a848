package io.kubeforge.activities.provisioner;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kubeforge.activities.provisioner.HalfState.Part;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings real hosts into every half state on purpose and lets the provisioner bring them up, as the workflow would: five
 * hosts or more, whose Kubernetes is lost ({@code -Dkubeforge.inventory=FILE}). The first one holds a cluster for those
 * that join, one takes workers' states, one further control planes', and all others share the rest.
 * {@code -Dkubeforge.halfStates=REGEX} chooses by name; {@code -Dkubeforge.halfStatesTable=FILE} writes what was seen.
 */
@EnabledIfSystemProperty(named = "kubeforge.inventory", matches = ".+")
class HalfStateLabIT {
    private static final Logger LOG = LoggerFactory.getLogger(HalfStateLabIT.class);
    private static final Pattern CHOSEN =
            Pattern.compile(System.getProperty("kubeforge.halfStates", ""), Pattern.CASE_INSENSITIVE);
    private static final ExecutorService LANES = Executors.newCachedThreadPool();
    private static final Map<HalfState, String> SEEN = new ConcurrentHashMap<>();

    private static HalfStateCluster cluster;
    private static List<HalfStateHost> hosts;

    @BeforeAll
    static void makeTheCluster() throws Exception {
        hosts = Inventory.read(Path.of(System.getProperty("kubeforge.inventory"))).hosts().stream()
                .map(HalfStateHost::new)
                .toList();
        assertTrue(hosts.size() >= 5, "five hosts or more are needed, the inventory has " + hosts.size());
        if (chosen().stream().anyMatch(HalfState::joins)) {
            hosts.get(0).wipe();
            cluster = HalfStateCluster.on(hosts.get(0));
            cluster.make();
        }
    }

    @AfterAll
    static void endTheLanes() throws Exception {
        LANES.shutdownNow();
        writeTheTable();
    }

    /** After each state: a run that is ended early has told what it saw. */
    private static synchronized void writeTheTable() throws IOException {
        String table = System.getProperty("kubeforge.halfStatesTable");
        if (table != null) {
            HalfStatesTable.write(Path.of(table), SEEN);
        }
    }

    @TestFactory
    Stream<DynamicTest> comesOutOf() {
        Map<HalfState, CompletableFuture<Void>> tries = new LinkedHashMap<>();
        chosen().forEach(state -> tries.put(state, new CompletableFuture<>()));
        lane(hosts.get(1), queue(Part.WORKER), tries);
        lane(hosts.get(2), queue(Part.FURTHER_CONTROL_PLANE), tries);
        Queue<HalfState> others = queue(Part.FIRST_CONTROL_PLANE, Part.PREPARED_HOST);
        hosts.subList(3, hosts.size()).forEach(host -> lane(host, others, tries));
        return tries.entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(
                        entry.getKey().rowName(), () -> entry.getValue().get()));
    }

    /** One host takes one state after another. */
    private static void lane(
            HalfStateHost host, Queue<HalfState> states, Map<HalfState, CompletableFuture<Void>> tries) {
        LANES.execute(() -> {
            HalfState state = states.poll();
            while (state != null) {
                attempt(state, host, tries.get(state));
                state = states.poll();
            }
        });
    }

    private static void attempt(HalfState state, HalfStateHost host, CompletableFuture<Void> outcome) {
        try {
            String seen = new HalfStateTrial(state, host, clusterOf(state, host)).run();
            LOG.info("{} ({}): {}", state.rowName(), host.target().name(), seen);
            SEEN.put(state, seen);
            writeTheTable();
            outcome.complete(null);
        } catch (IOException | RuntimeException | AssertionError failure) {
            LOG.warn("{} ({})", state.rowName(), host.target().name(), failure);
            outcome.completeExceptionally(failure);
        }
    }

    private static HalfStateCluster clusterOf(HalfState state, HalfStateHost host) {
        return switch (state.part()) {
            case FIRST_CONTROL_PLANE, PREPARED_HOST -> HalfStateCluster.on(host);
            case FURTHER_CONTROL_PLANE -> cluster;
            case WORKER -> cluster.forWorkers();
        };
    }

    private static Queue<HalfState> queue(Part... parts) {
        return chosen().stream()
                .filter(state -> List.of(parts).contains(state.part()))
                .collect(Collectors.toCollection(ConcurrentLinkedQueue::new));
    }

    private static List<HalfState> chosen() {
        return HalfStates.all().stream()
                .filter(state -> CHOSEN.matcher(state.rowName()).find())
                .toList();
    }
}
