package io.kubeforge.model.plan;

import java.util.List;
import java.util.Map;

/**
 * What was seen before planning; names and states only.
 *
 * @param initialised whether the cluster's CA is known: its first control plane was initialised once
 * @param through the control-plane host through which the cluster's API told its nodes; null when none did
 * @param nodes node name → whether it is Ready and in its right role; empty when the API did not answer
 * @param readyBefore hosts that were Ready nodes when they were last seen
 * @param obstacles hosts that cannot be worked on, and why
 */
public record Observation(
        boolean initialised,
        String through,
        Map<String, Boolean> nodes,
        List<String> readyBefore,
        List<Obstacle> obstacles) {

    /** Whether the cluster's API told its nodes. */
    public boolean apiAnswered() {
        return through != null;
    }
}
