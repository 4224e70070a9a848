package io.kubeforge.simulator.host;

/** Thrown inside a script that shall not go on. */
public final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient Cause cause;

    /** Why a script does not go on. */
    public enum Cause {
        /** It was told to end, and its exit code is that of a signal. */
        CANCELLED,
        /** It had its time. */
        DEADLINE,
        /** Its host is off, and nobody is there to write an exit code. */
        POWER_LOST
    }

    Stopped(Cause cause) {
        super("The script was stopped: " + cause);
        this.cause = cause;
    }

    /** Why. */
    public Cause why() {
        return cause;
    }
}
