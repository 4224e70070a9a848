package io.kubeforge.api.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Merge patches as RFC 7396 has them: objects are merged, null removes, everything else replaces. */
final class MergePatch {
    private MergePatch() {}

    static void merge(ObjectNode target, ObjectNode patch) {
        patch.fields().forEachRemaining(field -> {
            JsonNode value = field.getValue();
            if (value.isNull()) {
                target.remove(field.getKey());
            } else if (value instanceof ObjectNode change) {
                merge(objectAt(target, field.getKey()), change);
            } else {
                target.set(field.getKey(), value.deepCopy());
            }
        });
    }

    static ObjectNode objectAt(ObjectNode target, String field) {
        if (target.get(field) instanceof ObjectNode object) {
            return object;
        }
        ObjectNode empty = JsonNodeFactory.instance.objectNode();
        target.set(field, empty);
        return empty;
    }
}
