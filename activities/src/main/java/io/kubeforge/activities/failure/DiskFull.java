package io.kubeforge.activities.failure;

/** The host has no space left. */
public final class DiskFull extends HostFailure {
    /** How programs say it; the last is what Debian's sh says of a full disk, and of nothing else that is usual. */
    public static final String SAID =
            "No space left on device|You don't have enough free space|(printf|echo): I/O error";

    /** @param message what, where and the remedy */
    public DiskFull(String message) {
        super(false, message, null);
    }
}
