package io.kubeforge.api.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * Replaces the values that no two servers share by names that say in which request they appeared first, so that equal ones
 * stay equal and others stay apart. It masks only values of the right form, and never takes away a field, save
 * managedFields, which KubeForge does not record yet.
 *
 * <p>Versions of lists and bookmarks have no such order, as a real server writes for itself, too: they are either a
 * captured version or just some version.
 */
final class Masking {
    private static final Pattern UID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
    private static final Pattern VERSION = Pattern.compile("[1-9][0-9]*");
    private static final Pattern VERSION_IN_TEXT = Pattern.compile(
            "(current: |ResourceVersion in record \\(|\"resourceVersion\":\"|resourceVersion:\\\\?\")[0-9]+");
    /** A message with several causes, which are in no order. */
    private static final Pattern SEVERAL = Pattern.compile("(.* is invalid: )\\[(.*)\\]", Pattern.DOTALL);

    private static final Pattern AGE = Pattern.compile("([0-9]+[smhd])+");
    private static final Set<String> TIMES = Set.of("creationTimestamp", "deletionTimestamp");
    private static final int GENERATED_SUFFIX = 5;

    private final Map<String, String> versions = new HashMap<>();
    private final Map<String, String> uids = new HashMap<>();
    private final Map<String, String> generated = new LinkedHashMap<>();
    private final Map<String, String> captured = new HashMap<>();
    private int request;
    private int newVersions;
    private int newUids;

    /** What appears from now on is named after the request of this number. */
    void begin(int requestNumber) {
        request = requestNumber;
        newVersions = 0;
        newUids = 0;
    }

    /** A version that was captured keeps its variable's name, so that lists can be said to be of the same version. */
    void remember(String variable, String value) {
        captured.putIfAbsent(value, variable);
    }

    JsonNode mask(JsonNode node) {
        if (node.isArray()) {
            ArrayNode masked = JsonNodeFactory.instance.arrayNode();
            node.forEach(element -> masked.add(mask(element)));
            return masked;
        }
        if (node.isTextual()) {
            return TextNode.valueOf(text(node.asText()));
        }
        return node.isObject() ? object(node) : node;
    }

    private ObjectNode object(JsonNode node) {
        ObjectNode masked = JsonNodeFactory.instance.objectNode();
        boolean isBookmark = "BOOKMARK".equals(node.path("type").asText());
        sorted(node).forEach((key, value) -> {
            if (key.equals("metadata") && value.isObject()) {
                masked.set(key, metadata(value, isList(node)));
            } else if (isBookmark && key.equals("object")) {
                masked.set(key, bookmark(value));
            } else if (key.equals("causes") && value.isArray()) {
                masked.set(key, causes(value));
            } else if (key.equals("cells")) {
                masked.set(key, cells(value));
            } else if (key.equals("message") && value.isTextual()) {
                masked.put(key, message(value.asText()));
            } else {
                masked.set(key, mask(value));
            }
        });
        return masked;
    }

    /** The fields in an order that does not depend on the server, as what appears is numbered. */
    private static Map<String, JsonNode> sorted(JsonNode object) {
        Map<String, JsonNode> fields = new TreeMap<>();
        object.fields().forEachRemaining(field -> fields.put(field.getKey(), field.getValue()));
        return fields;
    }

    private static boolean isList(JsonNode object) {
        String kind = object.path("kind").asText();
        return kind.endsWith("List") || kind.equals("Table");
    }

    private ObjectNode bookmark(JsonNode object) {
        ObjectNode masked = object(object);
        if (object.path("metadata").isObject()) {
            masked.set("metadata", metadata(object.path("metadata"), true));
        }
        return masked;
    }

    private ObjectNode metadata(JsonNode metadata, boolean ofList) {
        learnGeneratedName(metadata);
        ObjectNode masked = JsonNodeFactory.instance.objectNode();
        sorted(metadata).forEach((key, node) -> {
            String value = node.asText();
            if (key.equals("resourceVersion") && VERSION.matcher(value).matches()) {
                masked.put(key, ofList ? listVersion(value) : version(value));
            } else if (TIMES.contains(key) && TIME.matcher(value).matches()) {
                masked.put(key, "TIME");
            } else if (key.equals("continue") && !value.isEmpty()) {
                masked.put(key, "CONTINUE");
            } else if (!key.equals("managedFields")) {
                masked.set(key, mask(node));
            }
        });
        return masked;
    }

    private void learnGeneratedName(JsonNode metadata) {
        String base = metadata.path("generateName").asText();
        String name = metadata.path("name").asText();
        if (!base.isEmpty() && name.startsWith(base) && name.length() == base.length() + GENERATED_SUFFIX) {
            generated.putIfAbsent(name, base + "GENERATED" + (generated.size() + 1));
        }
    }

    private String version(String value) {
        return versions.computeIfAbsent(value, unseen -> "RV" + request + "." + ++newVersions);
    }

    private String listVersion(String value) {
        return captured.containsKey(value) ? "the version captured as " + captured.get(value) : "RV";
    }

    private JsonNode cells(JsonNode cells) {
        ArrayNode masked = JsonNodeFactory.instance.arrayNode();
        for (JsonNode cell : cells) {
            boolean isAge = cell.isTextual() && AGE.matcher(cell.asText()).matches();
            masked.add(isAge ? TextNode.valueOf("AGE") : mask(cell));
        }
        return masked;
    }

    /** Causes are in no order; a real server finds them by going through a map. */
    private JsonNode causes(JsonNode causes) {
        ArrayNode masked = JsonNodeFactory.instance.arrayNode();
        StreamSupport.stream(causes.spliterator(), false)
                .map(this::mask)
                .sorted(Comparator.comparing(JsonNode::toString))
                .forEach(masked::add);
        return masked;
    }

    private String message(String value) {
        String masked = TIME.matcher(text(value)).replaceAll("TIME");
        masked = VERSION_IN_TEXT.matcher(masked).replaceAll("$1RV");
        Matcher several = SEVERAL.matcher(masked);
        if (!several.matches()) {
            return masked;
        }
        return several.group(1)
                + Arrays.stream(several.group(2).split(", ")).sorted().toList();
    }

    private String text(String value) {
        String masked = UID.matcher(value)
                .replaceAll(found -> Matcher.quoteReplacement(
                        uids.computeIfAbsent(found.group(), unseen -> "UID" + request + "." + ++newUids)));
        for (Map.Entry<String, String> name : generated.entrySet()) {
            masked = masked.replace(name.getKey(), name.getValue());
        }
        return masked;
    }
}
