package io.kubeforge.store;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.model.kind.Kind;
import io.kubeforge.model.kind.Kinds;

/** Objects to store in tests. */
final class Objects {
    private Objects() {}

    static ObjectNode of(Kind<?> kind, String namespace, String name) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.put("apiVersion", kind.apiVersion()).put("kind", kind.name());
        object.putObject("metadata").put("name", name).put("namespace", namespace);
        return object;
    }

    static ObjectNode configMap(String namespace, String name, String value) {
        ObjectNode object = of(Kinds.CONFIG_MAP, namespace, name);
        object.putObject("data").put("value", value);
        return object;
    }

    static long version(ObjectNode object) {
        return Long.parseLong(object.at("/metadata/resourceVersion").asText());
    }
}
