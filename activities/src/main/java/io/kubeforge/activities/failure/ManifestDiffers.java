package io.kubeforge.activities.failure;

/** What a URL of the spec gives is not what the spec says that it gives. */
public final class ManifestDiffers extends HostFailure {
    /** Says what was seen, and the remedy. */
    public ManifestDiffers(String message) {
        super(true, message, null);
    }
}
