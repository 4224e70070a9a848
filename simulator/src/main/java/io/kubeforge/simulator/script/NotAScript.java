package io.kubeforge.simulator.script;

/** Text that is no script of ours, with the exit code that the sender gets. */
public final class NotAScript extends Exception {
    private static final long serialVersionUID = 1;
    private final int exitCode;

    NotAScript(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** What the sender gets. */
    public int exitCode() {
        return exitCode;
    }
}
