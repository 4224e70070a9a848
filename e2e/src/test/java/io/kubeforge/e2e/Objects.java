package io.kubeforge.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;

/** The objects that a user writes for a cluster on real hosts. */
final class Objects {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Objects() {}

    /** Creates the credential, the hosts and the cluster: the first host is its control plane, the rest are workers. */
    static void create(KubeForge kubeforge, String cluster, List<RealHost> hosts, JsonNode specOverlay) {
        create(kubeforge, cluster, hosts, 1, specOverlay);
    }

    /** The same with so many control planes. */
    static void create(
            KubeForge kubeforge, String cluster, List<RealHost> hosts, int controlPlanes, JsonNode specOverlay) {
        String core = "/api/v1/namespaces/default/secrets";
        String group = "/apis/kubeforge.io/v1alpha1/namespaces/default/";
        kubeforge.create(core, secret(cluster + "-ssh", hosts.get(0)));
        hosts.forEach(host -> kubeforge.create(group + "hosts", host(host, cluster + "-ssh")));
        kubeforge.create(group + "clusters", cluster(cluster, hosts, controlPlanes, specOverlay));
    }

    private static ObjectNode secret(String name, RealHost host) {
        ObjectNode secret = object("v1", "Secret", name);
        secret.put("type", "kubernetes.io/ssh-auth");
        try {
            secret.putObject("stringData").put("ssh-privatekey", Files.readString(host.privateKey()));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return secret;
    }

    private static ObjectNode host(RealHost host, String secret) {
        ObjectNode object = object("kubeforge.io/v1alpha1", "Host", host.name());
        ObjectNode spec = object.putObject("spec");
        spec.put("address", host.address()).put("port", host.port()).put("user", host.user());
        spec.putObject("credentialsRef").put("name", secret);
        return object;
    }

    private static ObjectNode cluster(String name, List<RealHost> hosts, int controlPlanes, JsonNode overlay) {
        ObjectNode object = object("kubeforge.io/v1alpha1", "Cluster", name);
        ObjectNode spec = object.putObject("spec");
        spec.put("kubernetesVersion", "v1.36.3");
        ArrayNode planes = spec.putObject("controlPlane").putArray("hosts");
        hosts.subList(0, controlPlanes).forEach(host -> planes.add(host.name()));
        if (hosts.size() > controlPlanes) {
            ObjectNode pool = spec.putArray("workers").addObject().put("name", "general");
            ArrayNode workers = pool.putArray("hosts");
            hosts.subList(controlPlanes, hosts.size()).forEach(host -> workers.add(host.name()));
        }
        spec.setAll((ObjectNode) overlay);
        return object;
    }

    private static ObjectNode object(String apiVersion, String kind, String name) {
        ObjectNode object =
                JSON.createObjectNode().put("apiVersion", apiVersion).put("kind", kind);
        object.putObject("metadata").put("name", name).put("namespace", "default");
        return object;
    }
}
