package io.kubeforge.model.preflight;

import io.kubeforge.model.kind.ClusterSpec;
import io.kubeforge.model.kind.HostFacts;
import io.kubeforge.model.net.Ipv4Subnet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Compares a host and what stands around it with what its cluster asks for; pure, so that it is tested by tables. */
public final class Preflight {
    private static final long SMALLEST_DISK_MIB = 5120;
    private static final long GREATEST_SKEW_SECONDS = 30;
    private static final long GREATEST_DRIFT_SECONDS = 1;
    private static final int SMALLEST_MTU = 1280;
    private static final int FIRST_MINOR_WITHOUT_CGROUP_V1 = 35;
    private static final int FIRST_MINOR_WITHOUT_CONTAINERD_1 = 38;
    private static final Pattern OF_KUBERNETES = Pattern.compile("kubelet|kube-.*|etcd");
    private static final String PORTS_OF_NODES =
            "control planes 6443, 2379, 2380, 10250, 10257 and 10259, workers 10250,"
                    + " 10256 and 30000 to 32767, all of them those of the network plugin, e.g. 8472/udp";

    private final ClusterSpec spec;
    private final Subject subject;
    private final HostFacts facts;
    private final Surroundings around;
    private final Likeness likeness;
    private final List<Finding> findings = new ArrayList<>();

    private Preflight(ClusterSpec spec, Subject subject, HostFacts facts, Surroundings around, Likeness likeness) {
        this.spec = spec;
        this.subject = subject;
        this.facts = facts;
        this.around = around;
        this.likeness = likeness;
    }

    /**
     * The host as its cluster sees it.
     *
     * @param clusterUid UID of the cluster; a host that bears its mark is a node already, or half of one
     * @param first whether the cluster begins on it
     */
    public record Subject(String clusterUid, boolean controlPlane, boolean first, String nodeAddress) {}

    /** Everything that was found, errors first; what the spec ignores is left out. */
    public static List<Finding> findings(
            ClusterSpec spec, Subject subject, HostFacts facts, Surroundings around, Likeness likeness) {
        Preflight preflight = new Preflight(spec, subject, facts, around, likeness);
        preflight.size();
        preflight.system();
        preflight.identity();
        preflight.network();
        preflight.reach();
        return preflight.findings.stream()
                .filter(finding ->
                        !spec.preflight().ignore().contains(finding.check().text()))
                .sorted((a, b) -> a.check().compareTo(b.check()))
                .toList();
    }

    private void size() {
        List<String> ignored = spec.kubeadm().ignorePreflightErrors();
        int cpus = subject.controlPlane() ? 2 : 1;
        if (facts.cpus() != null && facts.cpus() < cpus && !ignored.contains("NumCPU")) {
            found(Check.CPU, "the host has " + facts.cpus(), "Take a bigger host.");
        }
        int memory = subject.controlPlane() ? 1700 : 512;
        if (facts.memoryMiB() != null && facts.memoryMiB() < memory && !ignored.contains("Mem")) {
            found(Check.MEMORY, "the host has " + facts.memoryMiB() + " MiB", "Take a bigger host.");
        }
        if (facts.freeDiskMiB() != null && facts.freeDiskMiB() < SMALLEST_DISK_MIB && !isNode()) {
            found(Check.DISK_SPACE, facts.freeDiskMiB() + " MiB are free", "Free some space, or take a bigger disk.");
        }
    }

    private void system() {
        boolean allowed =
                Boolean.FALSE.equals(spec.kubeadm().kubeletConfiguration().get("failCgroupV1"));
        if ("v1".equals(facts.cgroup()) && minor() >= FIRST_MINOR_WITHOUT_CGROUP_V1 && !allowed) {
            found(
                    Check.CGROUP,
                    "the host runs with cgroup v1",
                    "Boot it with systemd.unified_cgroup_hierarchy=1, or set failCgroupV1: false in"
                            + " spec.kubeadm.kubeletConfiguration.");
        }
        String oldest = minor() >= FIRST_MINOR_WITHOUT_CONTAINERD_1 ? "2.0" : "1.6";
        if (facts.runtime() != null && isOlder(facts.runtime(), oldest)) {
            found(Check.RUNTIME, facts.runtime() + " is installed", "Install a newer one, or remove it.");
        }
        clock();
    }

    private void clock() {
        Long ahead = facts.clockAheadSeconds();
        if (ahead != null && Math.abs(ahead) > GREATEST_DRIFT_SECONDS) {
            String seen = "the clock is " + Math.abs(ahead) + " s " + (ahead > 0 ? "ahead" : "behind");
            Check check = Math.abs(ahead) > GREATEST_SKEW_SECONDS ? Check.CLOCK_SKEW : Check.CLOCK_DRIFT;
            found(check, seen, "Set it (timedatectl, chrony).");
        }
        if (Boolean.FALSE.equals(facts.timeSynchronized())) {
            found(Check.CLOCK_SYNCHRONIZATION, "systemd knows of none", "Install chrony or systemd-timesyncd.");
        }
    }

    private void identity() {
        likeness.twins()
                .forEach(twin -> found(
                        Check.IDENTITY,
                        twin,
                        "Give a cloned host a machine-id of its own (remove /etc/machine-id, run"
                                + " systemd-machine-id-setup, reboot); one machine is one Host."));
        likeness.lookalikes()
                .forEach(alike -> found(Check.UNIQUENESS, alike, "Look whether one host is a clone of the other."));
    }

    /** A mark, or files of Kubernetes, that are not this cluster's: somebody may still need them. */
    private boolean leftovers() {
        String owner = facts.markedBy();
        if (isNode() || owner == null && facts.leftovers().isEmpty()) {
            return false;
        }
        String files = facts.leftovers().isEmpty() ? "" : " (" + String.join(", ", facts.leftovers()) + ")";
        String ca = facts.caCertHash() == null ? "" : " with the CA " + facts.caCertHash();
        String whose = owner == null ? "a cluster" + ca : "the cluster with the UID " + owner + ca;
        found(
                Check.LEFTOVERS,
                "it holds what is left of " + whose + files,
                owner == null
                        ? "If nobody needs it, run 'kubeadm reset' on the host; KubeForge never does so by itself."
                        : "Delete that cluster where it is kept, or take another host.");
        return true;
    }

    private void network() {
        boolean foreign = leftovers();
        if (!isNode()) {
            around.ports().forEach((port, program) -> {
                if (!foreign || !OF_KUBERNETES.matcher(program).matches()) {
                    found(Check.PORTS, program + " listens on port " + port, "Stop it (ss -lntup shows it).");
                }
            });
            firewall();
        }
        subnet("pods", "podSubnet", spec.network().podSubnet());
        subnet("Services", "serviceSubnet", spec.network().serviceSubnet());
        if (subject.nodeAddress() != null && subject.nodeAddress().contains(":")) {
            found(
                    Check.ADDRESS_FAMILY,
                    "it is " + subject.nodeAddress(),
                    "Set the Host's spec.nodeAddress to its IPv4 address.");
        }
        for (String network : facts.interfaces()) {
            String[] words = network.split(" ");
            boolean own = words[1].startsWith(subject.nodeAddress() + "/");
            if (own && Integer.parseInt(words[2]) < SMALLEST_MTU) {
                found(Check.MTU, words[0] + " has an MTU of " + words[2], "Look why it is so small.");
            }
        }
    }

    private void firewall() {
        String seen = facts.firewall() == null ? "" : facts.firewall();
        if (seen.contains("firewalld") || seen.contains("ufw") || seen.contains("drops-input")) {
            found(Check.FIREWALL, "there is one (" + seen + ")", "Open the ports: " + PORTS_OF_NODES + ".");
        }
    }

    private void subnet(String whose, String field, String text) {
        Optional<Ipv4Subnet> wanted = Ipv4Subnet.parse(text);
        List<String> taken = new ArrayList<>();
        facts.interfaces().forEach(network -> taken.add(network.split(" ")[1]));
        if (!isNode()) {
            taken.addAll(around.routes());
        }
        for (String network : taken) {
            Optional<Ipv4Subnet> other = Ipv4Subnet.parse(network);
            if (wanted.isPresent() && other.isPresent() && wanted.get().overlaps(other.get())) {
                found(
                        Check.SUBNETS,
                        "the subnet of " + whose + " " + text + " overlaps "
                                + other.get().canonical() + " of the host",
                        "Choose another spec.network." + field + " in a new cluster.");
                return;
            }
        }
    }

    private void reach() {
        if (around.resolved() != null && around.resolved().isEmpty()) {
            found(
                    Check.NAME_RESOLUTION,
                    spec.endpoint().host() + " does not",
                    "Correct the host's DNS, or the name in spec.endpoint.host.");
        }
        if (!isNode() && around.virtualIp() != null) {
            virtualIp();
        }
        around.peers().stream()
                .filter(peer -> !peer.endsWith(" answers"))
                .forEach(peer -> found(
                        Check.PEERS,
                        peer.replace(" silent", " is silent").replace(" unreachable", " cannot be reached"),
                        "Check the firewalls and routes between the hosts."));
        around.urls().forEach((url, answer) -> {
            if (answer.startsWith("failed")) {
                Check check = url.endsWith("/v2/") ? Check.REGISTRY : Check.PACKAGES;
                found(check, url + " " + answer, "Check the host's DNS, proxy and firewall, or name a mirror.");
            }
        });
    }

    private void virtualIp() {
        String address = spec.endpoint().virtualIP();
        switch (around.virtualIp()) {
            case "own" -> found(Check.VIRTUAL_IP, address + " is the host's own address", "Choose a free address.");
            case "routed" ->
                found(Check.VIRTUAL_IP, address + " lies in another network", "Choose one of the hosts' own network.");
            case "answers" -> {
                // Another control plane of this cluster may serve it already.
                if (subject.first()) {
                    found(Check.VIRTUAL_IP, address + " answers to somebody", "Choose a free address.");
                }
            }
            default -> {}
        }
    }

    private void found(Check check, String seen, String remedy) {
        findings.add(new Finding(check, seen, remedy));
    }

    /** A host with this cluster's mark is a node, or half of one: what is its own is not in its way. */
    private boolean isNode() {
        return subject.clusterUid().equals(facts.markedBy());
    }

    private int minor() {
        return Integer.parseInt(spec.kubernetesVersion().split("\\.")[1]);
    }

    private static boolean isOlder(String runtime, String oldest) {
        String[] version = runtime.substring(runtime.indexOf(' ') + 1).split("[.~+-]");
        String[] least = oldest.split("\\.");
        try {
            int major = Integer.parseInt(version[0]);
            int wanted = Integer.parseInt(least[0]);
            return major < wanted || major == wanted && Integer.parseInt(version[1]) < Integer.parseInt(least[1]);
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException unknownScheme) {
            return false;
        }
    }
}
