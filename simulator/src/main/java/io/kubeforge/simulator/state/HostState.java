package io.kubeforge.simulator.state;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Everything that survives a reboot of a simulated host: its disk, and the faults that a test asked for.
 *
 * @param owner UID of the cluster that marked the host, or null
 * @param names lines in /etc/hosts that KubeForge wrote: name to address
 */
public record HostState(
        Identity identity,
        Access access,
        String distribution,
        double slowness,
        List<Fault> faults,
        String owner,
        Map<String, String> names,
        Software software,
        NodeFiles node,
        Body body) {
    /** Who the host is; chosen once. */
    public record Identity(String name, int port, String address, String machineId) {}

    /**
     * Whether and how the host can be reached.
     *
     * @param offSince when it lost its power (epoch milliseconds), or 0
     * @param authorizedKey a line of authorized_keys; null means the simulator's own key, empty means none
     */
    public record Access(boolean on, boolean cut, boolean sudo, long offSince, String authorizedKey) {}

    /** The next runs of this script print the text and end with this exit code. */
    public record Fault(String script, int exitCode, String text, int times) {}

    /** Copies, so that nobody changes what was handed in; a disk written before bodies were played has a common one. */
    public HostState {
        faults = List.copyOf(faults);
        names = Map.copyOf(names);
        body = body == null ? Body.COMMON : body;
    }

    /** A host as it comes from the shelf. */
    public static HostState bare(Identity identity) {
        Access reachable = new Access(true, false, true, 0, null);
        return new HostState(
                identity,
                reachable,
                "debian",
                1,
                List.of(),
                null,
                Map.of(),
                Software.BARE,
                NodeFiles.NONE,
                Body.COMMON);
    }

    /** With other access. */
    public HostState withAccess(Access next) {
        return new HostState(identity, next, distribution, slowness, faults, owner, names, software, node, body);
    }

    /** With another operating system. */
    public HostState withDistribution(String next) {
        return new HostState(identity, access, next, slowness, faults, owner, names, software, node, body);
    }

    /** Everything takes this many times as long. */
    public HostState withSlowness(double next) {
        return new HostState(identity, access, distribution, next, faults, owner, names, software, node, body);
    }

    /** With these faults. */
    public HostState withFaults(List<Fault> next) {
        return new HostState(identity, access, distribution, slowness, next, owner, names, software, node, body);
    }

    /** With the mark of this cluster, or none. */
    public HostState withOwner(String uid) {
        return new HostState(identity, access, distribution, slowness, faults, uid, names, software, node, body);
    }

    /** With this line in /etc/hosts. */
    public HostState withName(String name, String address) {
        Map<String, String> all = new TreeMap<>(names);
        all.put(name, address);
        return new HostState(identity, access, distribution, slowness, faults, owner, all, software, node, body);
    }

    /** Without lines of KubeForge in /etc/hosts. */
    public HostState withoutNames() {
        return new HostState(identity, access, distribution, slowness, faults, owner, Map.of(), software, node, body);
    }

    /** With other software. */
    public HostState withSoftware(Software next) {
        return new HostState(identity, access, distribution, slowness, faults, owner, names, next, node, body);
    }

    /** With other files of kubeadm. */
    public HostState withNode(NodeFiles next) {
        return new HostState(identity, access, distribution, slowness, faults, owner, names, software, next, body);
    }

    /** With another body. */
    public HostState withBody(Body next) {
        return new HostState(identity, access, distribution, slowness, faults, owner, names, software, node, next);
    }

    /** As a clone of the host with this machine-id. */
    public HostState withMachineId(String id) {
        Identity clone = new Identity(identity.name(), identity.port(), identity.address(), id);
        return new HostState(clone, access, distribution, slowness, faults, owner, names, software, node, body);
    }
}
