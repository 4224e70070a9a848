package io.kubeforge.api.protobuf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import io.kubeforge.api.status.Json;
import java.io.IOException;
import java.util.Base64;

/**
 * Reads messages into the JSON that a client would have sent. Go's encoder writes also empty texts, zeros and empty
 * messages, which JSON leaves out; only where Go has a pointer was the empty value meant.
 */
final class MessageReader {
    private static final int END = 0;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Message STRINGS = Message.of(Field.strings(1, "items"));
    private static final Message RAW = Message.of(Field.bytes(1, "raw"));

    private MessageReader() {}

    /** Reads a whole message into an object, over what it already has. */
    static void into(ObjectNode target, Message message, byte[] bytes) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(bytes);
        for (int tag = in.readTag(); tag != END; tag = in.readTag()) {
            Field field = message.fields().get(WireFormat.getTagFieldNumber(tag));
            if (field == null) {
                skip(in, tag);
            } else {
                requireWireType(field, tag);
                read(target, field, in);
            }
        }
    }

    static ObjectNode read(Message message, byte[] bytes) throws IOException {
        ObjectNode target = NODES.objectNode();
        into(target, message, bytes);
        return target;
    }

    private static void read(ObjectNode target, Field field, CodedInputStream in) throws IOException {
        switch (field.shape()) {
            case ONE -> {
                JsonNode value = value(field, in, target.get(field.name()));
                if (value.isNull() || isEmpty(value) && !field.pointer()) {
                    target.remove(field.name());
                } else {
                    target.set(field.name(), value);
                }
            }
            case LIST -> target.withArrayProperty(field.name()).add(value(field, in, null));
            case MAP -> {
                ObjectNode entry = read(field.message(), in.readByteArray());
                JsonNode empty = field.type() == Field.Type.STRINGS ? NODES.arrayNode() : NODES.textNode("");
                JsonNode value = entry.has("value") ? entry.get("value") : empty;
                target.withObjectProperty(field.name()).set(entry.path("key").asText(), value);
            }
        }
    }

    /** The next value; a message that stands twice in its parent goes on where it ended. */
    private static JsonNode value(Field field, CodedInputStream in, JsonNode before) throws IOException {
        return switch (field.type()) {
            case STRING -> NODES.textNode(in.readStringRequireUtf8());
            case BYTES -> NODES.textNode(Base64.getEncoder().encodeToString(in.readByteArray()));
            case BOOL -> NODES.booleanNode(in.readBool());
            case INTEGER -> number(in.readInt64());
            case TIME -> Timestamps.seconds(in.readByteArray());
            case MICRO_TIME -> Timestamps.microseconds(in.readByteArray());
            case STRINGS -> list(read(STRINGS, in.readByteArray()).path("items"));
            case JSON -> json(read(RAW, in.readByteArray()).path("raw").asText());
            case MESSAGE -> {
                ObjectNode target = before instanceof ObjectNode object ? object : NODES.objectNode();
                into(target, field.message(), in.readByteArray());
                yield target;
            }
        };
    }

    /** As the parser of JSON makes it, so that both are equal. */
    private static JsonNode number(long value) {
        return (int) value == value ? NODES.numberNode((int) value) : NODES.numberNode(value);
    }

    private static ArrayNode list(JsonNode items) {
        return items instanceof ArrayNode array ? array : NODES.arrayNode();
    }

    private static ObjectNode json(String base64) {
        return base64.isEmpty()
                ? NODES.objectNode()
                : Json.read(Base64.getDecoder().decode(base64), false);
    }

    private static boolean isEmpty(JsonNode value) {
        return value.isContainerNode()
                ? value.isEmpty()
                : value.isTextual() && value.asText().isEmpty()
                        || value.isNumber() && value.asLong() == 0
                        || value.isBoolean() && !value.asBoolean();
    }

    private static void requireWireType(Field field, int tag) throws IOException {
        int expected =
                switch (field.type()) {
                    case BOOL, INTEGER -> WireFormat.WIRETYPE_VARINT;
                    case STRING, BYTES, TIME, MICRO_TIME, STRINGS, JSON, MESSAGE ->
                        WireFormat.WIRETYPE_LENGTH_DELIMITED;
                };
        if (WireFormat.getTagWireType(tag) != expected) {
            throw new InvalidProtocolBufferException("field " + field.name() + " (" + field.number()
                    + ") has wire type " + WireFormat.getTagWireType(tag) + " instead of " + expected);
        }
    }

    private static void skip(CodedInputStream in, int tag) throws IOException {
        if (!in.skipField(tag)) {
            throw new InvalidProtocolBufferException("a group ends that never began");
        }
    }
}
