package io.kubeforge.model.kind;

import io.kubeforge.model.schema.Field;
import java.util.List;

/** What became of a cluster; written only by the report activity (and at birth by the API). */
@Field("What became of the cluster.")
public record ClusterStatus(
        @Field("The newest generation of the spec that was planned.")
        Long observedGeneration,

        @Field("A summary for people; nothing decides from it.")
        String phase,

        @Field(
                value = "Ready: everything asked for is there. Available: API, DNS and network work. Degraded,"
                        + " Reconciling, Stalled, ControlPlaneInitialized, NetworkReady.",
                listMapKeys = "type")
        List<Condition> conditions,

        @Field("The API server's address as users reach it.")
        String endpoint,

        @Field("SHA-256 of the cluster CA's public key, as kubeadm join pins it.")
        String caCertHash,

        @Field("The host on which the cluster was initialised; never another one for this cluster.")
        String initializedOn,

        @Field("Nodes that are Ready, of those asked for, e.g. 3/3.")
        String nodes,

        @Field("Ready control-plane nodes, e.g. 1/1.") String controlPlane,
        @Field("Ready workers, e.g. 2/2.") String workers,
        @Field("Name of the newest Operation.") String operation,

        @Field(
                "What was found wrong with hosts before they were prepared, errors first, the same of several hosts once.")
        List<PreflightFinding> preflight,

        @Field("The value of the annotation kubeforge.io/requestedAt that was last planned.")
        String requestedAt,

        @Field("The number of the newest pass or report; an older one may not write any more.")
        Long pass) {

    public static final String READY = "Ready";
    public static final String AVAILABLE = "Available";
    public static final String DEGRADED = "Degraded";
    public static final String RECONCILING = "Reconciling";
    public static final String STALLED = "Stalled";
    public static final String CONTROL_PLANE_INITIALIZED = "ControlPlaneInitialized";
    public static final String NETWORK_READY = "NetworkReady";

    public static final ClusterStatus EMPTY =
            new ClusterStatus(null, null, null, null, null, null, null, null, null, null, null, null, null);

    /** Absent lists are read as empty. */
    public ClusterStatus {
        conditions = conditions == null ? List.of() : List.copyOf(conditions);
        preflight = preflight == null ? List.of() : List.copyOf(preflight);
    }
}
