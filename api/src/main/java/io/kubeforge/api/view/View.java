package io.kubeforge.api.view;

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

    /** What a list says besides its items. */
    ObjectNode listHead(ListMeta meta);

    /** The field of a list that has its items. */
    default String itemsField() {
        return "items";
    }

    /** One of the items of a list. */
    ObjectNode item(ObjectNode object);

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
        public ObjectNode listHead(ListMeta meta) {
            return head(kind.name() + "List", kind.apiVersion(), meta);
        }

        @Override
        public ObjectNode item(ObjectNode object) {
            return kind.isCustom() ? object : untyped(object);
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
        public ObjectNode listHead(ListMeta meta) {
            return head(KIND + "List", apiVersion, meta);
        }

        @Override
        public ObjectNode item(ObjectNode object) {
            ObjectNode metadata = metadataOf(object, apiVersion);
            return typed ? metadata : untyped(metadata);
        }

        static ObjectNode metadataOf(ObjectNode object, String apiVersion) {
            ObjectNode partial = JsonNodeFactory.instance.objectNode();
            partial.put("kind", KIND).put("apiVersion", apiVersion);
            partial.set("metadata", object.get("metadata"));
            return partial;
        }
    }

    /** In lists of its own kinds kube-apiserver leaves to the list to say what they are; typed clients compare. */
    private static ObjectNode untyped(ObjectNode item) {
        ObjectNode untyped = JsonNodeFactory.instance.objectNode();
        untyped.setAll(item);
        return untyped.without(List.of("kind", "apiVersion"));
    }

    private static ObjectNode head(String kind, String apiVersion, ListMeta meta) {
        ObjectNode list = JsonNodeFactory.instance.objectNode();
        list.put("kind", kind).put("apiVersion", apiVersion);
        meta.writeTo(list);
        return list;
    }
}
