package io.kubeforge.activities;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.model.kind.Host;
import io.kubeforge.model.kind.HostClaim;
import io.kubeforge.model.kind.Kind;
import io.kubeforge.model.kind.Kinds;
import io.kubeforge.store.ObjectKey;
import io.kubeforge.store.ResourceStore;
import io.kubeforge.workflows.ClusterRef;
import jakarta.inject.Singleton;
import java.util.function.Predicate;

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
        objects.update(
                Kinds.SECRET,
                cluster.namespace(),
                name,
                secret -> secret.at("/metadata/deletionTimestamp").isMissingNode() ? addFinalizer(secret) : null);
    }

    /** Gives the host back: nothing of the cluster is on it any more, or it was abandoned. */
    public void release(ClusterRef cluster, String name) {
        objects.host(cluster.namespace(), name)
                .filter(host -> holds(cluster, host))
                .ifPresent(host -> {
                    String credential = host.spec().credentialsRef().name();
                    objects.update(Kinds.HOST, cluster.namespace(), name, object -> released(cluster, object));
                    releaseCredential(cluster.namespace(), credential);
                });
    }

    private static ObjectNode released(ClusterRef cluster, ObjectNode object) {
        Host current = Kinds.HOST.read(object);
        if (!holds(cluster, current)) {
            return null;
        }
        object.set("status", Kind.toJson(current.status().released()));
        return removeFinalizer(object);
    }

    /** A credential is kept while any host that a cluster holds needs it. */
    private void releaseCredential(String namespace, String name) {
        Predicate<Host> needsIt = host -> host.status().clusterRef() != null
                && host.spec().credentialsRef().name().equals(name);
        boolean needed = store.list(Kinds.HOST, namespace).items().stream()
                .map(Kinds.HOST::read)
                .anyMatch(needsIt);
        if (!needed) {
            objects.update(Kinds.SECRET, namespace, name, Claims::removeFinalizer);
        }
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
