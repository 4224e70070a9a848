package io.kubeforge.api.temporal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.model.kind.Cluster;
import io.kubeforge.model.kind.ClusterSpec.NetworkManifest;
import io.kubeforge.model.kind.ClusterStatus;
import io.kubeforge.model.kind.Conditions;
import io.kubeforge.model.kind.Host;
import io.kubeforge.model.kind.Kinds;
import io.kubeforge.model.kind.LocalRef;
import io.kubeforge.store.EventType;
import io.kubeforge.store.ObjectKey;
import io.kubeforge.store.WatchEvent;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What the Clusters and Hosts refer to, kept in memory as the events tell it: asking the store about each change would
 * read all of them again and again while somebody writes a lot. Safe for use by one thread at a time.
 */
final class References {
    private final Map<String, Map<String, OfCluster>> clusters = new HashMap<>();
    private final Map<String, Map<String, OfHost>> hosts = new HashMap<>();

    /**
     * What a Cluster refers to by name; null where it does not.
     *
     * @param pullSecret the Secret that opens its registries
     * @param manifest the ConfigMap with the manifest of its network
     * @param cancelled whether somebody cancelled the work on it, which nothing but its own change takes up again
     */
    record OfCluster(Set<String> hosts, String pullSecret, String manifest, boolean cancelled) {}

    private record OfHost(String secret, String bastion) {}

    /** Forgets everything, and begins with these Clusters. */
    void begin(Collection<ObjectNode> allClusters) {
        clusters.clear();
        hosts.clear();
        allClusters.forEach(this::putCluster);
    }

    /** Learns from an event, whatever it is about. */
    void learn(WatchEvent event) {
        if (event.kind() == Kinds.CLUSTER) {
            if (event.type() == EventType.DELETED) {
                remove(clusters, event.object());
            } else {
                putCluster(event.object());
            }
        } else if (event.kind() == Kinds.HOST) {
            if (event.type() == EventType.DELETED) {
                remove(hosts, event.object());
            } else if (event.type() == EventType.ADDED || Concerned.differs(event, "/metadata/generation")) {
                putHost(event.object());
            }
        }
    }

    /** The clusters of a namespace that refer to something in this way and whose work was not cancelled. */
    List<ObjectKey> clusters(String namespace, Predicate<OfCluster> which) {
        return clusters.getOrDefault(namespace, Map.of()).entrySet().stream()
                .filter(cluster -> !cluster.getValue().cancelled())
                .filter(cluster -> which.test(cluster.getValue()))
                .map(cluster -> new ObjectKey(Kinds.CLUSTER, namespace, cluster.getKey()))
                .toList();
    }

    /** The hosts of a namespace that a Secret opens. */
    Set<String> openedBy(String namespace, String secret) {
        Set<String> opened = new HashSet<>();
        hosts.getOrDefault(namespace, Map.of()).forEach((name, host) -> {
            if (secret.equals(host.secret())) {
                opened.add(name);
            }
        });
        return opened;
    }

    /** These hosts, and all that are reached through them, however many bastions are in between. */
    Set<String> behind(String namespace, Set<String> names) {
        Map<String, OfHost> all = hosts.getOrDefault(namespace, Map.of());
        Set<String> reached = new HashSet<>(names);
        int before;
        do {
            before = reached.size();
            all.forEach((name, host) -> {
                if (host.bastion() != null && reached.contains(host.bastion())) {
                    reached.add(name);
                }
            });
        } while (reached.size() > before);
        return reached;
    }

    private void putCluster(ObjectNode object) {
        Cluster cluster = Kinds.CLUSTER.read(object);
        LocalRef pullSecret = cluster.spec().images().pullSecretRef();
        NetworkManifest manifest = cluster.spec().network().manifest();
        boolean cancelled = Conditions.find(cluster.status().conditions(), ClusterStatus.STALLED)
                .filter(condition -> "Cancelled".equals(condition.reason()))
                .isPresent();
        OfCluster references = new OfCluster(
                Set.copyOf(cluster.spec().hostNames()),
                pullSecret == null ? null : pullSecret.name(),
                manifest == null || manifest.configMapRef() == null
                        ? null
                        : manifest.configMapRef().name(),
                cancelled);
        put(clusters, object, references);
    }

    /** Learns of a Host as it is, also of one that was there before the first event. */
    void putHost(ObjectNode object) {
        Host host = Kinds.HOST.read(object);
        LocalRef bastion = host.spec().bastionRef();
        put(hosts, object, new OfHost(host.spec().credentialsRef().name(), bastion == null ? null : bastion.name()));
    }

    private static <T> void put(Map<String, Map<String, T>> all, ObjectNode object, T references) {
        all.computeIfAbsent(Concerned.namespace(object), unused -> new HashMap<>())
                .put(Concerned.name(object), references);
    }

    private static <T> void remove(Map<String, Map<String, T>> all, ObjectNode object) {
        all.computeIfPresent(Concerned.namespace(object), (unused, ofNamespace) -> {
            ofNamespace.remove(Concerned.name(object));
            return ofNamespace.isEmpty() ? null : ofNamespace;
        });
    }
}
