package io.kubeforge.activities.provisioner;

import java.util.ArrayList;
import java.util.List;

/**
 * How far kubeadm came on a host, as the look {@code kubeadm-state} found it.
 *
 * @param owner UID of the cluster in the host's owner mark; empty without a mark
 * @param caHash {@code sha256:…} of the CA on the host; empty without one
 * @param apiHealthy whether this host's own API server answers
 * @param addons whether DNS and proxy are there, save those that the configuration switches off
 * @param nodeRegistered whether the API has this host's Node, with this host's machine id
 */
record KubeadmState(
        String owner,
        String caHash,
        boolean pki,
        boolean adminConf,
        boolean manifests,
        boolean etcdData,
        boolean kubeletConf,
        boolean kubeletHealthy,
        boolean apiHealthy,
        boolean kubeadmConfig,
        boolean clusterInfo,
        boolean addons,
        boolean nodeRegistered,
        boolean nodeReady,
        boolean nodeControlPlane,
        String kubeSystemUid) {

    static KubeadmState parse(String output) {
        LookOutput look = LookOutput.parse(output);
        return new KubeadmState(
                look.one("owner"),
                look.one("ca_hash"),
                look.yes("pki"),
                look.yes("admin_conf"),
                look.yes("manifests"),
                look.yes("etcd_data"),
                look.yes("kubelet_conf"),
                look.yes("kubelet_healthy"),
                look.yes("api_healthy"),
                look.yes("kubeadm_config"),
                look.yes("cluster_info"),
                look.yes("addons"),
                look.yes("node_registered"),
                look.yes("node_ready"),
                look.yes("node_control_plane"),
                look.one("kube_system_uid"));
    }

    /** Whether the host holds anything of Kubernetes, whoever made it. */
    boolean inhabited() {
        return pki || adminConf || manifests || etcdData || kubeletConf;
    }

    /**
     * Whether what is on the host belongs to somebody else: it must not be changed.
     *
     * @param caCertHash the cluster's CA; null as long as it has none
     */
    boolean foreign(String uid, String caCertHash) {
        if (!owner.isEmpty()) {
            return !owner.equals(uid) || otherCa(caCertHash);
        }
        return inhabited();
    }

    private boolean otherCa(String caCertHash) {
        return caCertHash != null && !caHash.isEmpty() && !caHash.equals(caCertHash);
    }

    /** What was found, for people. */
    String found() {
        List<String> found = new ArrayList<>();
        if (!owner.isEmpty()) {
            found.add("the owner mark of the cluster with UID " + owner);
        }
        if (!caHash.isEmpty()) {
            found.add("a CA with hash " + caHash);
        }
        addIf(found, pki && caHash.isEmpty(), "certificates in /etc/kubernetes/pki");
        addIf(found, manifests, "manifests in /etc/kubernetes/manifests");
        addIf(found, etcdData, "data in /var/lib/etcd");
        addIf(found, adminConf, "/etc/kubernetes/admin.conf");
        addIf(found, kubeletConf, "/etc/kubernetes/kubelet.conf");
        return found.isEmpty() ? "nothing of Kubernetes" : String.join(", ", found);
    }

    /** What a complete node of this role still lacks, for people. */
    String lacking(boolean controlPlane) {
        List<String> lacking = new ArrayList<>();
        addIf(lacking, !kubeletHealthy, "a healthy kubelet");
        addIf(lacking, controlPlane && !apiHealthy, "an API server that answers on this host");
        addIf(lacking, !nodeRegistered, "a Node with this host's machine id");
        addIf(lacking, controlPlane && !nodeControlPlane, "the Node's control-plane label");
        addIf(lacking, controlPlane && apiHealthy && !kubeadmConfig, "the ConfigMap kube-system/kubeadm-config");
        addIf(lacking, controlPlane && apiHealthy && !clusterInfo, "the ConfigMap kube-public/cluster-info");
        addIf(lacking, controlPlane && apiHealthy && !addons, "the addons for DNS and proxy");
        return String.join(", ", lacking);
    }

    private static void addIf(List<String> list, boolean condition, String text) {
        if (condition) {
            list.add(text);
        }
    }
}
