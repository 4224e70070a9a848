package io.kubeforge.activities.failure;

/** The Host object does not exist (any more). */
public final class HostNotFound extends HostFailure {
    /** Names the missing object. */
    public HostNotFound(String namespace, String host) {
        super(true, "Host " + namespace + "/" + host + " does not exist; create it, and work goes on.", null);
    }
}
