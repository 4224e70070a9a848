package io.kubeforge.model.preflight;

import java.util.Arrays;
import java.util.List;

/** What is looked at before a host is prepared; docs/preflight.md lists them. */
public enum Check {
    CPU("CPU", true, "a control plane has 2 CPUs, a worker 1"),
    MEMORY("Memory", true, "a control plane has 1700 MiB of memory, a worker 512"),
    DISK_SPACE("DiskSpace", true, "5 GiB are free where images and etcd lie"),
    CGROUP("Cgroup", true, "from Kubernetes v1.35 on the host runs with cgroup v2"),
    RUNTIME("Runtime", true, "an installed containerd is 1.6 or newer, from Kubernetes v1.38 on 2.0 or newer"),
    CLOCK_SKEW("ClockSkew", true, "the clock differs from KubeForge's by 30 s at most"),
    IDENTITY("Identity", true, "no other Host has the same machine-id, and none of the cluster the same address"),
    LEFTOVERS("Leftovers", true, "nothing of another cluster lies on the host"),
    PORTS("Ports", true, "nobody listens on the ports that the node needs"),
    SUBNETS("Subnets", true, "the subnets of pods and Services overlap neither the host's addresses nor its routes"),
    ADDRESS_FAMILY("AddressFamily", true, "the node's address is an IPv4 address, as the pods' are"),
    NAME_RESOLUTION("NameResolution", true, "the name of the cluster's endpoint resolves on the host"),
    VIRTUAL_IP("VirtualIP", true, "the virtual IP is free and lies in the host's own network"),
    UNIQUENESS("Uniqueness", false, "no other host of the cluster has the same hostname, MAC address or firmware UUID"),
    CLOCK_DRIFT("ClockDrift", false, "the clock differs from KubeForge's by 1 s at most, for etcd warns from there on"),
    CLOCK_SYNCHRONIZATION("ClockSynchronization", false, "a program keeps the clock right"),
    FIREWALL("Firewall", false, "the host's own firewall lets the nodes' ports through"),
    MTU("MTU", false, "the MTU of the node's interface is 1280 or more"),
    PEERS("Peers", false, "the control-plane hosts can be reached from the host"),
    PACKAGES("Packages", false, "the package repository can be reached from the host"),
    REGISTRY("Registry", false, "the image registry, or its mirror, can be reached from the host");

    private final String text;
    private final boolean error;
    private final String needed;

    Check(String text, boolean error, String needed) {
        this.text = text;
        this.error = error;
        this.needed = needed;
    }

    /** The name in {@code spec.preflight.ignore}. */
    public String text() {
        return text;
    }

    /** Whether a host that fails it is left alone; else it is a warning, and what follows says more. */
    public boolean isError() {
        return error;
    }

    /** What holds on a host that passes. */
    public String needed() {
        return needed;
    }

    /** The names of all checks. */
    public static List<String> names() {
        return Arrays.stream(values()).map(Check::text).toList();
    }
}
