package io.kubeforge.activities.provisioner;

import io.kubeforge.model.kind.ClusterSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The manifest of the network plugin Flannel for one cluster. */
final class FlannelManifest {
    private static final String KUBERNETES_REGISTRY = "registry.k8s.io";
    private static final String FLANNEL_REGISTRY = "ghcr.io";

    private FlannelManifest() {}

    /** A site with a registry of its own is expected to hold Flannel's images there, under their own paths. */
    static String of(NodeContext context) {
        ClusterSpec spec = context.spec();
        String registry = spec.images().registry();
        return template()
                .replace("${POD_SUBNET}", spec.network().podSubnet())
                .replace("${API_HOST}", context.endpointName())
                .replace("${API_PORT}", Integer.toString(context.endpointPort()))
                .replace("${IMAGE_REGISTRY}", registry.equals(KUBERNETES_REGISTRY) ? FLANNEL_REGISTRY : registry);
    }

    private static String template() {
        try (InputStream resource = FlannelManifest.class.getResourceAsStream("/network/flannel.yaml")) {
            if (resource == null) {
                throw new IllegalStateException("The manifest /network/flannel.yaml is not in the class path.");
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("The manifest /network/flannel.yaml cannot be read.", e);
        }
    }
}
