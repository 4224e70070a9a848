package io.kubeforge.model.kind;

import io.kubeforge.model.schema.Field;

/** A machine reachable over SSH; it outlives the clusters it serves. */
@Field("A Linux host reachable over SSH.")
@Resource(
        group = Kinds.KUBEFORGE,
        version = Kinds.V1ALPHA1,
        categories = Kinds.CATEGORY,
        selectableFields = "status.clusterRef.name",
        columns = {
            @PrinterColumn(name = "Address", description = "Where its SSH server is reached.", path = ".spec.address"),
            @PrinterColumn(
                    name = "Cluster",
                    description = "The cluster that holds it.",
                    path = ".status.clusterRef.name"),
            @PrinterColumn(name = "Role", description = "What it is in its cluster.", path = ".status.role"),
            @PrinterColumn(name = "Step", description = "The step under way or done last.", path = ".status.step"),
            @PrinterColumn(
                    name = "Ready",
                    description = "Whether it is a Ready node of its cluster.",
                    path = ".status.conditions[?(@.type==\"Ready\")].status"),
            @PrinterColumn(
                    name = "Age",
                    type = Column.DATE,
                    description = "Time since it was made.",
                    path = ".metadata.creationTimestamp"),
            @PrinterColumn(
                    name = "Reachable",
                    description = "Whether the last contact succeeded.",
                    path = ".status.conditions[?(@.type==\"Reachable\")].status",
                    wide = true),
            @PrinterColumn(name = "OS", description = "Its operating system.", path = ".status.facts.os", wide = true),
            @PrinterColumn(
                    name = "Architecture",
                    description = "Its architecture.",
                    path = ".status.facts.architecture",
                    wide = true)
        })
public record Host(
        ObjectMeta metadata,

        @Field(value = "How the host is reached over SSH.", required = true)
        HostSpec spec,

        HostStatus status) {
    /** The finalizer of a Host or Secret that a cluster uses. */
    public static final String IN_USE = "kubeforge.io/in-use";

    /** A status that was never written is read as an empty one. */
    public Host {
        status = status == null ? HostStatus.EMPTY : status;
    }
}
