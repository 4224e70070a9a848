package io.kubeforge.model.kind;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.function.Function;

/**
 * A column in which {@code kubectl get} shows a kind.
 *
 * @param type {@code string}, {@code integer} or {@code date}; a date is shown as the time since then
 * @param priority 0 for always, 1 for {@code -o wide} only
 * @param cell what is shown of an object; a missing node for nothing
 */
public record Column(String name, String type, String description, int priority, Function<JsonNode, JsonNode> cell) {
    public static final String DATE = "date";

    /** A column that shows the text at a JSON pointer. */
    public static Column text(String name, String description, String pointer) {
        return new Column(name, "string", description, 0, object -> object.at(pointer));
    }

    /** A column that shows the time since the moment at a JSON pointer. */
    public static Column since(String name, String description, String pointer) {
        return new Column(name, DATE, description, 0, object -> object.at(pointer));
    }

    /** A column that shows the status of a condition. */
    public static Column condition(String name, String description, String type) {
        return new Column(name, "string", description, 0, object -> condition(object, type)
                .path("status"));
    }

    /** A column that shows the message of a condition. */
    public static Column conditionMessage(String name, String description, String type) {
        return new Column(name, "string", description, 0, object -> condition(object, type)
                .path("message"));
    }

    /** A column that shows how many entries these maps have together. */
    public static Column count(String name, String description, String... pointers) {
        return new Column(name, "integer", description, 0, object -> {
            int entries = 0;
            for (String pointer : pointers) {
                entries += object.at(pointer).size();
            }
            return IntNode.valueOf(entries);
        });
    }

    /** A column that shows two texts with a slash between them. */
    public static Column pair(String name, String description, String first, String second) {
        return new Column(name, "string", description, 0, object -> {
            String left = object.at(first).asText();
            return left.isEmpty()
                    ? MissingNode.getInstance()
                    : TextNode.valueOf(left + "/" + object.at(second).asText());
        });
    }

    /** The same column, shown with {@code -o wide} only. */
    public Column wide() {
        return new Column(name, type, description, 1, cell);
    }

    private static JsonNode condition(JsonNode object, String type) {
        for (JsonNode condition : object.at("/status/conditions")) {
            if (type.equals(condition.path("type").asText())) {
                return condition;
            }
        }
        return MissingNode.getInstance();
    }
}
