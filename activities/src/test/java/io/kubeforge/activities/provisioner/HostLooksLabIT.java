package io.kubeforge.activities.provisioner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kubeforge.activities.ssh.RemoteHost;
import io.kubeforge.activities.ssh.Script;
import io.kubeforge.activities.ssh.ScriptResult;
import io.kubeforge.activities.ssh.SshTarget;
import io.kubeforge.model.kind.HostFacts;
import io.kubeforge.model.preflight.Surroundings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * What facts and preflight see on two real hosts, the first of the inventory in {@code -Dkubeforge.inventory=FILE}
 * ({@code -Dkubeforge.repository=URL} if pkgs.k8s.io cannot be reached); they must be no nodes.
 */
@EnabledIfSystemProperty(named = "kubeforge.inventory", matches = ".+")
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class HostLooksLabIT {
    private static final KubeadmProvisioner PROVISIONER = new KubeadmProvisioner();
    private static final String NOBODY = "192.0.2.1";

    private static List<SshTarget> targets;

    @BeforeAll
    static void readInventory() throws Exception {
        targets = Inventory.read(Path.of(System.getProperty("kubeforge.inventory")))
                .hosts();
    }

    @Test
    void tellsWhatAHostIsInOneLook() {
        HostFacts first = on(targets.get(0), PROVISIONER::facts);
        HostFacts second = on(targets.get(1), PROVISIONER::facts);
        assertEquals(targets.get(0).address(), first.address());
        assertTrue(first.cpus() > 0 && first.memoryMiB() > 0 && first.freeDiskMiB() > 0, first.toString());
        assertTrue(
                first.interfaces().stream().anyMatch(each -> each.matches("\\S+ " + first.address() + "/\\d+ \\d+")));
        assertTrue(first.disks().stream().anyMatch(each -> each.matches("/ \\d+ \\d+")), first.toString());
        assertTrue(first.cgroup().matches("v[12]"), first.cgroup());
        assertTrue(first.macAddress().matches("([0-9a-f]{2}:){5}[0-9a-f]{2}"), first.macAddress());
        assertNotEquals(first.macAddress(), second.macAddress());
        assertNotEquals(first.machineId(), second.machineId());
        assertEquals(0, first.clockAheadSeconds(), "seconds ahead of this computer");
        assertEquals(List.of(), first.leftovers());
        assertEquals(null, first.markedBy());
    }

    @Test
    void tellsWhoAnswersAndWhoDoesNot() {
        Map<String, String> peers = Map.of("second", targets.get(1).address(), "nobody", NOBODY);
        Surroundings around =
                on(targets.get(0), host -> PROVISIONER.surroundings(host, context(targets.get(0)), false, peers));
        assertTrue(around.peers().contains("second " + targets.get(1).address() + ":6443 answers"), around.toString());
        assertTrue(around.peers().stream().noneMatch(peer -> peer.matches("nobody .* answers")), around.toString());
        assertTrue(around.routes().stream().anyMatch(route -> route.contains("/")), around.toString());
        assertEquals(Map.of(), around.ports());
        assertTrue(
                around.urls().entrySet().stream()
                        .anyMatch(url -> url.getKey().endsWith("Release.key")
                                && url.getValue().equals("200")),
                around.toString());
    }

    @Test
    void tellsWhatIsLeftAndWhoListens() {
        SshTarget target = targets.get(1);
        talk(target, """
                mkdir -p /etc/kubernetes/manifests
                echo 'kind: Pod' >/etc/kubernetes/manifests/etcd.yaml
                systemd-run --quiet --unit=stranger --property=RuntimeMaxSec=100 \\
                    python3 -c 'import socket, time; s = socket.create_server(("", 10250)); time.sleep(90)'
                timeout 20 sh -c 'until ss -H -ltn "sport = :10250" | grep -q .; do sleep 0.1; done'
                """);
        try {
            assertEquals(List.of("manifests"), on(target, PROVISIONER::facts).leftovers());
            Surroundings around = on(target, host -> PROVISIONER.surroundings(host, context(target), false, Map.of()));
            assertEquals(Map.of("10250", "python3"), around.ports());
        } finally {
            talk(target, "rm -rf /etc/kubernetes/manifests; systemctl stop stranger");
        }
        assertEquals(List.of(), on(target, PROVISIONER::facts).leftovers());
    }

    private static void talk(SshTarget target, String commands) {
        Script script = Script.of("talk").with("COMMANDS", commands);
        ScriptResult result = on(target, host -> host.look(script, Duration.ofSeconds(30)));
        assertEquals(0, result.exitCode(), result.stderr());
    }

    private static NodeContext context(SshTarget target) {
        return new LabCluster("demo", "uid", target).context(target, text -> {});
    }

    private static <T> T on(SshTarget target, Function<RemoteHost, T> work) {
        try (RemoteHost host = RemoteHost.connect(target)) {
            return work.apply(host);
        }
    }
}
