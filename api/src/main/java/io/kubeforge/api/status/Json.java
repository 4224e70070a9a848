package io.kubeforge.api.status;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.Arrays;

/** Reads the bodies of requests, which are JSON or YAML, and writes answers, which are JSON. */
public final class Json {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final ObjectMapper YAML = YAMLMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();

    private Json() {}

    /** Reads an object; the error names the place, but never repeats what stands there. */
    public static ObjectNode read(byte[] body, boolean isYaml) {
        try {
            JsonNode node = (isYaml ? YAML : JSON).readTree(body);
            if (node instanceof ObjectNode object) {
                return object;
            }
            throw StatusException.badRequest("the body of the request must be an object");
        } catch (JsonProcessingException e) {
            String place = e.getLocation() == null
                    ? ""
                    : " (line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr() + ")";
            throw StatusException.badRequest("the body of the request is not " + (isYaml ? "YAML" : "JSON") + place
                    + ", or names a field twice");
        } catch (IOException e) {
            throw StatusException.badRequest("the body of the request could not be read");
        }
    }

    /** Writes a value, ending with a line feed. */
    public static byte[] write(JsonNode value) {
        try {
            byte[] json = JSON.writeValueAsBytes(value);
            byte[] line = Arrays.copyOf(json, json.length + 1);
            line[json.length] = '\n';
            return line;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A JSON tree could not be written", e);
        }
    }
}
