package io.kubeforge.activities.provisioner;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.model.kind.ClusterSpec;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes kubeadm's configuration (v1beta4) for one host of a cluster. The documents are JSON, which is YAML; they hold
 * secrets and are never printed.
 */
final class KubeadmConfiguration {
    private static final String KUBEADM = "kubeadm.k8s.io/v1beta4";
    private static final String KUBE_PROXY = "kubeproxy.config.k8s.io/v1alpha1";
    private static final String CRI_SOCKET = "unix:///run/containerd/containerd.sock";
    /** The same spec always gives the same text: an operation is known again by its digest. */
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private final NodeContext context;

    KubeadmConfiguration(NodeContext context) {
        this.context = context;
    }

    /** What {@code kubeadm init} reads. */
    String init(JoinSecrets secrets) {
        ObjectNode init = document(KUBEADM, "InitConfiguration");
        ObjectNode token = init.putArray("bootstrapTokens").addObject();
        token.put("token", secrets.token());
        token.put("ttl", "24h0m0s");
        init.put("certificateKey", secrets.certificateKey());
        init.set("localAPIEndpoint", localEndpoint());
        init.set("nodeRegistration", nodeRegistration());
        merge(init, overlay(context.spec().kubeadm().initConfiguration()));
        return text(Stream.concat(
                Stream.of(init, clusterConfiguration(), kubeletConfiguration()), kubeProxyConfiguration()));
    }

    /** What {@code kubeadm join} reads on a worker. */
    String joinWorker(JoinCredentials credentials) {
        return text(Stream.of(join(credentials)));
    }

    /** What {@code kubeadm join} reads on a further control plane. */
    String joinControlPlane(JoinCredentials credentials) {
        ObjectNode join = join(credentials);
        ObjectNode controlPlane = join.putObject("controlPlane");
        controlPlane.set("localAPIEndpoint", localEndpoint());
        controlPlane.put("certificateKey", credentials.certificateKey());
        return text(Stream.of(join));
    }

    private ObjectNode join(JoinCredentials credentials) {
        ObjectNode join = document(KUBEADM, "JoinConfiguration");
        ObjectNode bootstrap = join.putObject("discovery").putObject("bootstrapToken");
        bootstrap.put("token", credentials.token());
        bootstrap.put("apiServerEndpoint", context.endpoint());
        bootstrap.putArray("caCertHashes").add(credentials.caCertHash());
        join.set("nodeRegistration", nodeRegistration());
        // A host joins when the API has answered; if it is gone again our own next try comes sooner than kubeadm's five
        // minutes.
        join.putObject("timeouts").put("discovery", "1m30s");
        merge(join, overlay(context.spec().kubeadm().joinConfiguration()));
        return join;
    }

    private ObjectNode clusterConfiguration() {
        ClusterSpec spec = context.spec();
        ObjectNode cluster = document(KUBEADM, "ClusterConfiguration");
        cluster.put("clusterName", context.cluster());
        cluster.put("imageRepository", spec.images().registry());
        ObjectNode networking = cluster.putObject("networking");
        networking.put("podSubnet", spec.network().podSubnet());
        networking.put("serviceSubnet", spec.network().serviceSubnet());
        networking.put("dnsDomain", spec.network().dnsDomain());
        // Without the host's own address a kubeconfig with that address would be refused.
        ArrayNode names = cluster.putObject("apiServer").putArray("certSANs");
        names.add(context.endpointName()).add(context.nodeAddress());
        spec.controlPlane().certificateNames().forEach(names::add);
        merge(cluster, overlay(spec.kubeadm().clusterConfiguration()));
        cluster.put("apiVersion", KUBEADM).put("kind", "ClusterConfiguration");
        // Exact, or kubeadm asks the internet for the latest one; an endpoint cannot be given to a cluster later.
        cluster.put("kubernetesVersion", spec.kubernetesVersion());
        cluster.put("controlPlaneEndpoint", context.endpoint());
        return cluster;
    }

    private ObjectNode kubeletConfiguration() {
        ObjectNode kubelet = document("kubelet.config.k8s.io/v1beta1", "KubeletConfiguration");
        kubelet.put("cgroupDriver", "systemd");
        merge(kubelet, overlay(context.spec().kubeadm().kubeletConfiguration()));
        return kubelet.put("apiVersion", "kubelet.config.k8s.io/v1beta1").put("kind", "KubeletConfiguration");
    }

    /** Only where the spec says something about it: kubeadm knows the defaults of its version. */
    private Stream<ObjectNode> kubeProxyConfiguration() {
        Map<String, Object> overlay = context.spec().kubeadm().kubeProxyConfiguration();
        if (overlay.isEmpty()) {
            return Stream.of();
        }
        ObjectNode proxy = document(KUBE_PROXY, "KubeProxyConfiguration");
        merge(proxy, overlay(overlay));
        return Stream.of(proxy);
    }

    private ObjectNode nodeRegistration() {
        ObjectNode registration = MAPPER.createObjectNode();
        registration.put("name", context.hostName());
        registration.put("criSocket", CRI_SOCKET);
        registration
                .putArray("kubeletExtraArgs")
                .addObject()
                .put("name", "node-ip")
                .put("value", context.nodeAddress());
        return registration;
    }

    private ObjectNode localEndpoint() {
        return MAPPER.createObjectNode()
                .put("advertiseAddress", context.nodeAddress())
                .put("bindPort", ClusterSpec.Endpoint.API_PORT);
    }

    private static ObjectNode document(String apiVersion, String kind) {
        return MAPPER.createObjectNode().put("apiVersion", apiVersion).put("kind", kind);
    }

    private static ObjectNode overlay(Map<String, Object> values) {
        return MAPPER.valueToTree(values);
    }

    /** Objects are merged and lists are joined, so that an overlay adds a name to the certificate and removes none. */
    private static void merge(ObjectNode base, ObjectNode overlay) {
        for (Map.Entry<String, JsonNode> field : overlay.properties()) {
            JsonNode present = base.get(field.getKey());
            if (present instanceof ObjectNode object && field.getValue() instanceof ObjectNode more) {
                merge(object, more);
            } else if (present instanceof ArrayNode list && field.getValue() instanceof ArrayNode more) {
                more.forEach(value -> {
                    if (!contains(list, value)) {
                        list.add(value);
                    }
                });
            } else {
                base.set(field.getKey(), field.getValue());
            }
        }
    }

    private static boolean contains(ArrayNode list, JsonNode value) {
        for (JsonNode present : list) {
            if (present.equals(value)) {
                return true;
            }
        }
        return false;
    }

    private static String text(Stream<ObjectNode> documents) {
        return documents.map(KubeadmConfiguration::pretty).collect(Collectors.joining("\n---\n"));
    }

    private static String pretty(ObjectNode document) {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A document made of plain values cannot be written as JSON.", e);
        }
    }
}
