package io.kubeforge.activities.provisioner;

/** What a worker host is to its cluster, decided by what answers and whose it is, never by one file. */
enum WorkerState {
    /** Nothing of Kubernetes is there. */
    CLEAN,
    /** A join began and was cut off, or the kubelet or the Node is gone. */
    INTERRUPTED,
    /** The kubelet is healthy and the cluster has its Node. */
    COMPLETE,
    /** What is there belongs to somebody else, or is a control plane. */
    FOREIGN;

    /** The state of a host that becomes a worker of the cluster with this UID and CA. */
    static WorkerState of(KubeadmState state, String uid, String caCertHash) {
        if (state.foreign(uid, caCertHash) || state.manifests() || state.etcdData()) {
            return FOREIGN;
        }
        if (state.nodeRegistered() && state.kubeletHealthy() && state.caHash().equals(caCertHash)) {
            return COMPLETE;
        }
        return state.inhabited() || state.kubeletHealthy() ? INTERRUPTED : CLEAN;
    }
}
