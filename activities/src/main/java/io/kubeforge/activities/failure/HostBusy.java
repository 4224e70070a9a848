package io.kubeforge.activities.failure;

/** Another command holds the host, or held it until now; the caller looks at the host again. */
public class HostBusy extends HostFailure {
    private final String cluster;

    private HostBusy(String cluster, String message) {
        super(false, message, null);
        this.cluster = cluster;
    }

    /** A command of another cluster holds the host. */
    public static HostBusy heldBy(String host, String cluster, String operation) {
        return new HostBusy(
                cluster,
                "Host " + host + " is being worked on for cluster " + cluster + " (operation " + operation
                        + "). Wait for its end, or remove the host from one of the two clusters.");
    }

    /** A command of the same cluster held the host and has ended; what was seen before no longer counts. */
    public static HostBusy wasHeldBy(String host, String cluster, String operation) {
        return new HostBusy(
                cluster,
                "Host " + host + " was held by operation " + operation + " of the same cluster " + cluster
                        + ", which has ended now. The host is looked at again; nothing needs to be done.");
    }

    /** Namespace and name of the cluster that holds or held the host. */
    public String cluster() {
        return cluster;
    }
}
