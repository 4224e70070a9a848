package io.kubeforge.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kubeforge.model.kind.ClusterStatus;
import io.kubeforge.model.kind.Condition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A hundred workers of which some are dead, some slow, and one is not who it says it is: nobody waits for those. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ManyHostsIT {
    private static final int WORKERS = 100;
    private static final List<String> DEAD = List.of("sim-11", "sim-12", "sim-13", "sim-14", "sim-15");
    private static final List<String> SLOW = List.of("sim-21", "sim-22", "sim-23", "sim-24", "sim-25");
    private static final String LIAR = "sim-99";
    private static final String TWIN = "sim-50";
    private static final Duration SOON = Duration.ofMinutes(3);
    private static final Duration AFTER_RETRIES = Duration.ofMinutes(5);

    private static Installation kubeforge;

    @BeforeAll
    static void start() {
        kubeforge = new Installation(WORKERS + 1);
        kubeforge.createHosts(names());
    }

    @AfterAll
    static void stop() {
        kubeforge.close();
    }

    @Test
    void theOthersAreReadyAtOnceAndTheDeadJoinByThemselvesWhenTheyAreBack() {
        DEAD.forEach(kubeforge.simulation::off);
        SLOW.forEach(host -> kubeforge.simulation.slow(host, 1000));
        kubeforge.simulation.twin(LIAR, TWIN);
        kubeforge.createCluster("many", names());

        awaitReady(90, SOON);
        Condition degraded = kubeforge.awaitCluster("many", ClusterStatus.DEGRADED, SOON);
        DEAD.forEach(host -> assertTrue(degraded.message().contains(host), degraded.message()));
        assertTrue(degraded.message().contains("HostUnreachable"), degraded.message());
        String refused = kubeforge.played(LIAR, "prepare") == 0 ? LIAR : TWIN;
        String accepted = refused.equals(LIAR) ? TWIN : LIAR;
        String cause = "Identity: Host " + accepted + " has the same machine-id";
        assertTrue(degraded.message().contains(refused + ": PreflightRefused: "), degraded.message());
        assertTrue(degraded.message().contains(cause), degraded.message());
        assertEquals(0, kubeforge.played(refused, "prepare"), "nothing was changed on it");
        assertEquals(90, ready(), "the slow ones are still under way");

        SLOW.forEach(host -> kubeforge.simulation.slow(host, 1));
        DEAD.forEach(kubeforge.simulation::on);
        awaitReady(WORKERS, AFTER_RETRIES);
        Condition stalled = kubeforge.awaitCluster("many", ClusterStatus.STALLED, AFTER_RETRIES);
        assertTrue(stalled.message().contains(cause), stalled.message());
        assertEquals(1, kubeforge.played("sim-1", "kubeadm-init"));
        DEAD.forEach(host -> assertEquals(1, kubeforge.played(host, "kubeadm-join")));
    }

    private static void awaitReady(long hosts, Duration limit) {
        Installation.await(
                hosts + " Ready hosts", limit, () -> Optional.of(ready()).filter(ready -> ready == hosts));
    }

    private static long ready() {
        String nodes = kubeforge.cluster("many").status().nodes();
        return nodes == null ? 0 : Long.parseLong(nodes.substring(0, nodes.indexOf('/')));
    }

    private static String[] names() {
        return IntStream.rangeClosed(1, WORKERS + 1).mapToObj(i -> "sim-" + i).toArray(String[]::new);
    }
}
