package io.kubeforge.simulator.play;

import io.kubeforge.simulator.host.Stage;
import io.kubeforge.simulator.state.HostState;

/** Plays facts: what a host is. */
final class Facts {
    private static final int MEMORY_MIB = 4096;

    private Facts() {}

    static void play(Stage stage) {
        HostState state = stage.state();
        Distribution distribution = Distribution.of(state.distribution());
        stage.say("hostname=" + state.identity().name());
        stage.say("os=" + distribution.title());
        stage.say("os_id=" + distribution.id());
        stage.say("os_like=" + distribution.like());
        stage.say("kernel=" + distribution.kernel());
        stage.say("architecture=amd64");
        stage.say("cpus=2");
        stage.say("memory_mib=" + MEMORY_MIB);
        stage.say("address=" + state.identity().address());
        stage.say("machine_id=" + state.identity().machineId());
        stage.say("boot_id=" + stage.host().bootId());
        stage.say("systemd=" + (distribution.systemd() ? "yes" : "no"));
        stage.say("simulated=yes");
    }
}
