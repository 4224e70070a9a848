package io.kubeforge.api.status;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Reads the bodies of requests, which are JSON or YAML, and writes answers, which are JSON. */
public final class Json {
    /** How many levels deep a body may be: deeper ones are no objects of anybody, and cost a stack. */
    public static final int DEEPEST = 200;

    private static final int LONGEST_NUMBER = 500;
    private static final StreamReadConstraints CONSTRAINTS = StreamReadConstraints.builder()
            .maxNestingDepth(DEEPEST)
            .maxNumberLength(LONGEST_NUMBER)
            .build();
    private static final ObjectMapper JSON = json(true);
    private static final ObjectMapper YAML = yaml(true);
    private static final ObjectMapper LENIENT_JSON = json(false);
    private static final ObjectMapper LENIENT_YAML = yaml(false);

    /** Every text is quoted, so that none is read as a number, a date or a truth value. */
    private static final ObjectMapper YAML_WRITER = YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .build();

    private Json() {}

    private static ObjectMapper json(boolean refusesDoubled) {
        return JsonMapper.builder(
                        JsonFactory.builder().streamReadConstraints(CONSTRAINTS).build())
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .configure(JsonParser.Feature.STRICT_DUPLICATE_DETECTION, refusesDoubled)
                .build();
    }

    private static ObjectMapper yaml(boolean refusesDoubled) {
        return YAMLMapper.builder(
                        YAMLFactory.builder().streamReadConstraints(CONSTRAINTS).build())
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .configure(JsonParser.Feature.STRICT_DUPLICATE_DETECTION, refusesDoubled)
                .build();
    }

    /** Reads an object; the error names the place, but never repeats what stands there. */
    public static ObjectNode read(byte[] body, boolean isYaml) {
        return object(tree(body, isYaml, isYaml ? YAML : JSON));
    }

    /** Reads an object that may name a field twice: then the last value counts, and it is said. */
    public static SentObject readTolerantly(byte[] body, boolean isYaml) {
        try {
            return new SentObject(read(body, isYaml), List.of());
        } catch (StatusException doubledOrUnreadable) {
            ObjectMapper lenient = isYaml ? LENIENT_YAML : LENIENT_JSON;
            ObjectNode object = object(tree(body, isYaml, lenient));
            try (JsonParser parser = lenient.getFactory().createParser(body)) {
                return new SentObject(object, DoubledFields.of(parser, isYaml));
            } catch (IOException e) {
                throw new UncheckedIOException("What was read a moment ago cannot be read", e);
            }
        }
    }

    private static ObjectNode object(JsonNode tree) {
        if (tree instanceof ObjectNode object) {
            return object;
        }
        throw StatusException.badRequest("the body of the request must be an object");
    }

    /** Reads a list, as {@link #read} does an object. */
    public static ArrayNode readList(byte[] body, boolean isYaml) {
        if (tree(body, isYaml, isYaml ? YAML : JSON) instanceof ArrayNode list) {
            return list;
        }
        throw StatusException.badRequest("the body of the request must be a list");
    }

    private static JsonNode tree(byte[] body, boolean isYaml, ObjectMapper mapper) {
        try {
            if (isYaml) {
                requireNoAlias(body);
            }
            JsonNode node = mapper.readTree(body);
            requireStorable(node);
            return node;
        } catch (StreamConstraintsException e) {
            throw StatusException.badRequest("the body of the request is nested deeper than " + DEEPEST
                    + " levels, or has a number of more than " + LONGEST_NUMBER + " digits or a name that is too long");
        } catch (JsonProcessingException e) {
            String place = e.getLocation() == null
                    ? ""
                    : " (line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr() + ")";
            boolean mayBeDoubled = mapper.isEnabled(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
            throw StatusException.badRequest("the body of the request is not " + (isYaml ? "one YAML document" : "JSON")
                    + place + (mayBeDoubled ? ", or names a field twice" : ""));
        } catch (IOException e) {
            throw StatusException.badRequest("the body of the request is no text in UTF-8");
        }
    }

    /** Jackson reads an alias as the name of its anchor: a value that nobody meant. */
    private static void requireNoAlias(byte[] body) throws IOException {
        try (YAMLParser parser = (YAMLParser) LENIENT_YAML.getFactory().createParser(body)) {
            while (parser.nextToken() != null) {
                if (parser.isCurrentAlias()) {
                    throw StatusException.badRequest("YAML aliases are not read (line "
                            + parser.currentLocation().getLineNr() + "); write out what the alias stands for");
                }
            }
        }
    }

    /** Refuses what would not be given back as it was sent: numbers beyond a double, and halves of characters. */
    private static void requireStorable(JsonNode node) {
        if (node.isFloatingPointNumber() && Double.isInfinite(node.doubleValue())) {
            throw StatusException.badRequest("the body of the request has a number that is too large");
        }
        if (node.isTextual()) {
            requireWholeCharacters(node.textValue());
        }
        node.fieldNames().forEachRemaining(Json::requireWholeCharacters);
        node.forEach(Json::requireStorable);
    }

    private static void requireWholeCharacters(String text) {
        for (int i = 0; i < text.length(); i++) {
            boolean isPair = Character.isHighSurrogate(text.charAt(i))
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (isPair) {
                i++;
            } else if (Character.isSurrogate(text.charAt(i))) {
                throw StatusException.badRequest(
                        "the body of the request has a text that is no Unicode: half of a surrogate pair");
            }
        }
    }

    /** Writes a value as a YAML document. */
    public static byte[] writeYaml(JsonNode value) {
        try {
            return YAML_WRITER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A JSON tree could not be written as YAML", e);
        }
    }

    /**
     * Writes a list, ending with a line feed, and closes what it is written to; no item is kept when it has been written.
     *
     * @param head what the list says besides its items
     * @param field the field of the items
     * @param form makes of an item what is written
     */
    public static void writeList(
            ObjectNode head,
            String field,
            Iterator<ObjectNode> items,
            UnaryOperator<ObjectNode> form,
            boolean isYaml,
            OutputStream out) {
        try (JsonGenerator generator = (isYaml ? YAML_WRITER : JSON).createGenerator(out)) {
            generator.writeStartObject();
            for (Map.Entry<String, JsonNode> property : head.properties()) {
                generator.writeFieldName(property.getKey());
                generator.writeTree(property.getValue());
            }
            generator.writeArrayFieldStart(field);
            while (items.hasNext()) {
                generator.writeTree(form.apply(items.next()));
            }
            generator.writeEndArray();
            generator.writeEndObject();
            if (!isYaml) {
                generator.writeRaw('\n');
            }
        } catch (IOException e) {
            throw new UncheckedIOException("A list could not be written", e);
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
