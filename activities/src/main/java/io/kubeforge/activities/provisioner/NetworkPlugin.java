package io.kubeforge.activities.provisioner;

import io.kubeforge.activities.ssh.Script;
import io.kubeforge.model.kind.ClusterSpec;

/**
 * A network plugin as it gets into a cluster.
 *
 * @param manifest its text; null when it is fetched
 * @param url where a control plane fetches it; null when the text is given
 * @param sha256 what must come from there, in hex
 */
public record NetworkPlugin(String manifest, String url, String sha256) {
    /** The plugin that comes with KubeForge, for the cluster of this node. */
    public static NetworkPlugin flannel(NodeContext context) {
        return ofText(FlannelManifest.of(context));
    }

    /** A plugin of which the text is known. */
    public static NetworkPlugin ofText(String manifest) {
        return new NetworkPlugin(manifest, null, null);
    }

    /** A plugin that is fetched. */
    public static NetworkPlugin at(String url, String sha256) {
        return new NetworkPlugin(null, url, sha256);
    }

    Script install(ClusterSpec spec) {
        Script install = Preparation.viaProxy(spec, Script.of("network-install"));
        return url == null
                ? install.with("MANIFEST", manifest)
                : install.with("URL", url).with("SHA256", sha256);
    }
}
