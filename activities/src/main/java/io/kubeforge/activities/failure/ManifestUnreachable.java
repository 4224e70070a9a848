package io.kubeforge.activities.failure;

/** A manifest of the spec cannot be fetched. */
public final class ManifestUnreachable extends HostFailure {
    /** Says what was seen, and the remedy. */
    public ManifestUnreachable(String message) {
        super(false, message, null);
    }
}
