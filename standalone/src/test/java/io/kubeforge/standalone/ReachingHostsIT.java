package io.kubeforge.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.kubeforge.model.kind.ClusterStatus;
import io.kubeforge.model.kind.Event;
import io.kubeforge.model.kind.Kinds;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How hosts are reached and let go, on simulated hosts: everything else is real. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ReachingHostsIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    private static final String SILENCE = "kubeforge.worker.silence";
    private static final ObjectMapper JSON = new ObjectMapper();

    private static Installation kubeforge;

    @BeforeAll
    static void start() {
        System.setProperty(SILENCE, "2s");
        kubeforge = new Installation(4);
        kubeforge.createHosts("sim-1", "sim-2");
    }

    @AfterAll
    static void stop() {
        kubeforge.close();
        System.clearProperty(SILENCE);
    }

    @Test
    void aHostBehindABastionIsNamedUntilTheBastionExistsAndThenJoins() throws Exception {
        kubeforge.patch(Kinds.HOST, "sim-1", "{\"spec\":{\"bastionRef\":{\"name\":\"sim-3\"}}}");
        kubeforge.createCluster("behind", "sim-1");
        assertEquals(
                "BastionNotFound",
                kubeforge.awaitCluster("behind", ClusterStatus.STALLED, SOON).reason());

        kubeforge.createHost("sim-3", "ssh");
        kubeforge.awaitCluster("behind", ClusterStatus.READY, SOON);
        assertTrue(kubeforge.host("sim-3").status().hostKey() != null, "the bastion's key is recorded, too");
        assertTrue(kubeforge.awaitEvent("sim-3", "HostKeyRecorded").message().contains("SHA256:"));
        assertEquals(0, kubeforge.played("sim-3", "facts"), "nothing runs on a bastion");

        kubeforge.delete(Kinds.HOST, "sim-3");
        assertTrue(kubeforge.host("sim-3").metadata().isDeleting(), "it stays while a host behind it is held");
        kubeforge.delete(Kinds.CLUSTER, "behind");
        kubeforge.awaitGone("behind", SOON);
        assertTrue(kubeforge.api.get(Kinds.HOST, "default", "sim-3").isEmpty());
        assertEquals(0, kubeforge.host("sim-1").metadata().finalizers().size());
    }

    @Test
    void aStepThatSaysNothingIsReportedAndWhenPausedSaysInWhichStateItLeftItsHost() throws Exception {
        kubeforge.simulation.slow("sim-2", 200);
        kubeforge.createCluster("stopped", "sim-2");
        kubeforge.awaitHost("sim-2", SOON, host -> host.status().facts() != null);
        Installation.await("prepare on sim-2", SOON, () -> Optional.of(kubeforge.played("sim-2", "operation-start"))
                .filter(starts -> starts > 0));
        Event silent = kubeforge.awaitEvent("sim-2", "NoProgress");
        assertTrue(silent.message().contains("Script prepare runs, but has had no output for 2 s"), silent.message());
        kubeforge.patch(Kinds.CLUSTER, "stopped", "{\"spec\":{\"paused\":true}}");

        Event stopped = kubeforge.awaitEvent("sim-2", "StepStopped");

        assertTrue(stopped.message().contains("was stopped with all its processes"), stopped.message());
        assertTrue(stopped.message().contains("the next run checks each item"), stopped.message());
        assertEquals(
                "Paused",
                kubeforge.awaitCluster("stopped", ClusterStatus.STALLED, SOON).reason());
    }
}
