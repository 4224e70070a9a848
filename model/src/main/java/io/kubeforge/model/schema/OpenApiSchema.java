package io.kubeforge.model.schema;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Writes a schema as OpenAPI v3, with the extensions that Kubernetes clients read. */
final class OpenApiSchema {
    private OpenApiSchema() {}

    static ObjectNode of(Schema schema) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        if (!schema.description().isEmpty()) {
            out.put("description", schema.description());
        }
        out.put("type", schema.type().openApi());
        if (schema.format() != null) {
            out.put("format", schema.format());
        }
        if (schema.byDefault() != null) {
            out.set("default", schema.byDefault());
        }
        addLimits(out, schema.limits());
        addProperties(out, schema);
        if (schema.element() != null) {
            out.set(schema.type() == Schema.Type.ARRAY ? "items" : "additionalProperties", of(schema.element()));
        }
        if (!schema.listMapKeys().isEmpty()) {
            out.put("x-kubernetes-list-type", "map");
            ArrayNode keys = out.putArray("x-kubernetes-list-map-keys");
            schema.listMapKeys().forEach(keys::add);
        } else if (schema.type() == Schema.Type.ARRAY) {
            out.put("x-kubernetes-list-type", "atomic");
        }
        if (schema.free()) {
            out.put("x-kubernetes-preserve-unknown-fields", true);
        }
        return out;
    }

    private static void addLimits(ObjectNode out, Limits limits) {
        if (limits.pattern() != null) {
            out.put("pattern", limits.pattern().pattern());
        }
        if (!limits.oneOf().isEmpty()) {
            ArrayNode values = out.putArray("enum");
            limits.oneOf().forEach(values::add);
        }
        if (limits.minimum() != null) {
            out.put("minimum", limits.minimum());
        }
        if (limits.maximum() != null) {
            out.put("maximum", limits.maximum());
        }
    }

    private static void addProperties(ObjectNode out, Schema schema) {
        if (schema.properties().isEmpty()) {
            return;
        }
        ArrayNode required = JsonNodeFactory.instance.arrayNode();
        ObjectNode properties = out.putObject("properties");
        schema.properties().forEach((name, property) -> {
            ObjectNode field = of(property.schema());
            if (property.required()) {
                required.add(name);
                addNotEmpty(field, property.schema());
            }
            properties.set(name, field);
        });
        if (!required.isEmpty()) {
            out.set("required", required);
        }
    }

    private static void addNotEmpty(ObjectNode field, Schema schema) {
        if (schema.type() == Schema.Type.STRING) {
            field.put("minLength", 1);
        }
        if (schema.type() == Schema.Type.ARRAY) {
            field.put("minItems", 1);
        }
    }
}
