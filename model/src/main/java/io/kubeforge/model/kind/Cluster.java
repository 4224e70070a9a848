package io.kubeforge.model.kind;

import io.kubeforge.model.schema.Field;

/** A desired Kubernetes cluster and what became of it. */
@Field("A desired Kubernetes cluster.")
@Resource(
        group = Kinds.KUBEFORGE,
        version = Kinds.V1ALPHA1,
        categories = Kinds.CATEGORY,
        columns = {
            @PrinterColumn(name = "Phase", description = "A summary for people.", path = ".status.phase"),
            @PrinterColumn(
                    name = "Version",
                    description = "Kubernetes version asked for.",
                    path = ".spec.kubernetesVersion"),
            @PrinterColumn(
                    name = "Control-Plane",
                    description = "Ready control-plane nodes, of those asked for.",
                    path = ".status.controlPlane"),
            @PrinterColumn(
                    name = "Workers",
                    description = "Ready workers, of those asked for.",
                    path = ".status.workers"),
            @PrinterColumn(
                    name = "Ready",
                    description = "Whether everything asked for is there.",
                    path = ".status.conditions[?(@.type==\"Ready\")].status"),
            @PrinterColumn(
                    name = "Age",
                    type = Column.DATE,
                    description = "Time since it was made.",
                    path = ".metadata.creationTimestamp"),
            @PrinterColumn(
                    name = "Endpoint",
                    description = "The API server as users reach it.",
                    path = ".status.endpoint",
                    wide = true),
            @PrinterColumn(
                    name = "Operation",
                    description = "The newest Operation.",
                    path = ".status.operation",
                    wide = true),
            @PrinterColumn(
                    name = "Message",
                    description = "Why the cluster is, or is not, ready.",
                    path = ".status.conditions[?(@.type==\"Ready\")].message",
                    wide = true)
        })
public record Cluster(
        ObjectMeta metadata,

        @Field(value = "What the cluster shall be.", required = true)
        ClusterSpec spec,

        ClusterStatus status) {
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
