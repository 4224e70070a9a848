package io.kubeforge.simulator.host;

/** Ends a script with an exit code other than 0, after saying why on its standard error. */
public final class ScriptFailure extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final int exitCode;

    /** The script says this and ends with this code. */
    public ScriptFailure(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** The script said why already. */
    public ScriptFailure(int exitCode) {
        this(exitCode, "");
    }

    /** What the caller gets. */
    public int exitCode() {
        return exitCode;
    }
}
