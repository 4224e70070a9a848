package io.kubeforge.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Three control planes that serve the API's virtual address, and two workers, from bare hosts. The leader of etcd loses
 * its power while the last control plane joins; later the holder of the address does.
 */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
@EnabledIfSystemProperty(named = "virtual-ip", matches = ".+")
@EnabledIfSystemProperty(named = "faults", matches = ".+")
class HighAvailabilityE2E {
    private static final int CONTROL_PLANES = 3;
    private static final String NAME = "ha";
    private static final String VIRTUAL_IP = System.getProperty("virtual-ip");
    private static final String LEADS =
            "curl -fs --max-time 2 http://127.0.0.1:2381/metrics | grep -q '^etcd_server_is_leader 1' && echo yes";
    private static final String HOLDS = "ip -o addr show to " + VIRTUAL_IP + "/32 | grep -q . && echo yes";

    private final List<RealHost> hosts = new RealHosts().first(CONTROL_PLANES + 2);
    private final List<RealHost> controlPlanes = hosts.subList(0, CONTROL_PLANES);
    private final Map<RealHost, KubeadmShim> shims = new LinkedHashMap<>();

    @Test
    void threeControlPlanesSurviveTheLossOfEtcdsLeaderAndOfTheAddress() throws Exception {
        hosts.forEach(host -> shims.put(host, KubeadmShim.install(host)));
        Path data = Files.createTempDirectory("kubeforge-e2e");
        ObjectNode spec = new RealHosts().specOverlay().deepCopy();
        spec.set("endpoint", new ObjectMapper().createObjectNode().put("virtualIP", VIRTUAL_IP));
        try (KubeForge kubeforge = new KubeForge(data, 18643)) {
            kubeforge.start();
            long begin = System.nanoTime();
            Objects.create(kubeforge, NAME, hosts, CONTROL_PLANES, spec);

            RealHost last = awaitLastJoin();
            RealHost leader = Await.until("a leader of etcd", Duration.ofMinutes(1), () -> first(LEADS));
            System.out.printf("%s joins while %s leads etcd and loses its power%n", last.name(), leader.name());
            RealHosts.fault("kill", leader);
            Await.until(
                    "the join to end without the leader",
                    Duration.ofMinutes(10),
                    () -> shims.get(last).toString().contains("end ") ? true : null);
            RealHosts.fault("boot", leader);
            kubeforge.awaitCondition(NAME, "Ready", Duration.ofMinutes(15));
            System.out.printf("Ready %d s after the Cluster was created%n", seconds(begin));
            assertOneClusterMadeOnce();

            Path kubeconfig = data.resolve("ha.kubeconfig");
            Files.writeString(kubeconfig, kubeforge.secret(NAME + "-kubeconfig", "value"));
            theAddressMoves(kubeconfig);
            kubeforge.delete(KubeForge.clusterPath(NAME));
            Await.until("the cluster to be gone", Duration.ofMinutes(5), () -> gone(kubeforge));
        }
        for (RealHost host : hosts) {
            String left = "ls /etc/kubernetes/manifests /etc/keepalived/keepalived.conf /var/lib/kubeforge/cluster"
                    + " 2>/dev/null || true";
            assertEquals("", host.run(left).strip(), host.name() + " is clean");
        }
    }

    /** The control plane that runs kubeadm join when all others are members of etcd. */
    private RealHost awaitLastJoin() {
        return Await.until("the last control plane to join", Duration.ofMinutes(10), () -> {
            List<RealHost> joining = new ArrayList<>();
            long done = 0;
            for (RealHost host : controlPlanes) {
                String runs = shims.get(host).toString();
                if (runs.contains("end ") && !runs.contains("reset")) {
                    done++;
                } else if (runs.contains("join")) {
                    joining.add(host);
                }
            }
            return done == CONTROL_PLANES - 1 && joining.size() == 1 ? joining.get(0) : null;
        });
    }

    private void assertOneClusterMadeOnce() {
        long inits = 0;
        List<String> authorities = new ArrayList<>();
        for (RealHost host : hosts) {
            KubeadmShim shim = shims.get(host);
            inits += shim.count("init");
            assertFalse(shim.everTwoAtOnce(true), "never two at once: " + shim);
            assertTrue(shim.count("join") <= 2, "a join is repeated only where the host died: " + shim);
            authorities.add(host.run(RealHost.CA_HASH));
        }
        assertEquals(1, inits, "one init");
        assertEquals(1, authorities.stream().distinct().count(), "one CA");
    }

    private void theAddressMoves(Path kubeconfig) throws Exception {
        RealHost holder = Await.until("a holder of the address", Duration.ofMinutes(1), () -> first(HOLDS));
        RealHosts.fault("kill", holder);
        long begin = System.nanoTime();
        Await.until("the API at the virtual address", Duration.ofSeconds(60), () -> answers(kubeconfig) ? true : null);
        System.out.printf(
                "%s held the address; without it the API answers after %d s%n", holder.name(), seconds(begin));
        RealHosts.fault("boot", holder);
        Await.until("the holder to be back", Duration.ofMinutes(3), () -> says(holder, "echo yes") ? holder : null);
    }

    private static boolean answers(Path kubeconfig) {
        try {
            Process kubectl = new ProcessBuilder(
                            "kubectl", "--kubeconfig", kubeconfig.toString(), "--request-timeout=2s", "get", "nodes")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return kubectl.waitFor(5, TimeUnit.SECONDS) && kubectl.exitValue() == 0;
        } catch (java.io.IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** The first control plane of which this is true, if there is one. */
    private RealHost first(String question) {
        return controlPlanes.stream()
                .filter(host -> says(host, question))
                .findFirst()
                .orElse(null);
    }

    /** A host without power says nothing. */
    private static boolean says(RealHost host, String question) {
        try {
            return host.run(question + " || true").contains("yes");
        } catch (IllegalStateException off) {
            return false;
        }
    }

    private static Boolean gone(KubeForge kubeforge) {
        String clusters = kubeforge.get("/apis/kubeforge.io/v1alpha1/namespaces/default/clusters");
        return clusters.contains("\"name\":\"" + NAME + "\"") ? null : true;
    }

    private static long seconds(long begin) {
        return (System.nanoTime() - begin) / 1_000_000_000;
    }
}
