package io.kubeforge.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.model.kind.Kind;

/**
 * The name by which one object is found.
 *
 * @param namespace empty for kinds that are cluster-scoped
 */
public record ObjectKey(Kind<?> kind, String namespace, String name) {
    /** A namespace that is not given is the empty one. */
    public ObjectKey {
        namespace = namespace == null ? "" : namespace;
    }

    /** The key of an object that carries its name in its metadata. */
    public static ObjectKey of(Kind<?> kind, ObjectNode object) {
        String namespace = kind.namespaced() ? object.at("/metadata/namespace").asText("") : "";
        return new ObjectKey(kind, namespace, object.at("/metadata/name").asText(""));
    }

    @Override
    public String toString() {
        return kind.resource() + " " + (namespace.isEmpty() ? "" : namespace + "/") + name;
    }
}
