package io.kubeforge.simulator.play;

import io.kubeforge.simulator.host.SimulatedHost;
import io.kubeforge.simulator.host.Stage;
import io.kubeforge.simulator.state.HostState;
import io.kubeforge.simulator.state.NodeFiles;
import io.kubeforge.simulator.state.NodeFiles.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Plays facts and preflight: what a host is, and what stands around it. */
final class Facts {
    private static final int KUBELET_PORT = 10250;

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
        stage.say("cpus=" + state.body().cpus());
        stage.say("memory_mib=" + state.body().memoryMib());
        stage.say("address=" + state.identity().address());
        stage.say("machine_id=" + state.identity().machineId());
        stage.say("boot_id=" + stage.host().bootId());
        stage.say("systemd=" + (distribution.systemd() ? "yes" : "no"));
        stage.say("swap_mib=0");
        stage.say("cgroup=" + state.body().cgroup());
        stage.say("free_disk_mib=" + state.body().freeDiskMib());
        stage.say("time_synchronized=yes");
        stage.say("clock_ms=" + (stage.site().now() + state.body().clockAheadSeconds() * 1000));
        stage.say("interface=eth0 " + state.identity().address() + "/24 1500");
        stage.say(
                "disk=/ " + state.body().freeDiskMib() * 2 + " " + state.body().freeDiskMib());
        stage.say("leftovers=" + String.join(" ", leftovers(state.node())));
        stage.say("owner=" + (state.owner() == null ? "" : state.owner()));
        stage.say(
                "ca_hash=" + (state.node().caHash() == null ? "" : state.node().caHash()));
        stage.say("simulated=yes");
    }

    private static List<String> leftovers(NodeFiles node) {
        List<String> found = new ArrayList<>();
        if (node.caHash() != null) {
            found.add("certificates");
        }
        if (node.has(Kind.MANIFESTS) || node.has(Kind.ETCD_MANIFEST)) {
            found.add("manifests");
        }
        if (node.has(Kind.ETCD_DATA)) {
            found.add("etcd-data");
        }
        if (node.has(Kind.KUBELET_CONF)) {
            found.add("kubelet.conf");
        }
        return found;
    }

    /** Plays preflight: what stands around a host. Packages and images are always reached; so are hosts without a wall. */
    static void surroundings(Stage stage) {
        Map<Integer, String> listening = new TreeMap<>(stage.state().body().ports());
        if (stage.node().kubelet()) {
            listening.put(KUBELET_PORT, "kubelet");
        }
        List<String> asked = List.of(stage.optional("PORTS").split(" "));
        listening.forEach((port, program) -> {
            if (asked.contains(String.valueOf(port))) {
                stage.say("port=" + port + " " + program);
            }
        });
        if (!stage.optional("NAME").isEmpty()) {
            stage.say("resolved=192.0.2.1");
        }
        String virtual = stage.optional("VIRTUAL_IP");
        if (!virtual.isEmpty()) {
            stage.say("virtual_ip=" + (stage.site().hostAt(virtual).isPresent() ? "answers" : "free"));
        }
        for (String peer : lines(stage.optional("PEERS"))) {
            String[] words = peer.split(" ");
            stage.say("peer=" + words[0] + " " + words[1] + ":" + words[2] + " " + answer(stage, words[1]));
        }
        stage.say("url=" + stage.optional("PACKAGES") + "/deb/Release.key 200");
        lines(stage.optional("URLS")).forEach(url -> stage.say("url=" + url + " 200"));
    }

    private static String answer(Stage stage, String address) {
        Optional<SimulatedHost> peer = stage.site().hostAt(address);
        if (peer.isEmpty() || !peer.get().state().access().on()) {
            return "unreachable";
        }
        return peer.get().state().body().walled() ? "silent" : "answers";
    }

    private static List<String> lines(String text) {
        return text.lines().filter(line -> !line.isBlank()).toList();
    }
}
