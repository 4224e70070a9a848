package io.kubeforge.activities;

import io.kubeforge.activities.failure.PullSecretUnusable;
import io.kubeforge.activities.provisioner.NodeContext;
import io.kubeforge.model.kind.Cluster;
import io.kubeforge.model.kind.ClusterSpec;
import io.kubeforge.model.kind.Host;
import io.kubeforge.model.kind.LocalRef;
import io.kubeforge.model.kind.RegistryCredentials;
import io.kubeforge.model.kind.Secret;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Composes what a provisioner must know of a node and its cluster from the objects in the store. */
@Singleton
public class NodeContexts {
    private final ClusterObjects objects;

    /** Reads from these objects. */
    public NodeContexts(ClusterObjects objects) {
        this.objects = objects;
    }

    /** What the provisioner must know for this step. */
    public NodeContext of(Cluster cluster, StepSession session) {
        ClusterSpec spec = cluster.spec();
        String namespace = cluster.metadata().namespace();
        String name = cluster.metadata().name();
        boolean given = spec.endpoint() != null;
        return new NodeContext(
                session.step().host(),
                namespace,
                name,
                cluster.metadata().uid(),
                spec,
                address(namespace, session.step().host()).orElse(null),
                given ? spec.endpoint().address() : NodeContext.internalEndpoint(namespace, name),
                given ? null : firstAddress(cluster).orElse(null),
                given ? spec.endpoint().port() : ClusterSpec.Endpoint.API_PORT,
                session.step().operation(),
                session);
    }

    /**
     * What opens the cluster's registries.
     *
     * @throws PullSecretUnusable when the Secret that the spec names is missing, or is none
     */
    public RegistryCredentials registries(Cluster cluster) {
        LocalRef ref = cluster.spec().images().pullSecretRef();
        if (ref == null) {
            return RegistryCredentials.NONE;
        }
        String namespace = cluster.metadata().namespace();
        return objects.secret(namespace, ref.name())
                .map(secret -> secret.data().getOrDefault(Secret.DOCKER_CONFIG_JSON, ""))
                .flatMap(text ->
                        RegistryCredentials.parse(new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8)))
                .orElseThrow(() -> new PullSecretUnusable(namespace, ref.name()));
    }

    /** The API server's address as users reach it; empty while the first control plane's address is not known. */
    public Optional<String> serverUrl(Cluster cluster) {
        ClusterSpec.Endpoint endpoint = cluster.spec().endpoint();
        if (endpoint != null) {
            return Optional.of("https://" + bracketed(endpoint.address()) + ":" + endpoint.port());
        }
        return firstAddress(cluster)
                .map(address -> "https://" + bracketed(address) + ":" + ClusterSpec.Endpoint.API_PORT);
    }

    /** Name and address of every control plane whose address is known: those that the virtual IP leads to. */
    public Map<String, String> apiServers(Cluster cluster) {
        Map<String, String> servers = new LinkedHashMap<>();
        for (String host : cluster.spec().controlPlane().hosts()) {
            address(cluster.metadata().namespace(), host).ifPresent(address -> servers.put(host, address));
        }
        return servers;
    }

    private Optional<String> firstAddress(Cluster cluster) {
        return address(
                cluster.metadata().namespace(),
                cluster.spec().controlPlane().hosts().get(0));
    }

    private Optional<String> address(String namespace, String host) {
        return objects.host(namespace, host).map(NodeContexts::address);
    }

    /** Where other nodes reach this host: as its spec says, else as was found on it. */
    private static String address(Host host) {
        if (host.spec().nodeAddress() != null) {
            return host.spec().nodeAddress();
        }
        return host.status().facts() == null ? null : host.status().facts().address();
    }

    private static String bracketed(String address) {
        return address.indexOf(':') >= 0 ? "[" + address + "]" : address;
    }
}
