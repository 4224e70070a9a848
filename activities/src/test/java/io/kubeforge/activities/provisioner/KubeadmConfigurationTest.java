package io.kubeforge.activities.provisioner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kubeforge.model.kind.ClusterSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KubeadmConfigurationTest {
    private static final JoinSecrets SECRETS = new JoinSecrets("abcdef.0123456789abcdef", "0f".repeat(32));
    private static final JoinCredentials CREDENTIALS =
            new JoinCredentials("abcdef.0123456789abcdef", KubeadmStates.CA, "0f".repeat(32));

    @Test
    void writesTheConfigurationOfAnInit() throws IOException {
        assertEquals(golden("init.yaml"), configuration(null).init(SECRETS));
    }

    @Test
    void mergesTheOverlaysOfTheSpec() throws IOException {
        ClusterSpec.Kubeadm overlays = new ClusterSpec.Kubeadm(
                List.of("NumCPU"),
                Map.of(
                        "apiServer",
                        Map.of(
                                "certSANs", List.of("api.example.org", "192.0.2.10"),
                                "extraArgs", List.of(Map.of("name", "v", "value", "2"))),
                        "etcd",
                        Map.of("local", Map.of("imageTag", "3.6.8-0")),
                        "kubernetesVersion",
                        "v1.2.3",
                        "controlPlaneEndpoint",
                        "elsewhere:1"),
                Map.of("maxPods", 40, "cgroupDriver", "cgroupfs"),
                Map.of("nodeRegistration", Map.of("taints", List.of())),
                Map.of("nodeRegistration", Map.of("imagePullPolicy", "Never")),
                Map.of("mode", "nftables"));
        assertEquals(golden("init-overlays.yaml"), configuration(overlays).init(SECRETS));
    }

    @Test
    void writesTheConfigurationOfAWorker() throws IOException {
        assertEquals(golden("join-worker.yaml"), configuration(null).joinWorker(CREDENTIALS));
    }

    @Test
    void writesTheConfigurationOfAFurtherControlPlane() throws IOException {
        assertEquals(golden("join-control-plane.yaml"), configuration(null).joinControlPlane(CREDENTIALS));
    }

    @Test
    void mergesTheOverlayOfHostsThatJoin() {
        ClusterSpec.Kubeadm overlays = new ClusterSpec.Kubeadm(
                null, null, null, null, Map.of("nodeRegistration", Map.of("imagePullPolicy", "Never")), null);
        String worker = configuration(overlays).joinWorker(CREDENTIALS);
        assertTrue(worker.contains("\"imagePullPolicy\" : \"Never\""), worker);
        assertTrue(worker.contains("\"criSocket\""), "what KubeForge sets stays: " + worker);
    }

    @Test
    void putsAnEndpointOfIpVersion6IntoBrackets() {
        NodeContext context = context(null, "2001:db8::10");
        assertEquals("[2001:db8::10]:6443", context.endpoint());
    }

    @Test
    void keepsSecretsOutOfWhatIsPrinted() {
        assertFalse((SECRETS + " " + CREDENTIALS).contains("0f0f"));
        assertFalse((SECRETS + " " + CREDENTIALS).contains("abcdef.0123456789abcdef"));
    }

    private static KubeadmConfiguration configuration(ClusterSpec.Kubeadm overlays) {
        return new KubeadmConfiguration(context(overlays, "demo.default.kubeforge.internal"));
    }

    private static NodeContext context(ClusterSpec.Kubeadm overlays, String endpoint) {
        ClusterSpec spec = new ClusterSpec(
                "v1.36.3",
                null,
                null,
                new ClusterSpec.ControlPlane(List.of("cp-1"), List.of("k8s.example.org")),
                null,
                null,
                null,
                null,
                null,
                overlays,
                null,
                null);
        return new NodeContext(
                "cp-1",
                "default",
                "demo",
                KubeadmStates.UID,
                spec,
                "192.0.2.10",
                endpoint,
                "192.0.2.10",
                6443,
                "operation",
                text -> {});
    }

    private static String golden(String name) throws IOException {
        try (InputStream file = KubeadmConfigurationTest.class.getResourceAsStream("/kubeadm/" + name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).stripTrailing();
        }
    }
}
