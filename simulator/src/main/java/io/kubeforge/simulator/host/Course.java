package io.kubeforge.simulator.host;

import java.util.List;

/** One run of a script, beat by beat, past the traps that are set for it. */
final class Course {
    private final List<Trap> traps;
    private final StopSignal signal;
    private int beats;

    Course(List<Trap> traps, StopSignal signal) {
        this.traps = traps;
        this.signal = signal;
    }

    void begin() {
        reached(Trap.Moment.BEGIN.beat());
    }

    /** Before each thing that the script does; it may come from one thread only, as a script has one. */
    void beat() {
        beats++;
        reached(beats);
    }

    void end() {
        reached(Trap.Moment.END.beat());
    }

    int beats() {
        return beats;
    }

    private void reached(int beat) {
        traps.forEach(trap -> trap.reached(beat, signal));
    }
}
