package io.kubeforge.simulator.host;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Holds one run of one script exactly where a test wants something to break: at its begin, at its end, or between two
 * of the steps in which it is played. It springs once, and holds until it is released or the script is stopped.
 */
public final class Trap {
    private final String script;
    private final int occurrence;
    private final Moment moment;
    private final AtomicInteger begun = new AtomicInteger();
    private final CompletableFuture<Void> sprung = new CompletableFuture<>();
    private volatile StopSignal held;
    private volatile boolean released;

    /**
     * Where in a script.
     *
     * @param beat 0 is before it does anything, {@link Integer#MAX_VALUE} after it did everything and before anybody
     *     was told; between them each line of output, change and passage of time is a beat. How many there are may
     *     depend on what a script finds: one that ends before this beat is held at its end.
     */
    public record Moment(int beat) {
        /** Before it does anything. */
        public static final Moment BEGIN = new Moment(0);

        /** After it did everything, before anybody was told. */
        public static final Moment END = new Moment(Integer.MAX_VALUE);

        /** Says what is wrong. */
        public Moment {
            if (beat < 0) {
                throw new IllegalArgumentException("The beat is " + beat + ", but must not be negative.");
            }
        }

        /** Reads {@code begin}, {@code end} or the number of a beat. */
        public static Moment parse(String text) {
            return switch (text) {
                case "begin" -> BEGIN;
                case "end" -> END;
                default -> new Moment(Integer.parseInt(text));
            };
        }

        @Override
        public String toString() {
            return equals(BEGIN) ? "begin" : equals(END) ? "end" : Integer.toString(beat);
        }
    }

    /** A trap for a run of the script; the next one that begins is occurrence 1. */
    public Trap(String script, int occurrence, Moment moment) {
        if (occurrence < 1) {
            throw new IllegalArgumentException("The occurrence is " + occurrence + ", but the first one is 1.");
        }
        this.script = script;
        this.occurrence = occurrence;
        this.moment = moment;
    }

    /** Whether the run that begins now is the one that is meant. */
    boolean isFor(String name) {
        return script.equals(name) && begun.incrementAndGet() == occurrence;
    }

    /** Holds the run when it is there now. */
    void reached(int beat, StopSignal signal) {
        if (beat < moment.beat() || released) {
            return;
        }
        held = signal;
        sprung.complete(null);
        signal.hold(() -> released);
    }

    /** Whether it holds a run, or held one. */
    public boolean hasSprung() {
        return sprung.isDone();
    }

    /** Completes when it holds its run. */
    public CompletableFuture<Void> sprung() {
        return sprung.copy();
    }

    /** Lets the run go on; a trap that has not sprung never will. */
    public void release() {
        released = true;
        StopSignal signal = held;
        if (signal != null) {
            signal.wake();
        }
    }

    @Override
    public String toString() {
        return script + " " + occurrence + " " + moment + " " + (released ? "released" : hasSprung() ? "holds" : "set");
    }
}
