package io.kubeforge.activities.failure;

/** The host does not run systemd, which keeps commands alive and the kubelet running. */
public class SystemdMissing extends HostFailure {
    /** Quotes what is missing. */
    public SystemdMissing(String host, String seen) {
        super(
                true,
                "Host " + host + " does not run systemd (\"" + seen
                        + "\"). Use a distribution that boots with systemd.",
                null);
    }
}
