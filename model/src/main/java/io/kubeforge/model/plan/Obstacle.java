package io.kubeforge.model.plan;

/**
 * Why a host, or the cluster as a whole, does not get where it should.
 *
 * @param host name of the host; empty when the cause is the cluster's
 * @param reason the failure's name
 * @param permanent whether only a change by somebody (spec, host, credential) can cure it
 */
public record Obstacle(String host, String reason, String message, boolean permanent) {
    public static final String HOST_NOT_FOUND = "HostNotFound";
    public static final String HOST_IN_USE = "HostInUse";
    public static final String CREDENTIAL_MISSING = "CredentialMissing";
}
