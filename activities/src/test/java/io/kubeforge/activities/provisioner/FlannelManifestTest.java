package io.kubeforge.activities.provisioner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kubeforge.model.kind.ClusterSpec;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FlannelManifestTest {
    @Test
    void usesThePodSubnetAndFlannelsOwnRegistry() {
        String manifest = FlannelManifest.of(context(spec("10.42.0.0/16", null)));
        assertTrue(manifest.contains("{\"Network\": \"10.42.0.0/16\""), manifest);
        assertFalse(manifest.contains("${"), manifest);
        assertEquals(Set.of("ghcr.io"), registries(manifest));
    }

    @Test
    void takesItsImagesFromTheSitesRegistry() {
        String manifest = FlannelManifest.of(context(spec(null, "registry.example.org:5000/mirror")));
        assertEquals(Set.of("registry.example.org:5000/mirror"), registries(manifest));
    }

    @Test
    void reachesTheApiWithoutKubeProxy() {
        String manifest = FlannelManifest.of(context(spec(null, null)));
        assertTrue(
                manifest.contains("- name: KUBERNETES_SERVICE_HOST\n              value: \"api.example.org\"\n"),
                manifest);
        assertTrue(manifest.contains("- name: KUBERNETES_SERVICE_PORT\n              value: \"6443\"\n"), manifest);
    }

    private static NodeContext context(ClusterSpec spec) {
        return new NodeContext(
                "cp-1", "default", "demo", "uid", spec, "10.0.0.1", "api.example.org", null, 6443, "id", text -> {});
    }

    private static Set<String> registries(String manifest) {
        return manifest.lines()
                .map(String::strip)
                .filter(line -> line.startsWith("image: "))
                .map(line -> line.substring("image: ".length(), line.indexOf("/flannel-io/")))
                .collect(Collectors.toSet());
    }

    private static ClusterSpec spec(String podSubnet, String registry) {
        return new ClusterSpec(
                "v1.36.3",
                null,
                null,
                new ClusterSpec.ControlPlane(List.of("cp-1")),
                null,
                new ClusterSpec.Network(null, null, podSubnet, null, null),
                null,
                new ClusterSpec.Images(registry, null, null, null),
                null,
                null,
                null,
                null);
    }
}
