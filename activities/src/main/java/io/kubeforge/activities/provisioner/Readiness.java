package io.kubeforge.activities.provisioner;

import java.util.List;

/** Whether nodes, network and DNS of a cluster work; and if not, what they wait for, in sentences for people. */
public record Readiness(boolean ready, List<String> waitingFor) {
    /** Reads the look {@code cluster-ready}. */
    static Readiness parse(String output) {
        LookOutput look = LookOutput.parse(output);
        return new Readiness(look.yes("ready"), look.all("waiting_for"));
    }
}
