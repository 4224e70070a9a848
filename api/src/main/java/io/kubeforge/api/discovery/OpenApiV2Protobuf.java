package io.kubeforge.api.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;

/**
 * Writes the OpenAPI v2 document as the protobuf messages that kubectl and Argo CD ask for. The numbers are those of <a
 * href="https://github.com/google/gnostic-models/blob/main/openapiv2/OpenAPIv2.proto">OpenAPIv2.proto</a>.
 */
public final class OpenApiV2Protobuf {
    private static final Map<String, Integer> METHODS =
            Map.of("get", 2, "put", 3, "post", 4, "delete", 5, "options", 6, "head", 7, "patch", 8);
    private static final int QUERY_PARAMETER = 3;
    private static final int PATH_PARAMETER = 4;

    private OpenApiV2Protobuf() {}

    /** The document's message. */
    public static byte[] write(ObjectNode document) {
        Message message = new Message();
        message.text(1, document.path("swagger"));
        Message info = new Message();
        info.text(1, document.at("/info/title"));
        info.text(2, document.at("/info/version"));
        message.message(2, info);
        Message paths = new Message();
        document.path("paths").properties().forEach(path -> paths.named(2, path.getKey(), pathItem(path.getValue())));
        message.message(8, paths);
        message.message(9, schemas(document.path("definitions")));
        return message.bytes();
    }

    private static Message pathItem(JsonNode path) {
        Message item = new Message();
        path.properties().forEach(entry -> item.message(METHODS.get(entry.getKey()), operation(entry.getValue())));
        return item;
    }

    private static Message operation(JsonNode operation) {
        Message message = new Message();
        message.text(5, operation.path("operationId"));
        operation.path("produces").forEach(type -> message.text(6, type));
        operation.path("consumes").forEach(type -> message.text(7, type));
        operation.path("parameters").forEach(parameter -> {
            Message item = new Message();
            item.message(1, parameter(parameter));
            message.message(8, item);
        });
        Message responses = new Message();
        operation.path("responses").properties().forEach(response -> {
            Message value = new Message();
            value.message(1, response(response.getValue()));
            responses.named(1, response.getKey(), value);
        });
        message.message(9, responses);
        message.extensions(13, operation);
        return message;
    }

    private static Message parameter(JsonNode parameter) {
        Message message = new Message();
        if (parameter.path("in").asText().equals("body")) {
            Message body = new Message();
            body.text(2, parameter.path("name"));
            body.text(3, parameter.path("in"));
            body.flag(4, parameter.path("required"));
            body.message(5, schema(parameter.path("schema")));
            message.message(1, body);
            return message;
        }
        boolean isInPath = parameter.path("in").asText().equals("path");
        Message plain = new Message();
        plain.flag(1, parameter.path("required"));
        plain.text(2, parameter.path("in"));
        plain.text(3, parameter.path("description"));
        plain.text(4, parameter.path("name"));
        plain.text(isInPath ? 5 : 6, parameter.path("type"));
        plain.flag(isInPath ? 19 : 20, parameter.path("uniqueItems"));
        Message nonBody = new Message();
        nonBody.message(isInPath ? PATH_PARAMETER : QUERY_PARAMETER, plain);
        message.message(2, nonBody);
        return message;
    }

    private static Message response(JsonNode response) {
        Message message = new Message();
        message.text(1, response.path("description"));
        Message item = new Message();
        item.message(1, schema(response.path("schema")));
        message.message(2, item);
        return message;
    }

    private static Message schemas(JsonNode schemas) {
        Message message = new Message();
        schemas.properties().forEach(schema -> message.named(1, schema.getKey(), schema(schema.getValue())));
        return message;
    }

    private static Message schema(JsonNode schema) {
        Message message = new Message();
        message.text(1, schema.path("$ref"));
        message.text(2, schema.path("format"));
        message.text(4, schema.path("description"));
        message.any(5, schema.path("default"));
        message.decimal(7, schema.path("maximum"));
        message.decimal(9, schema.path("minimum"));
        message.number(12, schema.path("minLength"));
        message.text(13, schema.path("pattern"));
        message.number(15, schema.path("minItems"));
        schema.path("required").forEach(name -> message.text(19, name));
        schema.path("enum").forEach(value -> message.any(20, value));
        if (schema.path("additionalProperties").isObject()) {
            Message values = new Message();
            values.message(1, schema(schema.path("additionalProperties")));
            message.message(21, values);
        }
        if (schema.path("type").isTextual()) {
            Message type = new Message();
            type.text(1, schema.path("type"));
            message.message(22, type);
        }
        if (schema.path("items").isObject()) {
            Message items = new Message();
            items.message(1, schema(schema.path("items")));
            message.message(23, items);
        }
        if (schema.path("properties").isObject()) {
            message.message(25, schemas(schema.path("properties")));
        }
        message.extensions(31, schema);
        return message;
    }

    /** One protobuf message in the making; what is absent from the document is left out. */
    private static final class Message {
        private final ByteArrayOutputStream buffer = new ByteArrayOutputStream();
        private final CodedOutputStream out = CodedOutputStream.newInstance(buffer);

        /** Writes to memory, which does not fail. */
        private interface Write {
            void run() throws IOException;
        }

        byte[] bytes() {
            write(out::flush);
            return buffer.toByteArray();
        }

        void message(int field, Message message) {
            write(() -> out.writeByteArray(field, message.bytes()));
        }

        void text(int field, JsonNode value) {
            if (value.isTextual()) {
                write(() -> out.writeString(field, value.textValue()));
            }
        }

        void flag(int field, JsonNode value) {
            if (value.asBoolean()) {
                write(() -> out.writeBool(field, true));
            }
        }

        void number(int field, JsonNode value) {
            if (value.isNumber()) {
                write(() -> out.writeInt64(field, value.longValue()));
            }
        }

        void decimal(int field, JsonNode value) {
            if (value.isNumber()) {
                write(() -> out.writeDouble(field, value.doubleValue()));
            }
        }

        /** Any value, as YAML, of which JSON is a part. */
        void any(int field, JsonNode value) {
            if (!value.isMissingNode()) {
                message(field, yaml(value));
            }
        }

        void named(int field, String name, Message value) {
            Message pair = new Message();
            write(() -> pair.out.writeString(1, name));
            pair.message(2, value);
            message(field, pair);
        }

        void extensions(int field, JsonNode described) {
            described.properties().forEach(entry -> {
                if (entry.getKey().startsWith("x-")) {
                    named(field, entry.getKey(), yaml(entry.getValue()));
                }
            });
        }

        private static Message yaml(JsonNode value) {
            Message any = new Message();
            write(() -> any.out.writeString(2, value.toString()));
            return any;
        }

        private static void write(Write write) {
            try {
                write.run();
            } catch (IOException e) {
                throw new IllegalStateException("Writing to memory failed", e);
            }
        }
    }
}
