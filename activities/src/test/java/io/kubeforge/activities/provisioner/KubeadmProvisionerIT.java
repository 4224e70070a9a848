package io.kubeforge.activities.provisioner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kubeforge.activities.failure.ClusterIdentityLost;
import io.kubeforge.activities.failure.HostBelongsToAnotherCluster;
import io.kubeforge.activities.failure.HostFailure;
import io.kubeforge.activities.ssh.Output;
import io.kubeforge.activities.ssh.RemoteHost;
import io.kubeforge.activities.ssh.Script;
import io.kubeforge.activities.ssh.ScriptResult;
import io.kubeforge.activities.ssh.SshTarget;
import io.kubeforge.model.kind.ClusterSpec.Taint;
import io.kubeforge.model.kind.RegistryCredentials;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of one cluster on the three real hosts of an inventory, which must be plain Debian or Ubuntu hosts:
 * {@code -Dkubeforge.inventory=FILE}, and if need be {@code -Dkubeforge.repository=URL -Dkubeforge.runtime=PACKAGE}.
 */
@EnabledIfSystemProperty(named = "kubeforge.inventory", matches = ".+")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KubeadmProvisionerIT {
    private static final Logger LOG = LoggerFactory.getLogger(KubeadmProvisionerIT.class);
    private static final String UID = UUID.randomUUID().toString();
    private static final JoinSecrets SECRETS = JoinSecrets.create(new SecureRandom());
    private static final KubeadmProvisioner PROVISIONER = new KubeadmProvisioner();
    private static final ExecutorService THREADS = Executors.newCachedThreadPool();

    private static List<SshTarget> targets;
    private static ClusterIdentity identity;
    private static JoinCredentials credentials;

    @BeforeAll
    static void readInventory() throws Exception {
        targets = Inventory.read(Path.of(System.getProperty("kubeforge.inventory")))
                .hosts();
        assertEquals(3, targets.size(), "hosts in the inventory");
    }

    @AfterAll
    static void stopThreads() {
        THREADS.shutdownNow();
    }

    @Test
    @Order(1)
    void preparesPlainHostsAndLooksAtThem() throws Exception {
        inParallel(
                targets,
                target -> timed(
                        "prepare " + target.name(),
                        () -> on(target, host -> {
                            assertEquals(target.name(), PROVISIONER.facts(host).hostname());
                            PROVISIONER.prepare(host, context(target), RegistryCredentials.NONE);
                        })));
    }

    @Test
    @Order(2)
    void changesNothingWhenPreparedAgain() {
        StringBuilder output = new StringBuilder();
        timed(
                "prepare again",
                () -> on(
                        targets.get(0),
                        host -> PROVISIONER.prepare(
                                host, context(targets.get(0), UID, output::append), RegistryCredentials.NONE)));
        assertTrue(output.toString().contains("==> Prepared for"), output.toString());
        assertFalse(output.toString().contains("changed "), output.toString());
    }

    @Test
    @Order(3)
    void goesOnWithAnInitThatWasCutOff() {
        SshTarget first = targets.get(0);
        NodeContext cutOff = cutOffAt(first, "[kubelet-start] Starting the kubelet");
        on(first, host -> assertThrows(HostFailure.class, () -> PROVISIONER.initialise(host, cutOff, SECRETS, null)));
        timed(
                "init after the cut",
                () -> on(first, host -> {
                    identity = PROVISIONER.initialise(host, context(first), SECRETS, null);
                }));
        assertTrue(identity.caCertHash().matches("sha256:[0-9a-f]{64}"), identity.caCertHash());
        assertFalse(identity.kubeSystemUid().isEmpty());
    }

    @Test
    @Order(4)
    void leavesACompleteControlPlaneAlone() {
        SshTarget first = targets.get(0);
        StringBuilder output = new StringBuilder();
        timed(
                "init again",
                () -> on(
                        first,
                        host -> assertEquals(
                                identity,
                                PROVISIONER.initialise(
                                        host, context(first, UID, output::append), SECRETS, identity.caCertHash()))));
        assertEquals("", output.toString());
    }

    @Test
    @Order(5)
    void joinsWorkersAlsoAfterACut() throws Exception {
        SshTarget first = targets.get(0);
        timed(
                "token",
                () -> on(first, host -> {
                    credentials = PROVISIONER.ensureJoinToken(host, context(first), SECRETS);
                }));
        assertEquals(identity.caCertHash(), credentials.caCertHash());
        timed(
                "network",
                () -> on(
                        first,
                        host -> PROVISIONER.installNetwork(
                                host, context(first), NetworkPlugin.flannel(context(first)))));
        SshTarget worker = targets.get(1);
        NodeContext cutOff = cutOffAt(worker, "[kubelet-start] Starting the kubelet");
        on(worker, host -> assertThrows(HostFailure.class, () -> PROVISIONER.joinWorker(host, cutOff, credentials)));
        inParallel(
                targets.subList(1, 3),
                target -> timed(
                        "join " + target.name(),
                        () -> on(target, host -> PROVISIONER.joinWorker(host, context(target), credentials))));
    }

    @Test
    @Order(6)
    void becomesReady() {
        timed(
                "ready",
                () -> on(targets.get(0), host -> {
                    Instant deadline = Instant.now().plus(Duration.ofMinutes(5));
                    Readiness readiness =
                            PROVISIONER.ready(host, context(targets.get(0)).spec(), names());
                    while (!readiness.ready() && Instant.now().isBefore(deadline)) {
                        readiness =
                                PROVISIONER.ready(host, context(targets.get(0)).spec(), names());
                    }
                    assertEquals(new Readiness(true, List.of()), readiness);
                    List<NodeState> nodes = PROVISIONER.nodes(host);
                    assertEquals(
                            names(),
                            nodes.stream().map(NodeState::name).sorted().toList());
                    assertTrue(nodes.stream().allMatch(NodeState::ready), nodes.toString());
                    assertEquals(
                            1, nodes.stream().filter(NodeState::controlPlane).count());
                }));
    }

    @Test
    @Order(7)
    void podsOnTwoNodesReachEachOtherByTheNameOfTheirService() {
        on(targets.get(0), host -> {
            ScriptResult result = host.look(Script.of("two-nodes-web"), Duration.ofMinutes(5));
            assertTrue(result.succeeded(), result.lastLines(20));
            assertEquals(2, LookOutput.parse(result.stdout()).all("answered").size(), result.stdout());
        });
    }

    @Test
    @Order(8)
    void givesNodesTheirLabelsAndTaintsAndTakesThemAway() {
        SshTarget first = targets.get(0);
        String worker = targets.get(1).name();
        on(first, host -> {
            NodeSettings tainted =
                    new NodeSettings(worker, Map.of("tier", "web"), List.of(new Taint("a", "b", "NoSchedule")));
            NodeSettings plain = new NodeSettings(worker, Map.of("zone", "1"), List.of());
            PROVISIONER.applyNodeSettings(host, context(first), List.of(tainted));
            assertTrue(tainted.areSetOn(node(host, worker)));
            PROVISIONER.applyNodeSettings(host, context(first), List.of(plain));
            assertTrue(plain.areSetOn(node(host, worker)));
            assertFalse(tainted.areSetOn(node(host, worker)));
            String kubeconfig = PROVISIONER.kubeconfig(host, "https://192.0.2.1:6443");
            assertTrue(kubeconfig.contains("    server: https://192.0.2.1:6443\n"));
        });
    }

    private static NodeState node(RemoteHost host, String name) {
        return PROVISIONER.nodes(host).stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    @Order(9)
    void refusesHostsOfAnotherCluster() {
        SshTarget first = targets.get(0);
        String other = UUID.randomUUID().toString();
        on(first, host -> {
            HostFailure failure = assertThrows(
                    HostBelongsToAnotherCluster.class,
                    () -> PROVISIONER.initialise(host, context(first, other, text -> {}), SECRETS, null));
            LOG.info("{}", failure.getMessage());
            assertThrows(
                    HostBelongsToAnotherCluster.class,
                    () -> PROVISIONER.reset(host, context(first, other, text -> {})));
        });
    }

    @Test
    @Order(10)
    void resetsHostsSoThatTheyCanBeUsedAgain() throws Exception {
        List<SshTarget> order = List.of(targets.get(2), targets.get(1), targets.get(0));
        for (SshTarget target : order) {
            timed("reset " + target.name(), () -> on(target, host -> PROVISIONER.reset(host, context(target))));
        }
        SshTarget first = targets.get(0);
        on(
                first,
                host -> assertThrows(
                        ClusterIdentityLost.class,
                        () -> PROVISIONER.initialise(host, context(first), SECRETS, identity.caCertHash())));
        on(first, host -> {
            PROVISIONER.prepare(host, context(first), RegistryCredentials.NONE);
            ClusterIdentity anew = PROVISIONER.initialise(host, context(first), SECRETS, null);
            assertFalse(anew.caCertHash().equals(identity.caCertHash()));
            PROVISIONER.reset(host, context(first));
        });
    }

    private static List<String> names() {
        return targets.stream().map(SshTarget::name).sorted().toList();
    }

    /** A step whose command is cancelled, from another connection, when it prints this. */
    private static NodeContext cutOffAt(SshTarget target, String text) {
        String[] operation = new String[1];
        StringBuilder output = new StringBuilder();
        NodeContext context = context(target, UID, said -> {
            output.append(said);
            if (output.indexOf(text) >= 0) {
                output.setLength(0);
                on(target, host -> assertTrue(host.cancel(operation[0])));
            }
        });
        operation[0] = context.operationId();
        return context;
    }

    private static NodeContext context(SshTarget target) {
        return context(target, UID, text -> LOG.debug("{}: {}", target.name(), text));
    }

    private static NodeContext context(SshTarget target, String uid, Output output) {
        return new LabCluster("demo", uid, targets.get(0)).context(target, output);
    }

    private static void on(SshTarget target, OnHost work) {
        try (RemoteHost host = RemoteHost.connect(target)) {
            work.with(host);
        }
    }

    private static void inParallel(List<SshTarget> hosts, OnTarget work) throws Exception {
        List<Future<?>> futures = new ArrayList<>();
        for (SshTarget host : hosts) {
            futures.add(THREADS.submit(() -> work.with(host)));
        }
        for (Future<?> future : futures) {
            try {
                future.get();
            } catch (ExecutionException e) {
                throw new AssertionError(e.getCause().getMessage(), e.getCause());
            }
        }
    }

    private static void timed(String what, Runnable work) {
        Instant begin = Instant.now();
        work.run();
        LOG.info("{}: {} ms", what, Duration.between(begin, Instant.now()).toMillis());
    }

    @FunctionalInterface
    private interface OnHost {
        void with(RemoteHost host);
    }

    @FunctionalInterface
    private interface OnTarget {
        void with(SshTarget target);
    }
}
