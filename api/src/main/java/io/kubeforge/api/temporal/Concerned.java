package io.kubeforge.api.temporal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.model.kind.Cluster;
import io.kubeforge.model.kind.Kinds;
import io.kubeforge.model.kind.Secret;
import io.kubeforge.store.EventType;
import io.kubeforge.store.ObjectKey;
import io.kubeforge.store.ObjectList;
import io.kubeforge.store.ResourceStore;
import io.kubeforge.store.WatchEvent;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Which clusters a change concerns. A Cluster's generation, deletion and {@code requestedAt} count, a Host's generation
 * and its release, a credential's data, all of bastions too; a status never does, for that would loop.
 */
final class Concerned {
    private final References references = new References();

    /** Begins with the Clusters and Hosts that there are, and answers the version after which events are to follow. */
    synchronized long begin(ResourceStore store) {
        ObjectList clusters = store.list(Kinds.CLUSTER, null);
        references.begin(clusters.items());
        store.scan(Kinds.HOST, null).objects().forEach(references::putHost);
        return clusters.resourceVersion();
    }

    /** The clusters that have to look again because of this change, each with the cause. */
    synchronized Map<ObjectKey, String> by(WatchEvent event) {
        references.learn(event);
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
        return clusters(event, cluster -> name.equals(cluster.manifest()), "ConfigMap " + name);
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
        if (!counts) {
            return Map.of();
        }
        String host = name(event.object());
        Set<String> behind = references.behind(event.namespace(), Set.of(host));
        String cause = "host " + host + (released ? " released" : " " + event.type());
        return clusters(event, cluster -> cluster.hosts().stream().anyMatch(behind::contains), cause);
    }

    private Map<ObjectKey, String> ofSecret(WatchEvent event) {
        boolean changed = event.type() != EventType.MODIFIED || differs(event, "/data");
        // KubeForge's own, such as a cluster's kubeconfig, open nothing: hosts are not looked at for them.
        if (!changed || !(opensSomething(event.object()) || opensSomething(event.previous()))) {
            return Map.of();
        }
        String secret = name(event.object());
        Set<String> hosts = references.behind(event.namespace(), references.openedBy(event.namespace(), secret));
        return clusters(
                event,
                cluster -> secret.equals(cluster.pullSecret())
                        || cluster.hosts().stream().anyMatch(hosts::contains),
                "secret " + secret + " " + event.type());
    }

    private static boolean opensSomething(JsonNode secret) {
        JsonNode data = secret == null ? MissingNode.getInstance() : secret.path("data");
        return data.has(Secret.SSH_PRIVATE_KEY) || data.has(Secret.DOCKER_CONFIG_JSON);
    }

    private Map<ObjectKey, String> clusters(WatchEvent event, Predicate<References.OfCluster> which, String cause) {
        return references.clusters(event.namespace(), which).stream()
                .collect(Collectors.toMap(Function.identity(), cluster -> cause));
    }

    static boolean differs(WatchEvent event, String pointer) {
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

    static String name(ObjectNode object) {
        return object.at("/metadata/name").asText();
    }

    static String namespace(ObjectNode object) {
        return object.at("/metadata/namespace").asText();
    }
}
