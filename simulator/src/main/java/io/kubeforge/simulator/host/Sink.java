package io.kubeforge.simulator.host;

/** Where a script's output goes. */
@FunctionalInterface
public interface Sink {
    /** Takes bytes; they are not changed afterwards. */
    void write(byte[] bytes);
}
