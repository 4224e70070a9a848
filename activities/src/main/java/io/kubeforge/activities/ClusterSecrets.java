package io.kubeforge.activities;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.activities.provisioner.JoinCredentials;
import io.kubeforge.activities.provisioner.JoinSecrets;
import io.kubeforge.model.kind.Cluster;
import io.kubeforge.model.kind.Kinds;
import io.kubeforge.model.kind.Secret;
import io.kubeforge.store.AlreadyExistsException;
import io.kubeforge.store.ObjectKey;
import io.kubeforge.store.ResourceStore;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** The Secrets that we make for a cluster: what a node needs to join it, and its kubeconfig. */
@Singleton
public class ClusterSecrets {
    private static final String TOKEN = "token";
    private static final String CERTIFICATE_KEY = "certificateKey";
    private static final String CA_CERT_HASH = "caCertHash";

    private final ResourceStore store;
    private final ClusterObjects objects;
    private final SecureRandom random = new SecureRandom();

    /** Works on this store. */
    public ClusterSecrets(ResourceStore store, ClusterObjects objects) {
        this.store = store;
        this.objects = objects;
    }

    /**
     * What a node needs to join; made, with a token and a certificate key of our own, when it is not there.
     *
     * @return credentials whose CA hash is null until {@link #recordCaCertHash}
     */
    public JoinCredentials getOrCreate(Cluster cluster) {
        Optional<JoinCredentials> existing = find(cluster);
        if (existing.isPresent()) {
            return existing.get();
        }
        JoinSecrets made = JoinSecrets.create(random);
        try {
            put(cluster, cluster.joinSecret(), Map.of(TOKEN, made.token(), CERTIFICATE_KEY, made.certificateKey()));
        } catch (AlreadyExistsException raced) {
            return find(cluster).orElseThrow(() -> raced);
        }
        return find(cluster).orElseThrow();
    }

    /** What a node needs to join, if it was made. */
    public Optional<JoinCredentials> find(Cluster cluster) {
        return objects.secret(cluster.metadata().namespace(), cluster.joinSecret())
                .map(Secret::data)
                .map(data -> new JoinCredentials(
                        decode(data.get(TOKEN)), decode(data.get(CA_CERT_HASH)), decode(data.get(CERTIFICATE_KEY))));
    }

    /** The part of the credentials that we made ourselves. */
    static JoinSecrets secretsOf(JoinCredentials credentials) {
        return new JoinSecrets(credentials.token(), credentials.certificateKey());
    }

    /** Records the identity of the cluster's CA: from now on no host is initialised for this cluster again. */
    public void recordCaCertHash(Cluster cluster, String caCertHash) {
        objects.update(Kinds.SECRET, cluster.metadata().namespace(), cluster.joinSecret(), secret -> {
            secret.withObject("/data").put(CA_CERT_HASH, encode(caCertHash));
            return secret;
        });
    }

    /** Writes the cluster's kubeconfig into its Secret. */
    public void publishKubeconfig(Cluster cluster, String kubeconfig) {
        Map<String, String> data = Map.of(Secret.KUBECONFIG, kubeconfig);
        try {
            put(cluster, cluster.kubeconfigSecret(), data);
        } catch (AlreadyExistsException there) {
            objects.update(Kinds.SECRET, cluster.metadata().namespace(), cluster.kubeconfigSecret(), secret -> {
                secret.withObject("/data").put(Secret.KUBECONFIG, encode(kubeconfig));
                return secret;
            });
        }
    }

    /** Removes both Secrets. */
    public void delete(Cluster cluster) {
        for (String name : new String[] {cluster.joinSecret(), cluster.kubeconfigSecret()}) {
            ObjectKey key = new ObjectKey(Kinds.SECRET, cluster.metadata().namespace(), name);
            boolean ours = store.get(key)
                    .map(secret -> secret.at("/metadata/labels")
                            .path(Cluster.CLUSTER_LABEL)
                            .asText()
                            .equals(cluster.metadata().name()))
                    .orElse(false);
            if (ours) {
                store.delete(key, null, null);
            }
        }
    }

    private void put(Cluster cluster, String name, Map<String, String> values) {
        ObjectNode secret = JsonNodeFactory.instance.objectNode();
        secret.put("apiVersion", Kinds.SECRET.apiVersion()).put("kind", Kinds.SECRET.name());
        ObjectNode metadata = secret.putObject("metadata");
        metadata.put("name", name).put("namespace", cluster.metadata().namespace());
        metadata.putObject("labels")
                .put(Cluster.CLUSTER_LABEL, cluster.metadata().name());
        secret.put("type", Secret.OPAQUE);
        ObjectNode data = secret.putObject("data");
        values.forEach((key, value) -> data.put(key, encode(value)));
        store.create(Kinds.SECRET, secret);
    }

    private static String encode(String value) {
        return Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
    }

    private static String decode(String value) {
        return value == null ? null : new String(Base64.getMimeDecoder().decode(value), StandardCharsets.UTF_8);
    }
}
