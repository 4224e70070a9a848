package io.kubeforge.api.oracle;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the recorded requests from {@code /oracle/*.yaml}; the README beside them says what their fields mean. */
public final class Recordings {
    private static final List<String> SUBJECTS = List.of(
            "writing",
            "custom-kinds",
            "options",
            "patching",
            "reading",
            "deleting",
            "watching",
            "discovery",
            "reviews",
            "errors");
    private static final List<String> HEADERS = List.of("Content-Type", "Warning", "Allow", "Retry-After");
    private static final Set<String> FIELDS = Set.of(
            "name",
            "send",
            "as",
            "headers",
            "body",
            "base64",
            "capture",
            "compare",
            "keep",
            "bookmarks",
            "open",
            "await",
            "different");
    private static final ObjectMapper YAML = new YAMLMapper();
    private static final TypeReference<LinkedHashMap<String, String>> TEXTS = new TypeReference<>() {};
    private static final TypeReference<List<String>> LIST = new TypeReference<>() {};

    private final Map<String, String> paths;
    private final Map<String, Purpose> purposes = new LinkedHashMap<>();

    private Recordings() {
        JsonNode common = read("common");
        paths = YAML.convertValue(common.path("paths"), TEXTS);
        common.path("purposes")
                .fields()
                .forEachRemaining(entry -> purposes.put(
                        entry.getKey(),
                        new Purpose(
                                entry.getKey(),
                                entry.getValue().path("reason").asText(),
                                YAML.convertValue(entry.getValue().path("in"), LIST))));
    }

    /** All scenarios of all subjects, in the order in which they are played. */
    public static List<Scenario> all() {
        Recordings recordings = new Recordings();
        List<Scenario> scenarios = new ArrayList<>();
        for (String subject : SUBJECTS) {
            read(subject).path("scenarios").fields().forEachRemaining(entry -> {
                List<Recorded> requests = new ArrayList<>();
                entry.getValue().forEach(request -> requests.add(recordings.request(request)));
                scenarios.add(new Scenario(subject, entry.getKey(), requests));
            });
        }
        return scenarios;
    }

    private Recorded request(JsonNode yaml) {
        String name = yaml.path("name").asText();
        requireKnownFields(name, yaml, FIELDS);
        String[] send = yaml.path("send").asText(" ").split(" ", 2);
        String path = send[1];
        for (Map.Entry<String, String> known : paths.entrySet()) {
            path = path.replace("${" + known.getKey() + "}", known.getValue());
        }
        return new Recorded(
                name,
                send[0],
                path,
                yaml.path("as").asText("admin"),
                texts(yaml.path("headers")),
                yaml.get("body"),
                yaml.path("base64").textValue(),
                texts(yaml.path("capture")),
                yaml.has("compare") ? YAML.convertValue(yaml.path("compare"), LIST) : HEADERS,
                kept(yaml.path("keep")),
                yaml.path("bookmarks").asBoolean(),
                yaml.path("open").asText(),
                yaml.path("await").asText(),
                purposes(name, yaml.path("different")));
    }

    /** A comma too many in a line of YAML makes a field. */
    private static void requireKnownFields(String name, JsonNode yaml, Set<String> known) {
        Set<String> unknown = new HashSet<>();
        yaml.fieldNames().forEachRemaining(unknown::add);
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("the recorded request \"" + name + "\" has unknown fields: " + unknown);
        }
    }

    private List<Purpose> purposes(String request, JsonNode different) {
        List<Purpose> found = new ArrayList<>();
        if (different.isObject()) {
            requireKnownFields(request, different, Set.of("reason", "in"));
            found.add(
                    new Purpose("", different.path("reason").asText(), YAML.convertValue(different.path("in"), LIST)));
        }
        for (JsonNode name : different.isTextual() ? List.of(different) : different) {
            if (name.isTextual() && !different.isObject()) {
                Purpose purpose = purposes.get(name.asText());
                if (purpose == null) {
                    throw new IllegalArgumentException(
                            "the recorded request \"" + request + "\" names the unknown purpose " + name);
                }
                found.add(purpose);
            }
        }
        return found;
    }

    private static Recorded.Kept kept(JsonNode keep) {
        return keep.isMissingNode()
                ? null
                : new Recorded.Kept(
                        keep.path("in").asText(), keep.path("by").asText(), YAML.convertValue(keep.path("only"), LIST));
    }

    private static Map<String, String> texts(JsonNode map) {
        return map.isMissingNode() ? Map.of() : YAML.convertValue(map, TEXTS);
    }

    private static JsonNode read(String file) {
        try (InputStream in = Recordings.class.getResourceAsStream("/oracle/" + file + ".yaml")) {
            JsonNode read = YAML.readTree(in);
            return read == null ? MissingNode.getInstance() : read;
        } catch (IOException e) {
            throw new UncheckedIOException("/oracle/" + file + ".yaml cannot be read", e);
        }
    }
}
