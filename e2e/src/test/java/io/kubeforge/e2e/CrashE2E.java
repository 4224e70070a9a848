package io.kubeforge.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * A cluster survives what breaks while {@code kubeadm init} runs. The runs of kubeadm are counted by a shim on the host:
 * never two at once, exactly one init unless the host died, one CA throughout.
 */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class CrashE2E {
    private static final String MANIFEST = "/etc/kubernetes/manifests/kube-apiserver.yaml";

    private final RealHosts inventory = new RealHosts();

    @Test
    void kubeForgeIsKilledAndStartedAgain() throws Exception {
        survives("killed", false, (kubeforge, host) -> {
            kubeforge.kill();
            kubeforge.start();
        });
    }

    @Test
    void temporalIsKilledAndStartedAgain() throws Exception {
        survives("temporal", false, (kubeforge, host) -> kubeforge.killTemporal());
    }

    @Test
    @EnabledIfSystemProperty(named = "faults", matches = ".+")
    void theCableIsOutForAWhile() throws Exception {
        survives("cut", false, (kubeforge, host) -> {
            RealHosts.fault("cut", host);
            Await.until("KubeForge to notice", Duration.ofMinutes(3), () -> unreachable(kubeforge, host) ? true : null);
            RealHosts.fault("heal", host);
        });
    }

    @Test
    @EnabledIfSystemProperty(named = "faults", matches = ".+")
    void theHostLosesPowerAndBoots() throws Exception {
        survives("power", true, (kubeforge, host) -> {
            RealHosts.fault("kill", host);
            RealHosts.fault("boot", host);
        });
    }

    private void survives(String cluster, boolean hostDies, Fault fault) throws Exception {
        Path data = Files.createTempDirectory("kubeforge-e2e");
        List<RealHost> hosts = inventory.first(2);
        RealHost first = hosts.get(0);
        KubeadmShim init = KubeadmShim.install(first);
        KubeadmShim join = KubeadmShim.install(hosts.get(1));
        try (KubeForge kubeforge = new KubeForge(data, 18543)) {
            kubeforge.start();
            Objects.create(kubeforge, cluster, hosts, inventory.specOverlay());
            try {
                init.awaitRunning("init", MANIFEST);
                String caHash = first.run(RealHost.CA_HASH);
                fault.strike(kubeforge, first);
                kubeforge.awaitCondition(cluster, "Ready", Duration.ofMinutes(12));

                assertEquals(caHash, first.run(RealHost.CA_HASH), "one CA throughout");
                assertFalse(init.everTwoAtOnce(hostDies), "never two at once: " + init);
                assertFalse(join.everTwoAtOnce(false), "never two at once: " + join);
                assertTrue(hostDies ? init.count("init") <= 2 : init.count("init") == 1, "inits: " + init);
                assertEquals(1, join.count("join"), "joins: " + join);
            } finally {
                kubeforge.delete(KubeForge.clusterPath(cluster));
                Await.until("the cluster to be gone", Duration.ofMinutes(5), () -> isGone(kubeforge, cluster));
            }
        }
    }

    private static Boolean isGone(KubeForge kubeforge, String cluster) {
        String clusters = kubeforge.get("/apis/kubeforge.io/v1alpha1/namespaces/default/clusters");
        return clusters.contains("\"name\":\"" + cluster + "\"") ? null : true;
    }

    private static boolean unreachable(KubeForge kubeforge, RealHost host) {
        String status =
                kubeforge.object(KubeForge.hostPath(host.name())).path("status").toString();
        return status.contains("HostUnreachable") || status.contains("ConnectionLost");
    }

    /** What breaks. */
    private interface Fault {
        void strike(KubeForge kubeforge, RealHost host) throws Exception;
    }
}
