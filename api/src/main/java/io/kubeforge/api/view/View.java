package io.kubeforge.api.view;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.model.kind.Kind;
import java.util.List;

/** How a client wants to see objects: as they are, as rows of a table, or only their metadata. */
public interface View {
    /** One object in this view; the first of a stream may say more than those that follow. */
    ObjectNode object(ObjectNode object, boolean first);

    /** A list of objects in this view. */
    ObjectNode list(List<ObjectNode> items, ListMeta meta);

    /** Whether an object is shown in the same way to everybody whose view equals this one, and at any time. */
    default boolean isTheSameForAll() {
        return false;
    }

    /** The media type of what is answered. */
    default String mediaType() {
        return "application/json";
    }

    /** Objects as they are stored. */
    record Plain(Kind<?> kind) implements View {
        @Override
        public boolean isTheSameForAll() {
            return true;
        }

        @Override
        public ObjectNode object(ObjectNode object, boolean first) {
            return object;
        }

        @Override
        public ObjectNode list(List<ObjectNode> items, ListMeta meta) {
            return listOf(kind.name() + "List", kind.apiVersion(), items, meta);
        }
    }

    /** Nothing but metadata. */
    record MetadataOnly() implements View {
        private static final String API_VERSION = "meta.k8s.io/v1";

        @Override
        public boolean isTheSameForAll() {
            return true;
        }

        @Override
        public ObjectNode object(ObjectNode object, boolean first) {
            return metadataOf(object);
        }

        @Override
        public ObjectNode list(List<ObjectNode> items, ListMeta meta) {
            List<ObjectNode> metadata =
                    items.stream().map(MetadataOnly::metadataOf).toList();
            return listOf("PartialObjectMetadataList", API_VERSION, metadata, meta);
        }

        static ObjectNode metadataOf(ObjectNode object) {
            ObjectNode partial = JsonNodeFactory.instance.objectNode();
            partial.put("kind", "PartialObjectMetadata").put("apiVersion", API_VERSION);
            partial.set("metadata", object.get("metadata"));
            return partial;
        }
    }

    private static ObjectNode listOf(String kind, String apiVersion, List<ObjectNode> items, ListMeta meta) {
        ObjectNode list = JsonNodeFactory.instance.objectNode();
        list.put("kind", kind).put("apiVersion", apiVersion);
        meta.writeTo(list);
        ArrayNode array = list.putArray("items");
        items.forEach(array::add);
        return list;
    }
}
