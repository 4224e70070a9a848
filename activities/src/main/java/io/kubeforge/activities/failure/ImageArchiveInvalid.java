package io.kubeforge.activities.failure;

/** An archive of images is not the one that the spec means, or cannot be imported. */
public final class ImageArchiveInvalid extends HostFailure {
    /** Says what was seen, and the remedy. */
    public ImageArchiveInvalid(String message) {
        super(true, message, null);
    }
}
