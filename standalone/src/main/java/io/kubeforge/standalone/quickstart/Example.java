package io.kubeforge.standalone.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.kubeforge.model.kind.Kind;
import io.kubeforge.model.kind.Kinds;
import io.kubeforge.model.kind.Secret;
import io.kubeforge.standalone.hosts.Inventory;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** The objects of examples/quickstart.yaml with the hosts and the key of an inventory filled in. */
record Example(ObjectNode secret, List<ObjectNode> hosts, ObjectNode cluster) {
    private static final String FILE = "/examples/quickstart.yaml";
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    static Example filled(Inventory inventory) {
        List<ObjectNode> objects = read();
        ObjectNode secret = first(objects, Kinds.SECRET);
        ((ObjectNode) secret.get("stringData")).put(Secret.SSH_PRIVATE_KEY, inventory.privateKey());
        ObjectNode form = first(objects, Kinds.HOST);
        List<ObjectNode> hosts = inventory.hosts().stream()
                .map(entry -> host(form.deepCopy(), entry, inventory.user()))
                .toList();
        ObjectNode cluster = first(objects, Kinds.CLUSTER);
        ObjectNode spec = (ObjectNode) cluster.get("spec");
        fill(((ObjectNode) spec.get("controlPlane")).putArray("hosts"), inventory.controlPlane());
        if (inventory.workers().isEmpty()) {
            spec.remove("workers");
        } else {
            fill(((ObjectNode) spec.at("/workers/0")).putArray("hosts"), inventory.workers());
        }
        merge(spec, inventory.spec());
        return new Example(secret, hosts, cluster);
    }

    /** The cluster's name. */
    String name() {
        return cluster.at("/metadata/name").asText();
    }

    /** The namespace of all objects. */
    String namespace() {
        return cluster.at("/metadata/namespace").asText();
    }

    private static ObjectNode host(ObjectNode host, Inventory.Entry entry, String defaultUser) {
        ((ObjectNode) host.get("metadata")).put("name", entry.name());
        ObjectNode spec = (ObjectNode) host.get("spec");
        spec.put("address", entry.address());
        spec.put("port", entry.port());
        spec.put("user", entry.user() == null ? defaultUser : entry.user());
        if (entry.hostKey() != null) {
            spec.put("hostKey", entry.hostKey());
        }
        return host;
    }

    private static void fill(ArrayNode array, List<String> names) {
        names.forEach(array::add);
    }

    /** Objects are merged field by field; anything else is replaced. */
    private static void merge(ObjectNode base, ObjectNode over) {
        for (Iterator<Map.Entry<String, JsonNode>> fields = over.fields(); fields.hasNext(); ) {
            Map.Entry<String, JsonNode> field = fields.next();
            JsonNode old = base.get(field.getKey());
            if (old instanceof ObjectNode inner && field.getValue() instanceof ObjectNode innerOver) {
                merge(inner, innerOver);
            } else {
                base.set(field.getKey(), field.getValue());
            }
        }
    }

    private static List<ObjectNode> read() {
        try (InputStream file = Example.class.getResourceAsStream(FILE);
                MappingIterator<ObjectNode> documents =
                        YAML.readerFor(ObjectNode.class).readValues(file)) {
            return new ArrayList<>(documents.readAll());
        } catch (IOException cause) {
            throw new IllegalStateException("The example in this program cannot be read.", cause);
        }
    }

    private static ObjectNode first(List<ObjectNode> objects, Kind<?> kind) {
        return objects.stream()
                .filter(object -> object.path("kind").asText().equals(kind.name()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(FILE + " has no " + kind.name()));
    }
}
