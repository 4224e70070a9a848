package io.kubeforge.activities.failure;

/** The host runs cgroup v1, which this Kubernetes version refuses. */
public final class CgroupV1 extends HostFailure {
    /** @param message what, where and the remedy */
    public CgroupV1(String message) {
        super(true, message, null);
    }
}
