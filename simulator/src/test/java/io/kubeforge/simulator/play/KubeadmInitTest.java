package io.kubeforge.simulator.play;

import static io.kubeforge.simulator.play.PlayedHosts.init;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kubeforge.simulator.Scripts;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KubeadmInitTest {
    private static final List<String> STATES = List.of(
            "pki",
            "admin_conf",
            "manifests",
            "etcd_data",
            "kubelet_healthy",
            "api_healthy",
            "kubeadm_config",
            "node_control_plane",
            "cluster_info",
            "addons");
    private static final String FILES = "FileAvailable--etc-kubernetes-manifests-kube-apiserver.yaml"
            + " FileAvailable--etc-kubernetes-manifests-kube-controller-manager.yaml"
            + " FileAvailable--etc-kubernetes-manifests-kube-scheduler.yaml"
            + " FileAvailable--etc-kubernetes-manifests-etcd.yaml";

    private PlayedHosts hosts;

    @BeforeEach
    void prepareAHost(@TempDir Path folder) throws Exception {
        hosts = new PlayedHosts(folder, 1);
        hosts.run("sim-1", Scripts.prepare());
    }

    @AfterEach
    void close() {
        hosts.close();
    }

    @Test
    void endsWithEverythingThatMakesAControlPlane() {
        assertEquals(0, hosts.run("sim-1", init("sim-1", false)).exitCode());
        Map<String, String> state = hosts.state("sim-1");
        STATES.forEach(key -> assertEquals("yes", state.get(key), key));
        assertEquals("uid-1", state.get("owner"));
        assertTrue(state.get("ca_hash").matches("sha256:[0-9a-f]{64}"), state.get("ca_hash"));
        assertEquals(36, state.get("kube_system_uid").length());
    }

    /** What of STATES is there when init is killed right after it printed this. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [preflight] Pulling images                      |
            "ca" certificate                                | pki
            [kubeconfig] Writing "admin.conf"               | pki admin_conf
            [control-plane] Using manifest                  | pki admin_conf manifests
            [kubelet-start] Writing                         | pki admin_conf manifests
            [wait-control-plane] Waiting                    | pki admin_conf manifests etcd_data kubelet_healthy api_healthy
            [upload-config] Storing                         | pki admin_conf manifests etcd_data kubelet_healthy api_healthy
            [bootstrap-token] Using                         | pki admin_conf manifests etcd_data kubelet_healthy api_healthy kubeadm_config node_control_plane
            [kubelet-finalize] Updating                     | pki admin_conf manifests etcd_data kubelet_healthy api_healthy kubeadm_config node_control_plane cluster_info
            """)
    void leavesAHalfStateWhenItIsKilledAndIsCompletedByAResume(String lastLine, String expected) {
        assertNull(hosts.cutAfter("sim-1", init("sim-1", false), lastLine).exitCode());
        Map<String, String> state = hosts.state("sim-1");
        assertEquals(
                expected == null ? "" : expected,
                STATES.stream().filter(key -> state.get(key).equals("yes")).collect(Collectors.joining(" ")));
        assertEquals("uid-1", state.get("owner"));
        assertEquals(0, hosts.run("sim-1", init("sim-1", true)).exitCode());
        Map<String, String> resumed = hosts.state("sim-1");
        STATES.forEach(key -> assertEquals("yes", resumed.get(key), key));
        if (!state.get("ca_hash").isEmpty()) {
            assertEquals(state.get("ca_hash"), resumed.get("ca_hash"));
        }
    }

    @Test
    void usesExistingCertificatesWhenItIsRunAgain() {
        hosts.cutAfter("sim-1", init("sim-1", false), "[kubeconfig] Writing \"kubelet.conf\"");
        String authority = hosts.state("sim-1").get("ca_hash");
        PlayedHosts.Outcome again = hosts.run("sim-1", init("sim-1", false));
        assertEquals(0, again.exitCode(), again.output());
        assertTrue(again.output().contains("Using existing ca certificate authority"), again.output());
        assertEquals(authority, hosts.state("sim-1").get("ca_hash"));
    }

    @Test
    void isRefusedByPreflightWhenManifestsAreThereButNothingRuns() {
        hosts.cutAfter("sim-1", init("sim-1", false), "[kubelet-start] Writing");
        assertEquals(FILES, errors());
    }

    @Test
    void isRefusedByPreflightWhenAControlPlaneRuns() {
        hosts.cutAfter("sim-1", init("sim-1", false), "[upload-config] Storing");
        assertEquals(
                "Port-6443 Port-10259 Port-10257 " + FILES
                        + " Port-10250 Port-2379 Port-2380 DirAvailable--var-lib-etcd",
                errors());
    }

    private String errors() {
        PlayedHosts.Outcome again = hosts.run("sim-1", init("sim-1", false));
        assertEquals(1, again.exitCode());
        return Arrays.stream(again.output().split("\n"))
                .map(line -> Pattern.compile("\\[ERROR (.+)]:").matcher(line))
                .filter(Matcher::find)
                .map(matcher -> matcher.group(1))
                .collect(Collectors.joining(" "));
    }

    @Test
    void refusesTheHostOfAnotherCluster() {
        hosts.run("sim-1", init("sim-1", false));
        PlayedHosts.Outcome other = hosts.run("sim-1", init("sim-1", true).replace("uid-1", "uid-2"));
        assertEquals(3, other.exitCode());
        assertEquals(
                "This host belongs to the cluster with UID uid-1; nothing was done.",
                other.output().strip());
    }

    @Test
    void needsAPreparedHost(@TempDir Path folder) throws Exception {
        try (PlayedHosts bare = new PlayedHosts(folder, 1)) {
            assertEquals(127, bare.run("sim-1", init("sim-1", false)).exitCode());
        }
    }

    @Test
    void comesBackByItselfAfterAReboot() {
        hosts.run("sim-1", init("sim-1", false));
        hosts.host("sim-1").powerOff();
        hosts.host("sim-1").powerOn();
        assertEquals("yes", hosts.state("sim-1").get("api_healthy"));
    }
}
