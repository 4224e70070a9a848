package io.kubeforge.activities.failure;

/** A ConfigMap that the cluster's spec refers to does not exist. */
public final class ConfigMapMissing extends HostFailure {
    /** Names the field and what it refers to. */
    public ConfigMapMissing(String field, String namespace, String name) {
        super(
                true,
                "ConfigMap " + name + " of " + field + " does not exist in namespace " + namespace
                        + "; create it, and work goes on.",
                null);
    }
}
