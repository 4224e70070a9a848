package io.kubeforge.simulator;

import java.nio.file.Path;
import java.time.Clock;

/**
 * How a simulation is set up.
 *
 * @param port the first host's port, or 0 for any; hosts that have one keep it
 * @param speed 1 is as slow as real hosts, 2 twice as fast
 */
public record Settings(Path directory, int hosts, String prefix, int port, double speed, Clock clock) {
    /** One control plane and two workers are ready in about 20 s. */
    public static final double DEFAULT_SPEED = 2;

    /** Says what is wrong, all of it being the caller's doing. */
    public Settings {
        if (hosts < 1 || hosts > 10_000) {
            throw new IllegalArgumentException("--hosts is " + hosts + ", but must be from 1 to 10000.");
        }
        if (!prefix.matches("[a-z]([-a-z0-9]{0,40}[a-z0-9])?")) {
            throw new IllegalArgumentException("--prefix is \"" + prefix + "\", but must be like the name of a host.");
        }
        if (!(speed > 0)) {
            throw new IllegalArgumentException("--speed is " + speed + ", but must be more than 0.");
        }
    }

    /** Hosts sim-1, sim-2, … at this speed. */
    public static Settings of(Path directory, int hosts, double speed) {
        return new Settings(directory, hosts, "sim", 0, speed, Clock.systemUTC());
    }
}
