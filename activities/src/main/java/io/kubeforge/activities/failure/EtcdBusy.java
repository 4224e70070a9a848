package io.kubeforge.activities.failure;

/** etcd is still taking in another member. */
public final class EtcdBusy extends HostFailure {
    /** @param message what, where and the remedy */
    public EtcdBusy(String message) {
        super(false, message, null);
    }
}
