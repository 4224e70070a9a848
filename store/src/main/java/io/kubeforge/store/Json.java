package io.kubeforge.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Trees to text and back. */
final class Json {
    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    private Json() {}

    static String write(ObjectNode tree) {
        try {
            return MAPPER.writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("An object cannot be written as JSON: " + e.getOriginalMessage(), e);
        }
    }

    static ObjectNode read(String text) {
        return read(text.getBytes(StandardCharsets.UTF_8));
    }

    static ObjectNode read(byte[] text) {
        try {
            return (ObjectNode) MAPPER.readTree(text);
        } catch (IOException e) {
            throw new IllegalStateException("A stored object is not JSON: was its row changed by hand?", e);
        }
    }

    /** A copy as it will be read back, so that an int and a long of the same value do not count as a change. */
    static ObjectNode copy(ObjectNode tree) {
        return read(write(tree));
    }
}
