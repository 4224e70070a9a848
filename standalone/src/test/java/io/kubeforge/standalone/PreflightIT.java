package io.kubeforge.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kubeforge.model.kind.ClusterStatus;
import io.kubeforge.model.kind.Condition;
import io.kubeforge.model.kind.Kinds;
import io.kubeforge.model.kind.PreflightFinding;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Hosts that cannot become nodes as they are: everything is said at once, and the other hosts go on. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class PreflightIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    private static Installation kubeforge;

    @BeforeAll
    static void start() {
        kubeforge = new Installation(6);
        kubeforge.createHosts("sim-1", "sim-2", "sim-3", "sim-4", "sim-5", "sim-6");
    }

    @AfterAll
    static void stop() {
        kubeforge.close();
    }

    @Test
    void whatKeepsHostsFromBecomingNodesIsSaidAtOnceAndEndsWhenItIsCuredOrIgnored() {
        kubeforge.simulation.body(
                "sim-2",
                body -> body.withMemoryMib(300).withClockAheadSeconds(-90).withPort(10250, "nginx"));
        kubeforge.simulation.twin("sim-3", "sim-1");
        kubeforge.createCluster("refused", "sim-1", "sim-2", "sim-3", "sim-4");
        Condition stalled = kubeforge.awaitCluster("refused", ClusterStatus.STALLED, SOON);
        assertEquals("PreflightRefused", stalled.reason());
        List.of(
                        "Memory: the host has 300 MiB",
                        "ClockSkew: the clock is",
                        "Ports: nginx listens on port 10250",
                        "Identity: Host sim-1 has the same machine-id")
                .forEach(found -> assertTrue(stalled.message().contains(found), stalled.message()));
        assertEquals(
                List.of("Memory: sim-2", "ClockSkew: sim-2", "Ports: sim-2", "Identity: sim-3"), errors("refused"));
        assertEquals("2/4", kubeforge.cluster("refused").status().nodes(), "the other hosts are nodes");
        assertEquals(0, kubeforge.played("sim-2", "prepare"), "nothing was changed on it");

        kubeforge.simulation.body("sim-2", body -> body.withClockAheadSeconds(0).withPort(10250, "none"));
        kubeforge.simulation.twin("sim-3", "none");
        kubeforge.patch(Kinds.CLUSTER, "refused", "{\"spec\":{\"preflight\":{\"ignore\":[\"Memory\"]}}}");
        kubeforge.awaitCluster("refused", ClusterStatus.READY, SOON);
        assertEquals(List.of(), errors("refused"));
    }

    @Test
    void aSubnetThatAllHostsAreInIsRefusedInOneSentence() {
        kubeforge.createClusterWith(
                spec -> spec.putObject("network").put("podSubnet", "198.18.0.0/16"), "overlapping", "sim-5", "sim-6");
        Condition stalled = kubeforge.awaitCluster("overlapping", ClusterStatus.STALLED, SOON);
        String said = "sim-5, sim-6: PreflightRefused: The host cannot become a node as it is: Subnets: the subnet of"
                + " pods 198.18.0.0/16 overlaps 198.18.0.0/24 of the host, but ";
        assertTrue(stalled.message().startsWith(said), stalled.message());
        assertEquals(List.of("Subnets: sim-5, sim-6"), errors("overlapping"));
    }

    private static List<String> errors(String cluster) {
        return kubeforge.cluster(cluster).status().preflight().stream()
                .filter(finding -> finding.severity().equals(PreflightFinding.ERROR))
                .map(finding -> finding.name() + ": " + finding.hosts())
                .toList();
    }
}
