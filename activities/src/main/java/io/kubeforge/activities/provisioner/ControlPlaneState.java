package io.kubeforge.activities.provisioner;

/** What a control-plane host is to its cluster, decided by what answers and whose it is, never by one file. */
enum ControlPlaneState {
    /** Nothing of Kubernetes is there. */
    CLEAN,
    /** Certificates and kubeconfigs are there, but nothing was started: kubeadm uses them when run again. */
    CERTIFICATES_ONLY,
    /** Something was started, and not everything that makes a control plane answers. */
    INTERRUPTED,
    /** The API server answers and the host is its control-plane node. */
    COMPLETE,
    /** What is there belongs to somebody else. */
    FOREIGN;

    /**
     * The state of a host that becomes the first control plane of the cluster with this UID.
     *
     * @param caCertHash the cluster's CA; null as long as its first control plane was never complete
     */
    static ControlPlaneState ofFirst(KubeadmState state, String uid, String caCertHash) {
        if (state.foreign(uid, caCertHash)) {
            return FOREIGN;
        }
        boolean answers = answers(state);
        // Once the cluster was complete, its owner may well remove cluster-info or replace the addons.
        boolean everything = state.kubeadmConfig() && state.clusterInfo() && state.addons();
        if (answers && (everything || caCertHash != null)) {
            return COMPLETE;
        }
        return incomplete(state);
    }

    /** The state of a host that becomes a further control plane of the cluster with this UID and CA. */
    static ControlPlaneState ofFurther(KubeadmState state, String uid, String caCertHash) {
        if (state.foreign(uid, caCertHash)) {
            return FOREIGN;
        }
        return answers(state) ? COMPLETE : incomplete(state);
    }

    private static boolean answers(KubeadmState state) {
        return state.apiHealthy() && state.kubeletHealthy() && state.nodeRegistered() && state.nodeControlPlane();
    }

    private static ControlPlaneState incomplete(KubeadmState state) {
        if (state.manifests() || state.etcdData() || state.kubeletHealthy()) {
            return INTERRUPTED;
        }
        return state.inhabited() ? CERTIFICATES_ONLY : CLEAN;
    }
}
