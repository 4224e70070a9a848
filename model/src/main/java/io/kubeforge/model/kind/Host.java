package io.kubeforge.model.kind;

/** A machine reachable over SSH; it outlives the clusters it serves. */
public record Host(ObjectMeta metadata, HostSpec spec, HostStatus status) {
    /** The finalizer of a Host or Secret that a cluster uses. */
    public static final String IN_USE = "kubeforge.io/in-use";

    /** A status that was never written is read as an empty one. */
    public Host {
        status = status == null ? HostStatus.EMPTY : status;
    }
}
