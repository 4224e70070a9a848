package io.kubeforge.api.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.model.kind.Cluster;
import io.kubeforge.model.kind.Host;
import io.kubeforge.model.kind.HostClaim;
import io.kubeforge.model.kind.Kind;
import io.kubeforge.model.kind.Kinds;
import io.kubeforge.model.kind.LocalRef;
import io.kubeforge.store.ObjectKey;
import io.kubeforge.store.ObjectRules;
import io.kubeforge.store.ResourceStore;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Says which references of an object lead nowhere yet; that is allowed, for things may be applied in any order. */
@Singleton
final class ReferenceWarnings {
    private final ResourceStore store;

    ReferenceWarnings(ResourceStore store) {
        this.store = store;
    }

    /** One sentence for each reference that does not hold, or does not hold yet. */
    List<String> of(Kind<?> kind, ObjectNode object) {
        if (ObjectRules.isDeleting(object)) {
            return List.of();
        }
        if (kind.equals(Kinds.CLUSTER)) {
            return ofCluster(Kinds.CLUSTER.read(object));
        }
        if (kind.equals(Kinds.HOST)) {
            return ofHost(Kinds.HOST.read(object));
        }
        return List.of();
    }

    private List<String> ofCluster(Cluster cluster) {
        String namespace = cluster.metadata().namespace();
        Map<String, Host> hosts = new HashMap<>();
        for (ObjectNode host :
                store.getAll(Kinds.HOST, namespace, cluster.spec().hostNames())) {
            hosts.put(host.at("/metadata/name").asText(), Kinds.HOST.read(host));
        }
        List<String> warnings = new ArrayList<>();
        for (String name : cluster.spec().hostNames()) {
            Host host = hosts.get(name);
            if (host == null) {
                warnings.add("Host \"" + name + "\" does not exist in namespace \"" + namespace
                        + "\" yet; the cluster waits for it");
            } else if (isHeldByAnother(host.status().clusterRef(), cluster)) {
                HostClaim holder = host.status().clusterRef();
                warnings.add("Host \"" + name + "\" is in use by cluster \"" + holder.namespace() + "/" + holder.name()
                        + "\"; this cluster waits until it is free");
            }
        }
        return warnings;
    }

    private static boolean isHeldByAnother(HostClaim claim, Cluster cluster) {
        return claim != null && !claim.uid().equals(cluster.metadata().uid());
    }

    private List<String> ofHost(Host host) {
        String namespace = host.metadata().namespace();
        List<String> warnings = new ArrayList<>();
        String secret = host.spec().credentialsRef().name();
        if (store.get(new ObjectKey(Kinds.SECRET, namespace, secret)).isEmpty()) {
            warnings.add("Secret \"" + secret + "\" does not exist in namespace \"" + namespace
                    + "\" yet; the host cannot be reached without it");
        }
        LocalRef bastion = host.spec().bastionRef();
        if (bastion != null
                && store.get(new ObjectKey(Kinds.HOST, namespace, bastion.name()))
                        .isEmpty()) {
            warnings.add("Host \"" + bastion.name() + "\", the bastion, does not exist in namespace \"" + namespace
                    + "\" yet; the host cannot be reached without it");
        }
        return warnings;
    }
}
