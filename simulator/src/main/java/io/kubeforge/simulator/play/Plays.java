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
                Map.entry("facts", Facts::play),
                Map.entry("preflight", Facts::surroundings),
                Map.entry("kubeadm-state", KubeadmState::play),
                Map.entry("cluster-nodes", ClusterLooks::nodes),
                Map.entry("cluster-ready", ClusterLooks::ready),
                Map.entry("network-probe", NetworkPlays::probe),
                Map.entry("pod-lookup", NetworkPlays::lookup),
                Map.entry("kubeconfig", ClusterLooks::kubeconfig),
                Map.entry("prepare", Prepare::play),
                Map.entry("virtual-ip", VirtualIp::play),
                Map.entry("kubeadm-init", KubeadmInit::play),
                Map.entry("kubeadm-join", KubeadmJoin::play),
                Map.entry("join-token", ClusterActs::joinToken),
                Map.entry("network-install", ClusterActs::networkInstall),
                Map.entry("node-settings", ClusterActs::nodeSettings),
                Map.entry("kubeadm-reset", KubeadmReset::play));
    }
}
