package io.kubeforge.simulator.state;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a simulated cluster's etcd holds; whether its API answers is decided by its hosts. */
public record ClusterState(
        Authority authority,
        String version,
        String kubeSystemUid,
        Set<Part> parts,
        Map<String, Token> tokens,
        Upload upload,
        Etcd etcd,
        Network network,
        Map<String, Node> nodes) {
    /** What the later phases of init bring into the API. */
    public enum Part {
        /** ConfigMap kube-system/kubeadm-config. */
        KUBEADM_CONFIG,
        /** ConfigMap kube-public/cluster-info. */
        CLUSTER_INFO,
        /** Deployment kube-system/coredns. */
        DNS,
        /** DaemonSet kube-system/kube-proxy. */
        PROXY,
        /** Both addons were brought about, or are switched off by the configuration. */
        ADDONS
    }

    /** The cluster's CA and the administrator's certificate, as PEM. */
    public record Authority(
            String caHash, String certificate, String privateKey, String adminCertificate, String adminPrivateKey) {
        /** Keys are not for logs. */
        @Override
        public String toString() {
            return "Authority[" + caHash + "]";
        }
    }

    /** A bootstrap token's secret half and its end (epoch milliseconds). */
    public record Token(String secret, long expires) {
        /** The secret is not for logs. */
        @Override
        public String toString() {
            return "Token[expires=" + expires + "]";
        }
    }

    /** Certificates that a control plane can download with this key until then (epoch milliseconds). */
    public record Upload(String key, long expires) {
        /** The key is not for logs. */
        @Override
        public String toString() {
            return "Upload[expires=" + expires + "]";
        }
    }

    /** Hosts with a member of etcd; the learner, or null, was added but not promoted. */
    public record Etcd(Set<String> members, String learner) {
        /** A copy, so that nobody changes what was handed in. */
        public Etcd {
            members = Set.copyOf(members);
        }

        /** With this learner. */
        public Etcd withLearner(String host) {
            return new Etcd(members, host);
        }

        /** With this voting member; a learner of that name is one no more. */
        public Etcd withMember(String host) {
            Set<String> all = new TreeSet<>(members);
            all.add(host);
            return new Etcd(all, host.equals(learner) ? null : learner);
        }

        /** Without this host. */
        public Etcd without(String host) {
            Set<String> rest = new TreeSet<>(members);
            rest.remove(host);
            return new Etcd(rest, host.equals(learner) ? null : learner);
        }
    }

    /** The network plugin: since when (epoch milliseconds, 0 is never) and its DaemonSets as namespace/name. */
    public record Network(long since, Set<String> daemonSets) {
        /** A copy, so that nobody changes what was handed in. */
        public Network {
            daemonSets = Set.copyOf(daemonSets);
        }
    }

    /**
     * A Node object.
     *
     * @param ourLabels keys of labels that KubeForge set, so that it can take them away; the same for taints
     * @param settings digest of what KubeForge set; empty when it set nothing
     */
    public record Node(
            String host,
            String machineId,
            String address,
            boolean controlPlane,
            String kubeletVersion,
            long joinedAt,
            Map<String, String> labels,
            List<String> taints,
            Set<String> ourLabels,
            Set<String> ourTaints,
            String settings) {
        /** Copies, so that nobody changes what was handed in. */
        public Node {
            labels = Map.copyOf(labels);
            taints = List.copyOf(taints);
            ourLabels = Set.copyOf(ourLabels);
            ourTaints = Set.copyOf(ourTaints);
        }

        /** Marked as control plane, with its label and taint. */
        public Node asControlPlane() {
            Map<String, String> marked = new TreeMap<>(labels);
            marked.put("node-role.kubernetes.io/control-plane", "");
            List<String> tainted = controlPlane ? taints : List.of("node-role.kubernetes.io/control-plane:NoSchedule");
            return new Node(
                    host,
                    machineId,
                    address,
                    true,
                    kubeletVersion,
                    joinedAt,
                    marked,
                    tainted,
                    ourLabels,
                    ourTaints,
                    settings);
        }

        /** With these labels and taints, of which ours are these, and their digest. */
        public Node withSettings(
                String digest, Map<String, String> next, Set<String> ours, List<String> tainted, Set<String> ourNext) {
            return new Node(
                    host,
                    machineId,
                    address,
                    controlPlane,
                    kubeletVersion,
                    joinedAt,
                    next,
                    tainted,
                    ours,
                    ourNext,
                    digest);
        }
    }

    /** Copies, so that nobody changes what was handed in. */
    public ClusterState {
        parts = Set.copyOf(parts);
        tokens = Map.copyOf(tokens);
        nodes = Map.copyOf(nodes);
    }

    /** A cluster that has nothing but its CA. */
    public static ClusterState of(Authority authority, String version, String kubeSystemUid) {
        return new ClusterState(
                authority,
                version,
                kubeSystemUid,
                Set.of(),
                Map.of(),
                new Upload(null, 0),
                new Etcd(Set.of(), null),
                new Network(0, Set.of()),
                Map.of());
    }

    /** The name that everything of this cluster is found by. */
    public String caHash() {
        return authority.caHash();
    }

    /** Whether the API has this. */
    public boolean has(Part part) {
        return parts.contains(part);
    }

    /** With these in the API. */
    public ClusterState with(Set<Part> more) {
        Set<Part> all = new TreeSet<>(parts);
        all.addAll(more);
        return new ClusterState(authority, version, kubeSystemUid, all, tokens, upload, etcd, network, nodes);
    }

    /** With this token, by its public half. */
    public ClusterState withToken(String id, Token token) {
        Map<String, Token> all = new TreeMap<>(tokens);
        all.put(id, token);
        return new ClusterState(authority, version, kubeSystemUid, parts, all, upload, etcd, network, nodes);
    }

    /** With these certificates to download. */
    public ClusterState withUpload(Upload next) {
        return new ClusterState(authority, version, kubeSystemUid, parts, tokens, next, etcd, network, nodes);
    }

    /** With these members of etcd. */
    public ClusterState withEtcd(Etcd next) {
        return new ClusterState(authority, version, kubeSystemUid, parts, tokens, upload, next, network, nodes);
    }

    /** With this network plugin. */
    public ClusterState withNetwork(Network next) {
        return new ClusterState(authority, version, kubeSystemUid, parts, tokens, upload, etcd, next, nodes);
    }

    /** With this Node. */
    public ClusterState withNode(String name, Node node) {
        Map<String, Node> all = new TreeMap<>(nodes);
        all.put(name, node);
        return new ClusterState(authority, version, kubeSystemUid, parts, tokens, upload, etcd, network, all);
    }
}
