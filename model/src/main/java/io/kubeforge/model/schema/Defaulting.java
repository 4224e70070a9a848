package io.kubeforge.model.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Iterator;
import java.util.Map;

/** Fills in defaults as structural schemas do: a null counts as absent, and a default may itself have defaults. */
final class Defaulting {
    private Defaulting() {}

    static void apply(Schema schema, JsonNode value) {
        if (value instanceof ObjectNode object && schema.type() == Schema.Type.OBJECT) {
            if (!schema.free()) {
                removeNulls(schema, object);
            }
            schema.properties().forEach((name, property) -> applyTo(object, name, property.schema()));
            if (schema.element() != null) {
                object.forEach(child -> apply(schema.element(), child));
            }
        }
        if (value.isArray() && schema.type() == Schema.Type.ARRAY) {
            value.forEach(item -> apply(schema.element(), item));
        }
    }

    private static void applyTo(ObjectNode object, String name, Schema field) {
        if (!object.has(name) && field.byDefault() != null) {
            object.set(name, field.byDefault().deepCopy());
        }
        if (object.has(name)) {
            apply(field, object.get(name));
        }
    }

    private static void removeNulls(Schema schema, ObjectNode object) {
        boolean isTextMap = schema.element() != null && schema.element().type() == Schema.Type.STRING;
        for (Iterator<Map.Entry<String, JsonNode>> fields = object.fields(); fields.hasNext(); ) {
            Map.Entry<String, JsonNode> field = fields.next();
            if (!field.getValue().isNull()) {
                continue;
            }
            if (isTextMap) {
                field.setValue(TextNode.valueOf(""));
                continue;
            }
            fields.remove();
        }
    }
}
