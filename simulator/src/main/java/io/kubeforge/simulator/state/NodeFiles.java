package io.kubeforge.simulator.state;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What kubeadm left on a host, which is all that says how far it came; it knows nothing of the cluster's API.
 *
 * @param caHash the cluster whose certificates are in /etc/kubernetes/pki, or null
 * @param kubeletStartedAt when the kubelet got its configuration (epoch milliseconds), or 0
 * @param goneAt when a reset ended the last node on this host (epoch milliseconds), or 0
 */
public record NodeFiles(String caHash, Set<Kind> kinds, long kubeletStartedAt, long goneAt) {
    /** A host that never was a node. */
    public static final NodeFiles NONE = new NodeFiles(null, Set.of(), 0, 0);

    /** Files that come and go together. */
    public enum Kind {
        /** Those of /etc/kubernetes/pki that only a control plane has. */
        CONTROL_PLANE_CERTIFICATES,
        /** admin.conf and those of scheduler and controller manager. */
        ADMIN_CONF,
        /** The manifests of API server, scheduler and controller manager. */
        MANIFESTS,
        /** The manifest of etcd. */
        ETCD_MANIFEST,
        /** /var/lib/etcd. */
        ETCD_DATA,
        /** kubelet.conf. */
        KUBELET_CONF,
        /** bootstrap-kubelet.conf. */
        BOOTSTRAP_KUBELET_CONF,
        /** /var/lib/kubelet/pki/kubelet-client-current.pem. */
        KUBELET_CERTIFICATE
    }

    /** A copy, so that nobody changes what was handed in. */
    public NodeFiles {
        kinds = Set.copyOf(kinds);
    }

    /** Whether these files are there. */
    public boolean has(Kind kind) {
        return kinds.contains(kind);
    }

    /** Whether any file of kubeadm or etcd is there. */
    public boolean any() {
        return caHash != null || !kinds.isEmpty();
    }

    /** Whether the kubelet has a configuration, and therefore runs whenever the host does. */
    public boolean kubelet() {
        return kubeletStartedAt > 0;
    }

    /** With the certificate of this cluster's CA. */
    public NodeFiles of(String hash) {
        return new NodeFiles(hash, kinds, kubeletStartedAt, goneAt);
    }

    /** With these files. */
    public NodeFiles with(Kind... more) {
        Set<Kind> all = new TreeSet<>(kinds);
        all.addAll(Arrays.asList(more));
        return new NodeFiles(caHash, all, kubeletStartedAt, goneAt);
    }

    /** Without these files. */
    public NodeFiles without(Kind... fewer) {
        Set<Kind> rest = new TreeSet<>(kinds);
        rest.removeAll(List.of(fewer));
        return new NodeFiles(caHash, rest, kubeletStartedAt, goneAt);
    }

    /** With a kubelet that runs from now on, if none did. */
    public NodeFiles withKubelet(long now) {
        return kubelet() ? this : new NodeFiles(caHash, kinds, now, goneAt);
    }

    /** After a reset. */
    public static NodeFiles resetAt(long now) {
        return new NodeFiles(null, Set.of(), 0, now);
    }
}
