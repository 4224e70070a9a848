package io.kubeforge.simulator.host;

/** One script, played in Java: what it changes on a host, what it says and how long it takes. */
@FunctionalInterface
public interface Play {
    /** Plays to the end, which is exit code 0, or throws {@link ScriptFailure}. */
    void play(Stage stage);
}
