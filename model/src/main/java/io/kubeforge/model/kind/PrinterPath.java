package io.kubeforge.model.kind;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of JSONPath in which printer columns say where their value is: {@code .field}, with dots in a name escaped by
 * a backslash, {@code [0]}, and {@code [?(@.field=="text")]}, of which the first match counts. See <a
 * href="https://kubernetes.io/docs/reference/kubectl/jsonpath/">kubectl's JSONPath</a>.
 */
final class PrinterPath {
    private static final Pattern STEP = Pattern.compile(
            "\\.((?:[^.\\[\\]\\\\]|\\\\.)+)|\\[(\\d+)]|\\[\\?\\(@\\.([A-Za-z0-9]+)==[\"']([^\"']*)[\"']\\)]");

    private final List<UnaryOperator<JsonNode>> steps = new ArrayList<>();

    /**
     * Reads a path.
     *
     * @throws IllegalArgumentException when it is none of this grammar
     */
    PrinterPath(String path) {
        Matcher step = STEP.matcher(path);
        int position = 0;
        while (position < path.length()) {
            if (!step.find(position) || step.start() != position) {
                throw new IllegalArgumentException("No path for a column: " + path + ", at " + position);
            }
            steps.add(step(step));
            position = step.end();
        }
    }

    /** What is there; a missing node for nothing. */
    JsonNode in(JsonNode object) {
        JsonNode found = object;
        for (UnaryOperator<JsonNode> step : steps) {
            found = step.apply(found);
        }
        return found;
    }

    private static UnaryOperator<JsonNode> step(Matcher step) {
        if (step.group(1) != null) {
            String field = step.group(1).replaceAll("\\\\(.)", "$1");
            return node -> node.path(field);
        }
        if (step.group(2) != null) {
            int index = Integer.parseInt(step.group(2));
            return node -> node.path(index);
        }
        String field = step.group(3);
        String text = step.group(4);
        return node -> firstWith(node, field, text);
    }

    private static JsonNode firstWith(JsonNode list, String field, String text) {
        for (JsonNode item : list) {
            if (item.path(field).asText().equals(text)) {
                return item;
            }
        }
        return MissingNode.getInstance();
    }
}
