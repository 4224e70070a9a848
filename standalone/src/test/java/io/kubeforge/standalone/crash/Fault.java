package io.kubeforge.standalone.crash;

import io.kubeforge.simulator.host.Trap.Moment;
import java.util.Arrays;
import java.util.Locale;

/** What breaks at a remote operation, and at which moment of it. */
enum Fault {
    WORKER_KILLED,
    API_KILLED,
    CUT_BEFORE,
    CUT_WHILE,
    CUT_AFTER,
    HOST_REBOOTED,
    TEMPORAL_KILLED,
    POSTGRES_KILLED;

    /** The fault of this label. */
    static Fault of(String label) {
        return Arrays.stream(values())
                .filter(fault -> fault.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no fault \"" + label + "\"; there are "
                        + Arrays.stream(values()).map(Fault::label).toList() + "."));
    }

    /** Its name for people: worker-killed. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether it strikes one host, and so leaves all other clusters alone. */
    boolean ofHost() {
        return switch (this) {
            case CUT_BEFORE, CUT_WHILE, CUT_AFTER, HOST_REBOOTED -> true;
            case WORKER_KILLED, API_KILLED, TEMPORAL_KILLED, POSTGRES_KILLED -> false;
        };
    }

    /** Where it strikes a script that has so many beats: in its middle, unless it is about the begin or the end. */
    Moment momentOf(int beats) {
        return switch (this) {
            case CUT_BEFORE -> Moment.BEGIN;
            case CUT_AFTER -> Moment.END;
            case CUT_WHILE, HOST_REBOOTED, WORKER_KILLED, API_KILLED, TEMPORAL_KILLED, POSTGRES_KILLED ->
                new Moment(Math.max(1, (beats + 1) / 2));
        };
    }
}
