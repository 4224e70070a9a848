package io.kubeforge.simulator.play;

import io.kubeforge.simulator.host.Stage;
import io.kubeforge.simulator.state.HostState;
import java.util.List;

/** Plays facts and preflight: what a host is, and what stands around it. */
final class Facts {
    private static final int MEMORY_MIB = 4096;
    private static final int FREE_DISK_MIB = 20_480;

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
        stage.say("swap_mib=0");
        stage.say("cgroup=v2");
        stage.say("free_disk_mib=" + FREE_DISK_MIB);
        stage.say("time_synchronized=yes");
        stage.say("clock_ms=" + stage.site().now());
        stage.say("interface=eth0 " + state.identity().address() + "/24 1500");
        stage.say("simulated=yes");
    }

    /** Plays preflight: what stands around a host. Packages and images are always reached, and so is every host. */
    static void surroundings(Stage stage) {
        stage.say("owner=" + (stage.state().owner() == null ? "" : stage.state().owner()));
        if (stage.node().kubelet()) {
            stage.say("port=10250 kubelet");
        }
        if (!stage.optional("NAME").isEmpty()) {
            stage.say("resolved=192.0.2.1");
        }
        String virtual = stage.optional("VIRTUAL_IP");
        if (!virtual.isEmpty()) {
            stage.say("virtual_ip=" + (stage.site().hostAt(virtual).isPresent() ? "answers" : "free"));
        }
        for (String peer : lines(stage.optional("PEERS"))) {
            String[] words = peer.split(" ");
            boolean on = stage.site().hostAt(words[1]).isPresent();
            stage.say("peer=" + words[0] + " " + words[1] + ":" + words[2] + (on ? " answers" : " unreachable"));
        }
        lines(stage.optional("URLS")).forEach(url -> stage.say("url=" + url + " 200"));
    }

    private static List<String> lines(String text) {
        return text.lines().filter(line -> !line.isBlank()).toList();
    }
}
