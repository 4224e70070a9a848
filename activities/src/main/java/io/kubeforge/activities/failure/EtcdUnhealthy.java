package io.kubeforge.activities.failure;

/** etcd has a member that does not answer. */
public final class EtcdUnhealthy extends HostFailure {
    /** @param message what, where and the remedy */
    public EtcdUnhealthy(String message) {
        super(false, message, null);
    }
}
