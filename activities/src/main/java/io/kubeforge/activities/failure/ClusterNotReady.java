package io.kubeforge.activities.failure;

import java.util.List;

/** The cluster runs, but something that it needs did not become ready in time. */
public final class ClusterNotReady extends HostFailure {
    /** Lists what is waited for. */
    public ClusterNotReady(List<String> waitingFor) {
        super(false, "Not ready in time: " + String.join("; ", waitingFor), null);
    }
}
