package io.kubeforge.simulator.play;

import io.kubeforge.simulator.host.Play;
import java.util.Map;

/** Every script that the simulator knows, by its name. */
public final class Plays {
    private Plays() {}

    /** Name to play. */
    public static Map<String, Play> all() {
        return Map.ofEntries(
                Map.entry("operation-start", stage -> stage.host().operations().start(stage)),
                Map.entry("operation-poll", stage -> stage.host().operations().poll(stage)),
                Map.entry("operation-cancel", stage -> stage.host().operations().cancel(stage)),
                Map.entry("facts", Facts::play));
    }
}
