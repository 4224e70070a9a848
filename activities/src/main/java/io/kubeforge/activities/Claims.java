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
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Which cluster holds which host: taken by compare-and-set, kept by a finalizer on the Host and on its credential. */
@Singleton
public class Claims {
    private final ResourceStore store;
    private final ClusterObjects objects;
    /** By namespace, those that have not begun to look. */
    private final Map<String, CompletableFuture<Void>> sweeps = new ConcurrentHashMap<>();

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
        store.exclusively(lockOf(namespace), () -> {
            objects.update(
                    kind,
                    namespace,
                    name,
                    object -> object.at("/metadata/deletionTimestamp").isMissingNode() ? addFinalizer(object) : null);
            return null;
        });
    }

    /**
     * Gives hosts back: nothing of the cluster is on them any more, or they were abandoned. With them goes what they alone
     * needed: their credentials, their bastions.
     */
    public void release(ClusterRef cluster, Collection<String> names) {
        for (String name : names) {
            objects.update(Kinds.HOST, cluster.namespace(), name, object -> {
                Host current = Kinds.HOST.read(object);
                if (!holds(cluster, current)) {
                    return null;
                }
                object.set("status", Kind.toJson(current.status().released()));
                return object;
            });
        }
        sweep(cluster.namespace());
    }

    /** Lets go what no cluster needs; when many ask at once, one look serves all who asked before it began. */
    private void sweep(String namespace) {
        CompletableFuture<Void> ours = new CompletableFuture<>();
        CompletableFuture<Void> earlier = sweeps.putIfAbsent(namespace, ours);
        if (earlier != null) {
            await(earlier);
            return;
        }
        try {
            store.exclusively(lockOf(namespace), () -> {
                sweeps.remove(namespace);
                letGoWhatNobodyNeeds(namespace);
                return null;
            });
            ours.complete(null);
        } catch (RuntimeException | Error failure) { // those who wait must hear of it
            sweeps.remove(namespace, ours);
            ours.completeExceptionally(failure);
            throw failure;
        }
    }

    private static void await(CompletableFuture<Void> sweep) {
        try {
            sweep.join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
        }
    }

    /** Nobody begins to need a credential or a bastion meanwhile: see {@link #keep}. */
    private void letGoWhatNobodyNeeds(String namespace) {
        Map<String, Host> hosts = new HashMap<>();
        store.list(Kinds.HOST, namespace).items().stream()
                .map(Kinds.HOST::read)
                .forEach(host -> hosts.put(host.metadata().name(), host));
        Set<Host> needed = hosts.values().stream()
                .filter(host -> host.status().clusterRef() != null)
                .flatMap(host -> way(host, hosts).stream())
                .collect(Collectors.toSet());
        Set<String> credentials = credentials(needed);
        hosts.values().stream()
                .filter(host -> !needed.contains(host))
                .filter(host -> host.metadata().finalizers().contains(Host.IN_USE))
                .forEach(host -> objects.update(
                        Kinds.HOST,
                        namespace,
                        host.metadata().name(),
                        now -> Kinds.HOST.read(now).status().clusterRef() == null ? removeFinalizer(now) : null));
        store.list(Kinds.SECRET, namespace).items().stream()
                .map(Kinds.SECRET::read)
                .filter(secret -> !credentials.contains(secret.metadata().name()))
                .filter(secret -> secret.metadata().finalizers().contains(Host.IN_USE))
                .forEach(secret -> objects.update(
                        Kinds.SECRET, namespace, secret.metadata().name(), Claims::removeFinalizer));
    }

    private static String lockOf(String namespace) {
        return "what clusters need in " + namespace;
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
