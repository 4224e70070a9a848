package io.kubeforge.api.status;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds the fields that a text names more than once in the same object. */
final class DoubledFields {
    private DoubledFields() {}

    /** One sentence for each, as kube-apiserver says it of JSON and of YAML. */
    static List<String> of(JsonParser parser, boolean isYaml) throws IOException {
        List<String> found = new ArrayList<>();
        Deque<Set<String>> objects = new ArrayDeque<>();
        for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
            switch (token) {
                case START_OBJECT -> objects.push(new HashSet<>());
                case END_OBJECT -> objects.pop();
                case FIELD_NAME -> {
                    if (!objects.element().add(parser.currentName())) {
                        found.add(isYaml ? ofYaml(parser) : ofJson(parser));
                    }
                }
                default -> {}
            }
        }
        return List.copyOf(found);
    }

    private static String ofYaml(JsonParser parser) throws IOException {
        return "line " + parser.currentTokenLocation().getLineNr() + ": key \"" + parser.currentName()
                + "\" already set in map";
    }

    private static String ofJson(JsonParser parser) {
        return "duplicate field \"" + path(parser.getParsingContext()) + "\"";
    }

    private static String path(JsonStreamContext place) {
        if (place.inRoot()) {
            return "";
        }
        String outer = path(place.getParent());
        if (place.inArray()) {
            return outer + "[" + place.getCurrentIndex() + "]";
        }
        return outer.isEmpty() ? place.getCurrentName() : outer + "." + place.getCurrentName();
    }
}
