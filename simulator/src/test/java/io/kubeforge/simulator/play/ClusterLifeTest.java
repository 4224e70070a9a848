package io.kubeforge.simulator.play;

import static io.kubeforge.simulator.play.PlayedHosts.KEY;
import static io.kubeforge.simulator.play.PlayedHosts.TOKEN;
import static io.kubeforge.simulator.play.PlayedHosts.init;
import static io.kubeforge.simulator.play.PlayedHosts.joinControlPlane;
import static io.kubeforge.simulator.play.PlayedHosts.joinWorker;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kubeforge.simulator.Scripts;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterLifeTest {
    private PlayedHosts hosts;
    private String caHash;

    @BeforeEach
    void makeAControlPlaneAndAWorker(@TempDir Path folder) throws Exception {
        hosts = new PlayedHosts(folder, 3);
        for (int number = 1; number <= 3; number++) {
            hosts.run("sim-" + number, Scripts.prepare());
        }
        run("sim-1", init("sim-1", false));
        caHash = hosts.state("sim-1").get("ca_hash");
        run("sim-2", joinWorker("sim-2", caHash, TOKEN, false));
    }

    @AfterEach
    void close() {
        hosts.close();
    }

    @Test
    void nodesAreNotReadyUntilANetworkIsInstalled() {
        String before = ready("sim-1\nsim-2");
        assertTrue(before.startsWith("ready=no\n"), before);
        assertTrue(before.contains("waiting_for=Node sim-2 to be Ready: container runtime network not ready"), before);
        assertTrue(before.contains("waiting_for=network plugin to be installed\n"), before);
        assertTrue(before.contains("waiting_for=Deployment kube-system/coredns: 0 of 2 ready\n"), before);
        assertTrue(before.contains("waiting_for=DNS: "), before);
        String applied = run("sim-1", PlayedHosts.network());
        assertEquals(
                "namespace/kube-flannel serverside-applied\ndaemonset.apps/kube-flannel-ds serverside-applied\n",
                applied);
        assertEquals("ready=yes\n", ready("sim-1\nsim-2"));
        assertTrue(ready("sim-1\nsim-3").contains("waiting_for=Node sim-3 to join\n"));
    }

    @Test
    void nodesAreListedWithRoleVersionMachineAndAddress() {
        run("sim-1", PlayedHosts.network());
        assertEquals("""
                node=sim-1 True control-plane v1.36.3 machine1 198.18.0.11 -
                node=sim-2 True worker v1.36.3 machine2 198.18.0.12 -
                version=v1.36.3
                """, run("sim-1", Scripts.script("cluster-nodes")));
        assertEquals(2, hosts.run("sim-2", Scripts.script("cluster-nodes")).exitCode());
    }

    @Test
    void aNodeThatIsOffIsUnknownAndComesBack() {
        run("sim-1", PlayedHosts.network());
        hosts.host("sim-2").powerOff();
        hosts.putForward(Duration.ofSeconds(1));
        assertTrue(run("sim-1", Scripts.script("cluster-nodes")).contains("node=sim-2 Unknown worker"));
        assertTrue(ready("sim-2").contains("Node sim-2 to be Ready: Kubelet stopped posting node status."));
        hosts.host("sim-2").powerOn();
        assertEquals("ready=yes\n", ready("sim-1\nsim-2"));
    }

    @Test
    void theKubeconfigCarriesTheAuthorityWhoseHashIsPinned() throws Exception {
        String kubeconfig = run("sim-1", Scripts.script("kubeconfig", "SERVER", "https://192.0.2.1:6443"));
        assertTrue(kubeconfig.contains("    server: https://192.0.2.1:6443\n"), kubeconfig);
        assertTrue(kubeconfig.startsWith("# Simulated by KubeForge"), kubeconfig);
        X509Certificate authority = certificate(kubeconfig, "certificate-authority-data");
        X509Certificate admin = certificate(kubeconfig, "client-certificate-data");
        admin.verify(authority.getPublicKey());
        byte[] digest = MessageDigest.getInstance("SHA-256")
                .digest(authority.getPublicKey().getEncoded());
        assertEquals(caHash, "sha256:" + HexFormat.of().formatHex(digest));
        assertEquals(
                1,
                hosts.run("sim-2", Scripts.script("kubeconfig", "SERVER", "https://x:6443"))
                        .exitCode());
    }

    private static X509Certificate certificate(String kubeconfig, String key) throws Exception {
        Matcher matcher = Pattern.compile(key + ": (\\S+)").matcher(kubeconfig);
        assertTrue(matcher.find(), key);
        byte[] pem = Base64.getDecoder().decode(matcher.group(1));
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem));
    }

    @Test
    void labelsAndTaintsOfOursAreReplacedAndOthersStay() {
        settings("node sim-1 d1\nlabel tier=web\nlabel zone=a\ntaint dedicated=web:NoSchedule\n");
        settings("node sim-1 d2\nlabel zone=b\n");
        var node = hosts.host("sim-1").site().clusters().get(caHash).nodes().get("sim-1");
        assertEquals(Map.of("node-role.kubernetes.io/control-plane", "", "zone", "b"), node.labels());
        assertEquals(Set.of("node-role.kubernetes.io/control-plane:NoSchedule"), Set.copyOf(node.taints()));
        assertEquals(
                1,
                hosts.run("sim-1", Scripts.script("node-settings", "NODES", "node sim-9 d1"))
                        .exitCode());
    }

    private void settings(String nodes) {
        run("sim-1", Scripts.script("node-settings", "NODES", nodes));
    }

    @Test
    void aHostThatWasResetCanJoinAgain() {
        assertEquals(3, hosts.run("sim-2", reset("uid-2")).exitCode());
        run("sim-2", reset("uid-1"));
        Map<String, String> state = hosts.state("sim-2");
        assertEquals("", state.get("owner"));
        assertEquals("no", state.get("pki"));
        assertEquals("no", state.get("kubelet_healthy"));
        assertEquals("This host is no node; there is nothing to do.\n", run("sim-2", reset("uid-1")));
        run("sim-2", joinWorker("sim-2", caHash, TOKEN, false));
        assertEquals("yes", hosts.state("sim-2").get("node_registered"));
    }

    @Test
    void aControlPlaneThatIsResetLeavesEtcdAndItsNodeStays() {
        run("sim-3", joinControlPlane("sim-3", caHash, KEY, false));
        run("sim-3", reset("uid-1"));
        assertEquals("yes", hosts.state("sim-1").get("api_healthy"));
        assertTrue(run("sim-1", Scripts.script("cluster-nodes")).contains("node=sim-3 Unknown control-plane"));
    }

    @Test
    void anInitAfterAResetMakesAnotherCluster() {
        run("sim-1", reset("uid-1"));
        run("sim-1", init("sim-1", false));
        assertFalse(caHash.equals(hosts.state("sim-1").get("ca_hash")));
    }

    private static String reset(String uid) {
        return Scripts.script("kubeadm-reset", "CLUSTER_UID", uid);
    }

    private String ready(String expected) {
        return run("sim-1", Scripts.script("cluster-ready", "NETWORK", "flannel", "EXPECTED", expected));
    }

    private String run(String host, String script) {
        PlayedHosts.Outcome outcome = hosts.run(host, script);
        assertEquals(0, outcome.exitCode(), outcome.output());
        return outcome.output();
    }
}
