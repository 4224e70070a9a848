package io.kubeforge.model.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Removes what a schema does not know, and says what that was. */
final class Pruning {
    private final List<String> unknown = new ArrayList<>();

    private Pruning() {}

    static List<String> prune(Schema schema, ObjectNode object) {
        Pruning pruning = new Pruning();
        pruning.visit("", schema, object);
        return List.copyOf(pruning.unknown);
    }

    private void visit(String path, Schema schema, JsonNode value) {
        if (schema.free()) {
            return;
        }
        if (value instanceof ObjectNode object && schema.type() == Schema.Type.OBJECT) {
            visitObject(path, schema, object);
        }
        if (value.isArray() && schema.type() == Schema.Type.ARRAY) {
            for (int i = 0; i < value.size(); i++) {
                visit(path + "[" + i + "]", schema.element(), value.get(i));
            }
        }
    }

    private void visitObject(String path, Schema schema, ObjectNode object) {
        for (Iterator<Map.Entry<String, JsonNode>> fields = object.fields(); fields.hasNext(); ) {
            Map.Entry<String, JsonNode> field = fields.next();
            String name = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
            if (schema.element() != null) {
                visit(name, schema.element(), field.getValue());
                continue;
            }
            Schema.Property property = schema.properties().get(field.getKey());
            if (property == null) {
                unknown.add(name);
                fields.remove();
                continue;
            }
            visit(name, property.schema(), field.getValue());
        }
    }
}
