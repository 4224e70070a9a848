package io.kubeforge.api.view;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.model.kind.Kind;
import java.util.List;

/** How a client wants to see objects: as they are, as rows of a table, or only their metadata. */
public interface View {
    String JSON = "application/json";
    String YAML = "application/yaml";

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
        return JSON;
    }

    /**
     * Objects as they are stored.
     *
     * @param mediaType {@link #JSON} or {@link #YAML}
     */
    record Plain(Kind<?> kind, String mediaType) implements View {
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
            List<ObjectNode> shown =
                    kind.isCustom() ? items : items.stream().map(View::untyped).toList();
            return listOf(kind.name() + "List", kind.apiVersion(), shown, meta);
        }
    }

    /**
     * Nothing but metadata.
     *
     * @param apiVersion of the answer
     * @param typed whether the items of a list say what they are, as they do in JSON but not in protobuf
     */
    record MetadataOnly(String apiVersion, boolean typed) implements View {
        private static final String KIND = "PartialObjectMetadata";

        @Override
        public boolean isTheSameForAll() {
            return true;
        }

        @Override
        public ObjectNode object(ObjectNode object, boolean first) {
            return metadataOf(object, apiVersion);
        }

        @Override
        public ObjectNode list(List<ObjectNode> items, ListMeta meta) {
            List<ObjectNode> metadata = items.stream()
                    .map(item -> typed ? metadataOf(item, apiVersion) : untyped(metadataOf(item, apiVersion)))
                    .toList();
            return listOf(KIND + "List", apiVersion, metadata, meta);
        }

        static ObjectNode metadataOf(ObjectNode object, String apiVersion) {
            ObjectNode partial = JsonNodeFactory.instance.objectNode();
            partial.put("kind", KIND).put("apiVersion", apiVersion);
            partial.set("metadata", object.get("metadata"));
            return partial;
        }
    }

    /** An item of a list whose kind says it all; typed clients compare such items with what they created. */
    /** In lists of its own kinds kube-apiserver leaves to the list to say what they are. */
    private static ObjectNode untyped(ObjectNode item) {
        ObjectNode untyped = JsonNodeFactory.instance.objectNode();
        untyped.setAll(item);
        return untyped.without(List.of("kind", "apiVersion"));
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
