package io.kubeforge.activities.failure;

/** A host cannot fetch an archive of images. */
public final class ImageArchiveUnreachable extends HostFailure {
    /** Says what was seen, and the remedy. */
    public ImageArchiveUnreachable(String message) {
        super(false, message, null);
    }
}
