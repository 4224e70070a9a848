package io.kubeforge.activities.failure;

/** The host showed another key than the one known for it: it was made anew, or it is not that host. */
public class HostKeyChanged extends HostFailure {
    /** Shows both fingerprints, and the new key so that it can be accepted. */
    public HostKeyChanged(String host, String expectedFingerprint, String seenFingerprint, String seenKey) {
        super(
                true,
                "Host " + host + " shows another SSH host key than before: expected " + expectedFingerprint + ", seen "
                        + seenFingerprint + ". Nothing is done on it any more. If the host was made anew, set"
                        + " spec.hostKey to \"" + seenKey + "\"; if not, somebody may be in between.",
                null);
    }

    @Override
    public boolean isAboutReachingIt() {
        return true;
    }
}
