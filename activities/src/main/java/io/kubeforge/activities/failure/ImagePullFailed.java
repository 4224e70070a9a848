package io.kubeforge.activities.failure;

/** The host cannot pull a container image. */
public final class ImagePullFailed extends HostFailure {
    /** @param message what, where and the remedy */
    public ImagePullFailed(String message) {
        super(false, message, null);
    }
}
