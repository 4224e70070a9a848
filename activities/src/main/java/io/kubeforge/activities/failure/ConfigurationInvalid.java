package io.kubeforge.activities.failure;

/** kubeadm refuses the configuration that was made from the spec. */
public final class ConfigurationInvalid extends HostFailure {
    /** @param message what, where and the remedy */
    public ConfigurationInvalid(String message) {
        super(true, message, null);
    }
}
