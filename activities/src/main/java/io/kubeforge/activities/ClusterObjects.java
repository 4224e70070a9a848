package io.kubeforge.activities;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.model.kind.Cluster;
import io.kubeforge.model.kind.ClusterStatus;
import io.kubeforge.model.kind.ConfigMap;
import io.kubeforge.model.kind.Host;
import io.kubeforge.model.kind.HostStatus;
import io.kubeforge.model.kind.Kind;
import io.kubeforge.model.kind.Kinds;
import io.kubeforge.model.kind.Secret;
import io.kubeforge.store.NotFoundException;
import io.kubeforge.store.ObjectKey;
import io.kubeforge.store.ResourceStore;
import io.kubeforge.workflows.ClusterRef;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Reads and writes the objects that activities need, as records; it knows no host and no workflow. */
@Singleton
public class ClusterObjects {
    private final ResourceStore store;

    /** Works on this store. */
    public ClusterObjects(ResourceStore store) {
        this.store = store;
    }

    /** Now, as objects carry it: RFC 3339 in whole seconds. */
    static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** The cluster that is meant; empty when it is gone or another one has its name. */
    public Optional<Cluster> cluster(ClusterRef ref) {
        return read(Kinds.CLUSTER, ref.namespace(), ref.name())
                .filter(cluster -> ref.uid().equals(cluster.metadata().uid()));
    }

    /** The Host of this name. */
    public Optional<Host> host(String namespace, String name) {
        return read(Kinds.HOST, namespace, name);
    }

    /** The Secret of this name, its data in base64. */
    public Optional<Secret> secret(String namespace, String name) {
        return read(Kinds.SECRET, namespace, name);
    }

    /** The ConfigMap of this name. */
    public Optional<ConfigMap> configMap(String namespace, String name) {
        return read(Kinds.CONFIG_MAP, namespace, name);
    }

    /** The Hosts of the cluster's spec that exist, by name, in the order of the spec. */
    public Map<String, Host> hosts(Cluster cluster) {
        List<String> names = cluster.spec().hostNames();
        Map<String, Host> found = new HashMap<>();
        for (ObjectNode object : store.getAll(Kinds.HOST, cluster.metadata().namespace(), names)) {
            Host host = Kinds.HOST.read(object);
            found.put(host.metadata().name(), host);
        }
        Map<String, Host> hosts = new LinkedHashMap<>();
        names.stream().filter(found::containsKey).forEach(name -> hosts.put(name, found.get(name)));
        return hosts;
    }

    /** The Hosts that this cluster holds, by name, whatever its spec says. */
    public Map<String, Host> claimedHosts(ClusterRef cluster) {
        Map<String, Host> hosts = new LinkedHashMap<>();
        for (ObjectNode object : store.list(Kinds.HOST, cluster.namespace()).items()) {
            Host host = Kinds.HOST.read(object);
            if (Claims.holds(cluster, host)) {
                hosts.put(host.metadata().name(), host);
            }
        }
        return hosts;
    }

    /**
     * Changes a Host's status; nothing happens when the Host is gone or a newer pass has written it.
     *
     * @param pass the pass that writes
     */
    public void updateHost(String namespace, String name, long pass, UnaryOperator<HostStatus> change) {
        update(Kinds.HOST, namespace, name, object -> {
            HostStatus old = Kinds.HOST.read(object).status();
            if (old.pass() != null && old.pass() > pass) {
                return null;
            }
            return withStatus(object, change.apply(old));
        });
    }

    /** Changes a Cluster's status; nothing happens when the cluster is gone or a newer pass or report has written it. */
    public void updateCluster(ClusterRef ref, long number, Function<Cluster, ClusterStatus> change) {
        update(Kinds.CLUSTER, ref.namespace(), ref.name(), object -> {
            Cluster cluster = Kinds.CLUSTER.read(object);
            boolean outdated =
                    cluster.status().pass() != null && cluster.status().pass() > number;
            if (outdated || !ref.uid().equals(cluster.metadata().uid())) {
                return null;
            }
            return withStatus(object, change.apply(cluster));
        });
    }

    /** Changes an object of any kind; nothing happens when it is gone. */
    public void update(Kind<?> kind, String namespace, String name, UnaryOperator<ObjectNode> change) {
        try {
            store.update(new ObjectKey(kind, namespace, name), change);
        } catch (NotFoundException gone) {
            // whoever removed it does not want to hear of it any more
        }
    }

    private <T> Optional<T> read(Kind<T> kind, String namespace, String name) {
        return store.get(new ObjectKey(kind, namespace, name)).map(kind::read);
    }

    private static ObjectNode withStatus(ObjectNode object, Object status) {
        object.set("status", Kind.toJson(status));
        return object;
    }
}
