package io.kubeforge.store;

/** The version that was asked for has not been written yet, or not by the database that this process sees. */
public final class FutureVersionException extends StoreException {
    private final long asked;
    private final long current;

    FutureVersionException(long asked, long current) {
        super("", "", "Too large resource version: " + asked + ", current: " + current);
        this.asked = asked;
        this.current = current;
    }

    /** The version that was asked for. */
    public long asked() {
        return asked;
    }

    /** The version of the last write. */
    public long current() {
        return current;
    }
}
