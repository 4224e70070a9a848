package io.kubeforge.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kubeforge.model.kind.Cluster;
import io.kubeforge.model.kind.ClusterStatus;
import io.kubeforge.model.kind.Condition;
import io.kubeforge.model.kind.Conditions;
import io.kubeforge.model.kind.Host;
import io.kubeforge.model.kind.HostStatus;
import io.kubeforge.model.kind.Kinds;
import io.kubeforge.model.kind.Operation;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What happens to clusters over their lives, on simulated hosts: everything else is real. */
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class LifecycleIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    /** The activities' own retries take about two minutes, the workflow's first wait up to 36 s. */
    private static final Duration AFTER_RETRIES = Duration.ofMinutes(5);

    private static Installation kubeforge;

    @BeforeAll
    static void start() {
        kubeforge = new Installation(19);
        kubeforge.createHosts(
                "sim-1", "sim-2", "sim-3", "sim-4", "sim-5", "sim-6", "sim-7", "sim-8", "sim-9", "sim-10");
    }

    @AfterAll
    static void stop() {
        kubeforge.close();
    }

    @Test
    void aClusterIsMadeGrownAndDeleted() {
        kubeforge.createCluster("grown", "sim-1", "sim-2");
        kubeforge.awaitCluster("grown", ClusterStatus.READY, SOON);
        Cluster ready = kubeforge.cluster("grown");
        assertEquals("2/2", ready.status().nodes());
        assertTrue(kubeforge
                .api
                .get(Kinds.SECRET, "default", "grown-kubeconfig")
                .orElseThrow()
                .data()
                .containsKey("value"));
        Operation operation = kubeforge
                .api
                .get(Kinds.OPERATION, "default", ready.status().operation())
                .orElseThrow();
        assertEquals("Succeeded", operation.status().phase());
        assertTrue(operation.status().temporalUrl().contains("/workflows/cluster.default.grown/"));
        int before = kubeforge.simulation.log("sim-2").size();

        kubeforge.changeWorkers("grown", "sim-1", "sim-2", "sim-3");
        kubeforge.awaitHost(
                "sim-3", SOON, host -> Conditions.isTrue(host.status().conditions(), HostStatus.READY));
        kubeforge.awaitCluster("grown", ClusterStatus.READY, SOON);
        assertEquals(before, kubeforge.simulation.log("sim-2").size(), "a worker that is there is not touched");
        assertEquals(1, kubeforge.played("sim-1", "kubeadm-init"));

        kubeforge.delete(Kinds.CLUSTER, "grown");
        kubeforge.awaitGone("grown", SOON);
        assertNull(kubeforge.host("sim-1").status().clusterRef());
        assertFalse(kubeforge.host("sim-2").metadata().finalizers().contains(Host.IN_USE));
        assertTrue(kubeforge.api.get(Kinds.SECRET, "default", "grown-join").isEmpty());
    }

    @Test
    void aWrongKeyStallsTheClusterUntilTheSecretIsCorrected() throws NoSuchAlgorithmException {
        kubeforge.createSecret("wrong", keyOfSomebodyElse());
        kubeforge.createHost("sim-11", "wrong");
        kubeforge.createCluster("locked", "sim-11");
        Condition stalled = kubeforge.awaitCluster("locked", ClusterStatus.STALLED, SOON);
        assertEquals("AuthenticationFailed", stalled.reason());
        assertTrue(stalled.message().contains("sim-11"), stalled.message());
        long generation = kubeforge.cluster("locked").metadata().generation();

        String right = Base64.getEncoder().encodeToString(kubeforge.privateKey().getBytes());
        kubeforge.patch(Kinds.SECRET, "wrong", "{\"data\":{\"ssh-privatekey\":\"" + right + "\"}}");
        kubeforge.awaitCluster("locked", ClusterStatus.READY, SOON);
        assertEquals(generation, kubeforge.cluster("locked").metadata().generation(), "the Cluster was not touched");
    }

    @Test
    void aHostThatIsOffDegradesTheClusterAndJoinsByItselfWhenItIsOn() {
        kubeforge.simulation.off("sim-5");
        kubeforge.createCluster("partial", "sim-4", "sim-5", "sim-6");
        Host off = kubeforge.awaitHost(
                "sim-5", SOON, host -> Conditions.find(host.status().conditions(), HostStatus.REACHABLE)
                        .filter(condition -> Condition.FALSE.equals(condition.status()))
                        .isPresent());
        assertEquals(
                "HostUnreachable",
                Conditions.find(off.status().conditions(), HostStatus.REACHABLE)
                        .orElseThrow()
                        .reason());
        kubeforge.awaitCluster("partial", ClusterStatus.AVAILABLE, AFTER_RETRIES);
        Cluster degraded = kubeforge.cluster("partial");
        assertTrue(Conditions.isTrue(degraded.status().conditions(), ClusterStatus.DEGRADED));
        assertEquals("2/3", degraded.status().nodes());

        kubeforge.simulation.on("sim-5");
        kubeforge.awaitCluster("partial", ClusterStatus.READY, AFTER_RETRIES);
        assertEquals(1, kubeforge.played("sim-4", "kubeadm-init"));
    }

    @Test
    void aControlPlaneThatIsOffHoldsUpNobodyAndJoinsByItselfEvenWhenTheFirstOneIsGone() {
        List.of("sim-14", "sim-15", "sim-16").forEach(host -> kubeforge.createHost(host, "ssh"));
        kubeforge.simulation.off("sim-15");
        kubeforge.createControlPlanes("trio", "192.0.2.9", "sim-14", "sim-15", "sim-16");
        kubeforge.awaitHost(
                "sim-16", SOON, host -> Conditions.isTrue(host.status().conditions(), HostStatus.READY));
        kubeforge.simulation.on("sim-15");
        kubeforge.awaitCluster("trio", ClusterStatus.READY, AFTER_RETRIES);
        assertEquals("3/3", kubeforge.cluster("trio").status().controlPlane());
        assertEquals(1, kubeforge.played("sim-14", "kubeadm-init"));
        assertEquals(1, kubeforge.played("sim-16", "kubeadm-join"));

        kubeforge.simulation.off("sim-14");
        kubeforge.createHost("sim-17", "ssh");
        kubeforge.patch(Kinds.CLUSTER, "trio", "{\"spec\":{\"workers\":[{\"name\":\"late\",\"hosts\":[\"sim-17\"]}]}}");
        kubeforge.awaitHost(
                "sim-17", AFTER_RETRIES, host -> Conditions.isTrue(host.status().conditions(), HostStatus.READY));
    }

    @Test
    void aFirewallBetweenPodsIsToldAndTheClusterIsReadyWhenItIsGone() throws Exception {
        List.of("sim-18", "sim-19").forEach(host -> kubeforge.createHost(host, "ssh"));
        kubeforge.simulation.body("sim-19", body -> body.withWall(true));
        kubeforge.createCluster("walled", "sim-18", "sim-19");
        String told = kubeforge.awaitEvent("walled", "Waiting").message();
        assertTrue(told.contains("pods on node sim-19 to reach pods on other nodes"), told);
        assertTrue(Conditions.find(kubeforge.cluster("walled").status().conditions(), ClusterStatus.READY)
                .filter(ready -> ready.status().equals(Condition.TRUE))
                .isEmpty());

        kubeforge.simulation.body("sim-19", body -> body.withWall(false));
        kubeforge.awaitCluster("walled", ClusterStatus.READY, SOON);
    }

    @Test
    void cancellingTheWorkflowStopsTheWorkUntilSomebodyAsksForIt() {
        kubeforge.simulation.slow("sim-7", 40);
        kubeforge.createCluster("cancelled", "sim-7");
        kubeforge.awaitHost(
                "sim-7", SOON, host -> "prepare".equals(host.status().step()));
        kubeforge.workflow("cancelled").cancel();
        Condition stalled = kubeforge.awaitCluster("cancelled", ClusterStatus.STALLED, SOON);
        assertEquals("Cancelled", stalled.reason());

        kubeforge.simulation.slow("sim-7", 1);
        String patch = "{\"metadata\":{\"annotations\":{\"" + Cluster.REQUESTED_AT + "\":\"now\"}}}";
        kubeforge.patch(Kinds.CLUSTER, "cancelled", patch);
        kubeforge.awaitCluster("cancelled", ClusterStatus.READY, SOON);
    }

    @Test
    void aTerminatedWorkflowIsStartedAgain() {
        kubeforge.simulation.slow("sim-8", 10);
        kubeforge.createCluster("terminated", "sim-8");
        kubeforge.awaitHost(
                "sim-8", SOON, host -> "prepare".equals(host.status().step()));
        kubeforge.workflow("terminated").terminate("as somebody does in the Web UI");
        kubeforge.simulation.slow("sim-8", 1);
        kubeforge.awaitCluster("terminated", ClusterStatus.READY, AFTER_RETRIES);
        assertEquals(1, kubeforge.played("sim-8", "kubeadm-init"));
    }

    @Test
    void pausingStopsTheWorkAndUnpausingGoesOn() {
        kubeforge.simulation.slow("sim-9", 40);
        kubeforge.createCluster("paused", "sim-9");
        kubeforge.awaitHost(
                "sim-9", SOON, host -> "prepare".equals(host.status().step()));
        kubeforge.patch(Kinds.CLUSTER, "paused", "{\"spec\":{\"paused\":true}}");
        assertEquals(
                "Paused",
                kubeforge.awaitCluster("paused", ClusterStatus.STALLED, SOON).reason());

        kubeforge.simulation.slow("sim-9", 1);
        kubeforge.patch(Kinds.CLUSTER, "paused", "{\"spec\":{\"paused\":false}}");
        kubeforge.awaitCluster("paused", ClusterStatus.READY, SOON);
    }

    @Test
    void aHostBelongsToOneClusterAndTheOtherOneSaysSoUntilItIsFree() {
        kubeforge.createCluster("holder", "sim-10");
        kubeforge.awaitHost("sim-10", SOON, host -> host.status().clusterRef() != null);
        kubeforge.createCluster("wants", "sim-10");
        Condition stalled = kubeforge.awaitCluster("wants", ClusterStatus.STALLED, SOON);
        assertEquals("HostInUse", stalled.reason());
        assertTrue(stalled.message().contains("default/holder"), stalled.message());

        kubeforge.delete(Kinds.CLUSTER, "holder"); // while it may still be under way
        kubeforge.awaitGone("holder", SOON);
        kubeforge.awaitCluster("wants", ClusterStatus.READY, SOON);
    }

    @Test
    void aMissingHostIsNamedAndCuredWhenItIsCreated() {
        kubeforge.createCluster("early", "sim-12");
        assertEquals(
                "HostNotFound",
                kubeforge.awaitCluster("early", ClusterStatus.STALLED, SOON).reason());
        kubeforge.createHost("sim-12", "ssh");
        kubeforge.awaitCluster("early", ClusterStatus.READY, SOON);
    }

    @Test
    void aChangedHostKeyStopsEverythingForThatHost() {
        kubeforge.createHost("sim-13", "ssh");
        kubeforge.createCluster("pinned", "sim-13");
        kubeforge.awaitCluster("pinned", ClusterStatus.READY, SOON);
        kubeforge.simulation.rekey("sim-13");
        kubeforge.patch(
                Kinds.CLUSTER, "pinned", "{\"metadata\":{\"annotations\":{\"" + Cluster.REQUESTED_AT + "\":\"1\"}}}");
        assertEquals(
                "HostKeyChanged",
                kubeforge.awaitCluster("pinned", ClusterStatus.STALLED, SOON).reason());
    }

    /** A well-formed key that opens nothing. */
    private static String keyOfSomebodyElse() throws NoSuchAlgorithmException {
        byte[] key = KeyPairGenerator.getInstance("RSA")
                .generateKeyPair()
                .getPrivate()
                .getEncoded();
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(key)
                + "\n-----END PRIVATE KEY-----\n";
    }
}
