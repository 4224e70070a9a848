package io.kubeforge.simulator.play;

import static io.kubeforge.simulator.play.PlayedHosts.KEY;
import static io.kubeforge.simulator.play.PlayedHosts.TOKEN;
import static io.kubeforge.simulator.play.PlayedHosts.init;
import static io.kubeforge.simulator.play.PlayedHosts.joinControlPlane;
import static io.kubeforge.simulator.play.PlayedHosts.joinWorker;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kubeforge.simulator.Scripts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KubeadmJoinTest {
    private PlayedHosts hosts;
    private String caHash;

    @BeforeEach
    void initialiseTheFirstControlPlane(@TempDir Path folder) throws Exception {
        hosts = new PlayedHosts(folder, 4);
        for (int number = 1; number <= 4; number++) {
            hosts.run("sim-" + number, Scripts.prepare());
        }
        assertEquals(0, hosts.run("sim-1", init("sim-1", false)).exitCode());
        caHash = hosts.state("sim-1").get("ca_hash");
    }

    @AfterEach
    void close() {
        hosts.close();
    }

    @Test
    void makesAWorkerThatIsRegisteredAndNoControlPlane() {
        assertSucceeds("sim-2", joinWorker("sim-2", caHash, TOKEN, false));
        Map<String, String> state = hosts.state("sim-2");
        assertEquals(caHash, state.get("ca_hash"));
        assertEquals("yes", state.get("pki"));
        assertEquals("no", state.get("manifests"));
        assertEquals("yes", state.get("kubelet_healthy"));
        assertEquals("yes", state.get("node_registered"));
        assertEquals("no", state.get("node_control_plane"));
        assertEquals("machine2", state.get("node_machine_id"));
    }

    @Test
    void makesAFurtherControlPlaneBehindABalancer() {
        assertSucceeds("sim-2", joinControlPlane("sim-2", caHash, KEY, false));
        Map<String, String> state = hosts.state("sim-2");
        assertEquals("yes", state.get("api_healthy"));
        assertEquals("yes", state.get("etcd_data"));
        assertEquals("yes", state.get("node_control_plane"));
        assertEquals(hosts.state("sim-1").get("kube_system_uid"), state.get("kube_system_uid"));
    }

    @Test
    void isRefusedWithATokenThatDoesNotExist() {
        assertFails("sim-2", joinWorker("sim-2", caHash, "zzzzzz.0123456789abcdef", false), "JWS signature");
        assertFails("sim-2", joinWorker("sim-2", caHash, "abcdef.0000000000000000", false), "JWS signature");
    }

    @Test
    void isRefusedWithATokenThatExpiredUntilItIsRenewed() {
        hosts.putForward(Duration.ofHours(25));
        assertFails("sim-2", joinWorker("sim-2", caHash, TOKEN, false), "JWS signature");
        PlayedHosts.Outcome renewed =
                hosts.run("sim-1", Scripts.script("join-token", "TOKEN", TOKEN, "CERTIFICATE_KEY", ""));
        assertEquals(caHash, Scripts.keys(renewed.output()).get("ca_hash"));
        assertSucceeds("sim-2", joinWorker("sim-2", caHash, TOKEN, false));
    }

    @Test
    void isRefusedByAClusterWithAnotherAuthority() {
        assertFails("sim-2", joinWorker("sim-2", "sha256:" + "0".repeat(64), TOKEN, false), "are pinned");
    }

    @Test
    void isRefusedWhenTheApiHostIsOff() {
        hosts.host("sim-1").powerOff();
        assertFails("sim-2", joinWorker("sim-2", caHash, TOKEN, false), "connection refused");
        hosts.host("sim-1").powerOn();
        assertSucceeds("sim-2", joinWorker("sim-2", caHash, TOKEN, false));
    }

    @Test
    void ofAControlPlaneNeedsCertificatesThatAreStillThereAndTheirKey() {
        assertFails("sim-2", joinControlPlane("sim-2", caHash, "wrong", false), "message authentication failed");
        hosts.putForward(Duration.ofHours(3));
        assertFails("sim-2", joinControlPlane("sim-2", caHash, KEY, false), "\"kubeadm-certs\" was not found");
        hosts.run("sim-1", Scripts.script("join-token", "TOKEN", TOKEN, "CERTIFICATE_KEY", "other"));
        assertSucceeds("sim-2", joinControlPlane("sim-2", caHash, "other", false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[kubelet-start] Starting", "[kubelet-start] Waiting"})
    void ofAWorkerIsCompletedByAResumeAfterItWasKilled(String lastLine) {
        assertNull(hosts.cutAfter("sim-2", joinWorker("sim-2", caHash, TOKEN, false), lastLine)
                .exitCode());
        assertEquals("no", hosts.state("sim-2").get("node_registered"));
        assertSucceeds("sim-2", joinWorker("sim-2", caHash, TOKEN, true));
        assertEquals("yes", hosts.state("sim-2").get("node_registered"));
    }

    @Test
    void ofAWorkerIsRefusedByPreflightAfterItWasKilled() {
        hosts.cutAfter("sim-2", joinWorker("sim-2", caHash, TOKEN, false), "[kubelet-start] Waiting");
        PlayedHosts.Outcome again = hosts.run("sim-2", joinWorker("sim-2", caHash, TOKEN, false));
        assertEquals(1, again.exitCode());
        assertTrue(again.output().contains("[ERROR FileAvailable--etc-kubernetes-kubelet.conf]"), again.output());
        assertTrue(again.output().contains("[ERROR FileAvailable--etc-kubernetes-pki-ca.crt]"), again.output());
        assertTrue(again.output().contains("[ERROR Port-10250]: Port 10250 is in use"), again.output());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[certs] Generating \"apiserver\"",
                "[check-etcd]",
                "[etcd] Waiting for the new etcd member",
                "[etcd] A learner was promoted",
                "[mark-control-plane]"
            })
    void ofAControlPlaneIsCompletedByAResumeAfterItWasKilled(String lastLine) {
        String join = joinControlPlane("sim-2", caHash, KEY, false);
        assertNull(hosts.cutAfter("sim-2", join, lastLine).exitCode());
        assertSucceeds("sim-2", joinControlPlane("sim-2", caHash, KEY, true));
        assertEquals("yes", hosts.state("sim-2").get("node_control_plane"));
        assertEquals("yes", hosts.state("sim-2").get("api_healthy"));
    }

    @Test
    void ofAControlPlaneIsRefusedByPreflightButNotForItsManifests() {
        hosts.cutAfter("sim-2", joinControlPlane("sim-2", caHash, KEY, false), "[etcd] Waiting for the new etcd");
        PlayedHosts.Outcome again = hosts.run("sim-2", joinControlPlane("sim-2", caHash, KEY, false));
        assertEquals(1, again.exitCode());
        assertTrue(again.output().contains("FileAvailable--etc-kubernetes-bootstrap-kubelet.conf"), again.output());
        assertFalse(again.output().contains("manifests"), again.output());
    }

    @Test
    void ofTwoControlPlanesAtOnceIsRefusedToTheSecondByEtcd() {
        hosts.cutAfter("sim-2", joinControlPlane("sim-2", caHash, KEY, false), "[etcd] Waiting for the new etcd");
        assertFails("sim-3", joinControlPlane("sim-3", caHash, KEY, false), "too many learner members");
        assertSucceeds("sim-2", joinControlPlane("sim-2", caHash, KEY, true));
        assertSucceeds("sim-3", joinControlPlane("sim-3", caHash, KEY, true));
    }

    @Test
    void isRefusedUnderTheNameOfANodeThatIsReady() {
        assertSucceeds("sim-2", joinWorker("sim-2", caHash, TOKEN, false));
        hosts.run("sim-1", PlayedHosts.network());
        String taken = joinWorker("sim-3", caHash, TOKEN, false).replace("name: sim-3", "name: sim-2");
        assertFails("sim-3", taken, "a Node with name \"sim-2\" and status \"Ready\" already exists");
    }

    @Test
    void needsAMajorityOfControlPlanes() {
        assertSucceeds("sim-2", joinControlPlane("sim-2", caHash, KEY, false));
        assertSucceeds("sim-3", joinControlPlane("sim-3", caHash, KEY, false));
        hosts.host("sim-1").powerOff();
        assertEquals("yes", hosts.state("sim-2").get("api_healthy"));
        hosts.host("sim-3").powerOff();
        assertEquals("no", hosts.state("sim-2").get("api_healthy"));
        hosts.host("sim-3").powerOn();
        assertEquals("yes", hosts.state("sim-2").get("api_healthy"));
    }

    private void assertSucceeds(String host, String script) {
        PlayedHosts.Outcome outcome = hosts.run(host, script);
        assertEquals(0, outcome.exitCode(), outcome.output());
    }

    private void assertFails(String host, String script, String reason) {
        PlayedHosts.Outcome outcome = hosts.run(host, script);
        assertEquals(1, outcome.exitCode(), outcome.output());
        assertTrue(outcome.output().contains(reason), outcome.output());
    }
}
