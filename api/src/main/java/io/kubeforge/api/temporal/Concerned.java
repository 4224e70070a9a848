package io.kubeforge.api.temporal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.model.kind.Cluster;
import io.kubeforge.model.kind.ClusterSpec.NetworkManifest;
import io.kubeforge.model.kind.ClusterStatus;
import io.kubeforge.model.kind.Conditions;
import io.kubeforge.model.kind.Host;
import io.kubeforge.model.kind.Kinds;
import io.kubeforge.model.kind.LocalRef;
import io.kubeforge.model.kind.Secret;
import io.kubeforge.store.EventType;
import io.kubeforge.store.ObjectKey;
import io.kubeforge.store.ResourceStore;
import io.kubeforge.store.WatchEvent;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Which clusters a change concerns. A Cluster's generation, deletion and {@code requestedAt} count, a Host's generation
 * and its release, a credential's data, all of bastions too; a status never does, for that would loop.
 */
final class Concerned {
    private final ResourceStore store;

    Concerned(ResourceStore store) {
        this.store = store;
    }

    /** The clusters that have to look again because of this change, each with the cause. */
    Map<ObjectKey, String> by(WatchEvent event) {
        if (event.kind() == Kinds.CLUSTER) {
            return ofCluster(event);
        }
        if (event.kind() == Kinds.HOST) {
            return ofHost(event);
        }
        if (event.kind() == Kinds.SECRET) {
            return ofSecret(event);
        }
        if (event.kind() == Kinds.CONFIG_MAP) {
            return ofConfigMap(event);
        }
        return Map.of();
    }

    private Map<ObjectKey, String> ofConfigMap(WatchEvent event) {
        if (event.type() == EventType.MODIFIED && !differs(event, "/data")) {
            return Map.of();
        }
        String name = name(event.object());
        return clusters(event.object(), cluster -> name.equals(manifest(cluster)), "ConfigMap " + name);
    }

    /** The ConfigMap that holds the manifest of the cluster's network; null without one. */
    private static String manifest(Cluster cluster) {
        NetworkManifest manifest = cluster.spec().network().manifest();
        return manifest == null || manifest.configMapRef() == null
                ? null
                : manifest.configMapRef().name();
    }

    private static Map<ObjectKey, String> ofCluster(WatchEvent event) {
        if (event.type() == EventType.DELETED) {
            return Map.of();
        }
        String annotation = "/metadata/annotations/" + Cluster.REQUESTED_AT.replace("/", "~1");
        boolean counts = differs(event, "/metadata/generation")
                || differs(event, "/metadata/deletionTimestamp")
                || differs(event, annotation);
        if (!counts) {
            return Map.of();
        }
        Cluster cluster = Kinds.CLUSTER.read(event.object());
        return Map.of(
                key(cluster),
                "cluster " + event.type() + ", generation " + cluster.metadata().generation());
    }

    private Map<ObjectKey, String> ofHost(WatchEvent event) {
        boolean released = differs(event, "/status/clusterRef")
                && event.object().at("/status/clusterRef").isMissingNode();
        boolean counts = event.type() != EventType.MODIFIED || released || differs(event, "/metadata/generation");
        // Hosts may come by the thousand before there is any cluster: all of them are not looked at for each of them.
        if (!counts
                || store.list(Kinds.CLUSTER, namespace(event.object())).items().isEmpty()) {
            return Map.of();
        }
        String host = name(event.object());
        String cause = "host " + host + (released ? " released" : " " + event.type());
        Set<String> behind = behind(Set.of(host), hosts(event.object()));
        return clusters(
                event.object(), cluster -> cluster.spec().hostNames().stream().anyMatch(behind::contains), cause);
    }

    private Map<ObjectKey, String> ofSecret(WatchEvent event) {
        boolean changed = event.type() != EventType.MODIFIED || differs(event, "/data");
        // KubeForge's own, such as a cluster's kubeconfig, open nothing: hosts are not looked at for them.
        if (!changed || !(opensSomething(event.object()) || opensSomething(event.previous()))) {
            return Map.of();
        }
        String secret = name(event.object());
        List<Host> all = hosts(event.object());
        Set<String> opened = all.stream()
                .filter(host -> host.spec().credentialsRef().name().equals(secret))
                .map(Host::metadata)
                .map(metadata -> metadata.name())
                .collect(Collectors.toSet());
        Set<String> hosts = behind(opened, all);
        return clusters(
                event.object(),
                cluster -> opensRegistriesOf(secret, cluster)
                        || cluster.spec().hostNames().stream().anyMatch(hosts::contains),
                "secret " + secret + " " + event.type());
    }

    private static boolean opensSomething(JsonNode secret) {
        JsonNode data = secret == null ? MissingNode.getInstance() : secret.path("data");
        return data.has(Secret.SSH_PRIVATE_KEY) || data.has(Secret.DOCKER_CONFIG_JSON);
    }

    private static boolean opensRegistriesOf(String secret, Cluster cluster) {
        LocalRef ref = cluster.spec().images().pullSecretRef();
        return ref != null && ref.name().equals(secret);
    }

    private List<Host> hosts(ObjectNode changed) {
        return store.list(Kinds.HOST, namespace(changed)).items().stream()
                .map(Kinds.HOST::read)
                .toList();
    }

    /** These hosts, and all that are reached through them, however many bastions are in between. */
    private static Set<String> behind(Set<String> names, List<Host> all) {
        Set<String> reached = new HashSet<>(names);
        int before;
        do {
            before = reached.size();
            for (Host host : all) {
                LocalRef bastion = host.spec().bastionRef();
                if (bastion != null && reached.contains(bastion.name())) {
                    reached.add(host.metadata().name());
                }
            }
        } while (reached.size() > before);
        return reached;
    }

    private Map<ObjectKey, String> clusters(ObjectNode changed, Predicate<Cluster> which, String cause) {
        Map<ObjectKey, String> result = new LinkedHashMap<>();
        store.list(Kinds.CLUSTER, namespace(changed)).items().stream()
                .map(Kinds.CLUSTER::read)
                .filter(which)
                .filter(cluster -> !isCancelled(cluster))
                .forEach(cluster -> result.put(key(cluster), cause));
        return result;
    }

    /** Work that somebody cancelled is taken up again by a change of the Cluster itself, and by nothing else. */
    private static boolean isCancelled(Cluster cluster) {
        return Conditions.find(cluster.status().conditions(), ClusterStatus.STALLED)
                .filter(condition -> "Cancelled".equals(condition.reason()))
                .isPresent();
    }

    private static boolean differs(WatchEvent event, String pointer) {
        JsonNode before = event.previous() == null
                ? MissingNode.getInstance()
                : event.previous().at(pointer);
        return !before.equals(event.object().at(pointer));
    }

    private static ObjectKey key(Cluster cluster) {
        return new ObjectKey(
                Kinds.CLUSTER,
                cluster.metadata().namespace(),
                cluster.metadata().name());
    }

    private static String name(ObjectNode object) {
        return object.at("/metadata/name").asText();
    }

    private static String namespace(ObjectNode object) {
        return object.at("/metadata/namespace").asText();
    }
}
