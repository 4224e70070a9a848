package io.kubeforge.activities.failure;

/** The host showed another key than the one known for it: it was made anew, or it is not that host. */
public class HostKeyChanged extends HostFailure {
    /** Shows both fingerprints. */
    public HostKeyChanged(String host, String expectedFingerprint, String seenFingerprint) {
        super(
                true,
                "Host " + host + " shows another SSH host key than before: expected " + expectedFingerprint + ", seen "
                        + seenFingerprint + ". If the host was made anew, set the new key in spec.hostKey;"
                        + " if not, somebody may be in between.",
                null);
    }

    @Override
    public boolean isAboutReachingIt() {
        return true;
    }
}
