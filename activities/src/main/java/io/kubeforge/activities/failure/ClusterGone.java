package io.kubeforge.activities.failure;

/** The cluster that a step works for was removed, or made anew under the same name. */
public final class ClusterGone extends HostFailure {
    /** Names the cluster. */
    public ClusterGone(String cluster) {
        super(true, "Cluster " + cluster + " is gone; nothing is done for it any more.", null);
    }
}
