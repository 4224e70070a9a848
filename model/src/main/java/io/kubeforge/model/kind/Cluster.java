package io.kubeforge.model.kind;

/** A desired Kubernetes cluster and what became of it. */
public record Cluster(ObjectMeta metadata, ClusterSpec spec, ClusterStatus status) {
    /** The finalizer that holds a cluster until its hosts are reset and freed. */
    public static final String TEARDOWN = "kubeforge.io/teardown";

    /** Annotation: a new value makes a settled cluster be looked at again. */
    public static final String REQUESTED_AT = "kubeforge.io/requestedAt";

    /** Annotation: hosts, separated by commas, that the deletion of their cluster need not reset. */
    public static final String ABANDON_HOSTS = "kubeforge.io/abandon-hosts";

    /** Label of everything that was made for a cluster: its Operations and Secrets. */
    public static final String CLUSTER_LABEL = "kubeforge.io/cluster";

    /** A status that was never written is read as an empty one. */
    public Cluster {
        status = status == null ? ClusterStatus.EMPTY : status;
    }

    /** The name of the Secret with the cluster's kubeconfig (key {@code value}). */
    public String kubeconfigSecret() {
        return metadata.name() + "-kubeconfig";
    }

    /** The name of the Secret with what a node needs to join. */
    public String joinSecret() {
        return metadata.name() + "-join";
    }
}
