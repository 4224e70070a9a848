package io.kubeforge.activities;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.model.kind.Host;
import io.kubeforge.model.kind.HostClaim;
import io.kubeforge.model.kind.Kind;
import io.kubeforge.model.kind.Kinds;
import io.kubeforge.model.kind.LocalRef;
import io.kubeforge.store.ObjectKey;
import io.kubeforge.store.ResourceStore;
import io.kubeforge.workflows.ClusterRef;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Which cluster holds which host: taken by compare-and-set, kept by a finalizer on the Host and on its credential. */
@Singleton
public class Claims {
    private final ResourceStore store;
    private final ClusterObjects objects;

    /** Works on this store. */
    public Claims(ResourceStore store, ClusterObjects objects) {
        this.store = store;
        this.objects = objects;
    }

    /** Whether this cluster holds the host. */
    static boolean holds(ClusterRef cluster, Host host) {
        HostClaim claim = host.status().clusterRef();
        return claim != null && cluster.uid().equals(claim.uid());
    }

    /**
     * Takes the host for the cluster unless another cluster holds it; its credential is kept by {@link #keepCredential}.
     *
     * @return the Host as it is now: whose it is, is for the caller to see
     */
    public Host claim(ClusterRef cluster, Host host) {
        if (holds(cluster, host) && host.metadata().finalizers().contains(Host.IN_USE)) {
            return host;
        }
        String namespace = cluster.namespace();
        ObjectNode now = store.update(
                new ObjectKey(Kinds.HOST, namespace, host.metadata().name()), object -> {
                    Host current = Kinds.HOST.read(object);
                    boolean free = current.status().clusterRef() == null;
                    if (!free && !holds(cluster, current) || current.metadata().isDeleting()) {
                        return null;
                    }
                    HostClaim claim = new HostClaim(namespace, cluster.name(), cluster.uid());
                    object.set("status", Kind.toJson(current.status().withClusterRef(claim)));
                    addFinalizer(object);
                    return object;
                });
        return Kinds.HOST.read(now);
    }

    /** Has a credential stay as long as the cluster holds a host that needs it. */
    void keepCredential(ClusterRef cluster, String name) {
        keep(Kinds.SECRET, cluster.namespace(), name);
    }

    /** Has a bastion and its credential stay as long as the cluster holds a host behind it. */
    void keepBastion(ClusterRef cluster, Host bastion) {
        keep(Kinds.HOST, cluster.namespace(), bastion.metadata().name());
        keepCredential(cluster, bastion.spec().credentialsRef().name());
    }

    private void keep(Kind<?> kind, String namespace, String name) {
        objects.update(
                kind,
                namespace,
                name,
                object -> object.at("/metadata/deletionTimestamp").isMissingNode() ? addFinalizer(object) : null);
    }

    /** Gives the host back: nothing of the cluster is on it any more, or it was abandoned. */
    public void release(ClusterRef cluster, String name) {
        String namespace = cluster.namespace();
        Map<String, Host> hosts = new HashMap<>();
        store.list(Kinds.HOST, namespace).items().stream()
                .map(Kinds.HOST::read)
                .forEach(host -> hosts.put(host.metadata().name(), host));
        Host host = hosts.get(name);
        if (host == null || !holds(cluster, host)) {
            return;
        }
        Set<Host> needed = hosts.values().stream()
                .filter(other -> other != host && other.status().clusterRef() != null)
                .flatMap(other -> way(other, hosts).stream())
                .collect(Collectors.toSet());
        Set<Host> way = way(host, hosts);
        Set<String> credentials = credentials(way);
        Set<Host> free = new LinkedHashSet<>(way);
        free.removeAll(needed);
        objects.update(Kinds.HOST, namespace, name, object -> released(cluster, object, free.contains(host)));
        free.stream()
                .filter(bastion -> bastion != host)
                .forEach(bastion ->
                        objects.update(Kinds.HOST, namespace, bastion.metadata().name(), Claims::removeFinalizer));
        credentials.removeAll(credentials(needed));
        credentials.forEach(secret -> objects.update(Kinds.SECRET, namespace, secret, Claims::removeFinalizer));
    }

    private static ObjectNode released(ClusterRef cluster, ObjectNode object, boolean free) {
        Host current = Kinds.HOST.read(object);
        if (!holds(cluster, current)) {
            return null;
        }
        object.set("status", Kind.toJson(current.status().released()));
        return free ? removeFinalizer(object) : object;
    }

    /** The host and its bastions, from the nearest on. */
    private static Set<Host> way(Host host, Map<String, Host> hosts) {
        Set<Host> way = new LinkedHashSet<>();
        Host next = host;
        while (next != null && way.add(next)) {
            LocalRef bastion = next.spec().bastionRef();
            next = bastion == null ? null : hosts.get(bastion.name());
        }
        return way;
    }

    private static Set<String> credentials(Set<Host> hosts) {
        return hosts.stream().map(host -> host.spec().credentialsRef().name()).collect(Collectors.toSet());
    }

    private static ObjectNode addFinalizer(ObjectNode object) {
        ArrayNode finalizers = object.withObject("/metadata").withArray("finalizers");
        for (int i = 0; i < finalizers.size(); i++) {
            if (Host.IN_USE.equals(finalizers.get(i).asText())) {
                return object;
            }
        }
        finalizers.add(Host.IN_USE);
        return object;
    }

    /** Takes our finalizer away; others stay. */
    static ObjectNode removeFinalizer(ObjectNode object) {
        return removeFinalizer(object, Host.IN_USE);
    }

    /** Takes this finalizer away; others stay. */
    static ObjectNode removeFinalizer(ObjectNode object, String finalizer) {
        ObjectNode metadata = object.withObject("/metadata");
        ArrayNode kept = object.arrayNode();
        metadata.path("finalizers").forEach(entry -> {
            if (!finalizer.equals(entry.asText())) {
                kept.add(entry);
            }
        });
        if (kept.isEmpty()) {
            metadata.remove("finalizers");
        } else {
            metadata.set("finalizers", kept);
        }
        return object;
    }
}
