package io.kubeforge.model.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Compares a value with a schema and collects every difference. */
final class SchemaCheck {
    private final FieldErrors errors;

    SchemaCheck(FieldErrors errors) {
        this.errors = errors;
    }

    void check(String path, Schema schema, JsonNode value) {
        if (!hasType(schema.type(), value)) {
            errors.wrongType(path, value, schema.type().openApi());
            return;
        }
        switch (schema.type()) {
            case OBJECT -> checkObject(path, schema, value);
            case ARRAY -> checkArray(path, schema, value);
            case STRING -> checkString(path, schema.limits(), value);
            case INTEGER -> checkNumber(path, schema, value);
            case BOOLEAN -> {}
        }
    }

    private static boolean hasType(Schema.Type type, JsonNode value) {
        return switch (type) {
            case OBJECT -> value.isObject();
            case ARRAY -> value.isArray();
            case STRING -> value.isTextual();
            case INTEGER -> value.isIntegralNumber();
            case BOOLEAN -> value.isBoolean();
        };
    }

    private void checkObject(String path, Schema schema, JsonNode value) {
        schema.properties().forEach((name, property) -> {
            String field = path.isEmpty() ? name : path + "." + name;
            JsonNode child = value.path(name);
            if (child.isMissingNode() || child.isNull() || property.required() && isEmpty(property.schema(), child)) {
                if (property.required()) {
                    errors.required(field);
                }
                return;
            }
            check(field, property.schema(), child);
        });
        if (schema.element() != null) {
            value.fields()
                    .forEachRemaining(
                            entry -> check(path + "[" + entry.getKey() + "]", schema.element(), entry.getValue()));
        }
    }

    /** An empty value of a wrong type is wrong for its type. */
    private static boolean isEmpty(Schema schema, JsonNode value) {
        return hasType(schema.type(), value)
                && (value.isTextual() && value.textValue().isEmpty() || value.isArray() && value.isEmpty());
    }

    private void checkArray(String path, Schema schema, JsonNode value) {
        Set<ObjectNode> seen = new HashSet<>();
        for (int i = 0; i < value.size(); i++) {
            String item = path + "[" + i + "]";
            check(item, schema.element(), value.get(i));
            if (schema.listMapKeys().isEmpty()) {
                continue;
            }
            ObjectNode keys = keys(schema.listMapKeys(), value.get(i));
            if (!seen.add(keys)) {
                errors.duplicate(item, keys);
            }
        }
    }

    private static ObjectNode keys(List<String> names, JsonNode item) {
        ObjectNode keys = JsonNodeFactory.instance.objectNode();
        names.forEach(name -> keys.set(name, item.path(name)));
        return keys;
    }

    private void checkString(String path, Limits limits, JsonNode value) {
        if (!limits.oneOf().isEmpty() && !limits.oneOf().contains(value.textValue())) {
            errors.unsupported(path, value, limits.oneOf());
            return;
        }
        if (limits.pattern() != null
                && !limits.pattern().matcher(value.textValue()).find()) {
            errors.invalid(path, value, path + " in body should match '" + limits.pattern() + "'");
        }
    }

    private void checkNumber(String path, Schema schema, JsonNode value) {
        Limits limits = schema.limits();
        boolean fits = "int32".equals(schema.format()) ? value.canConvertToInt() : value.canConvertToLong();
        if (!fits) {
            errors.invalid(path, value, path + " in body must be of type " + schema.format());
            return;
        }
        if (limits.minimum() != null && value.longValue() < limits.minimum()) {
            errors.invalid(path, value, path + " in body should be greater than or equal to " + limits.minimum());
        }
        if (limits.maximum() != null && value.longValue() > limits.maximum()) {
            errors.invalid(path, value, path + " in body should be less than or equal to " + limits.maximum());
        }
    }
}
