package io.kubeforge.api.oracle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What a server answered.
 *
 * @param status the HTTP status; 0 when there was no answer
 * @param headers all its headers
 * @param body as JSON; the events of a watch as a list; anything else as a text
 */
public record Exchange(int status, HttpHeaders headers, JsonNode body) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Exchange of(HttpResponse<byte[]> response) {
        String text = new String(response.body(), StandardCharsets.UTF_8);
        boolean isStream =
                response.statusCode() == 200 && isWatch(response.uri().getQuery());
        return new Exchange(response.statusCode(), response.headers(), isStream ? events(text) : value(text));
    }

    /** When there was no answer, what happened instead is the body. */
    static Exchange failed(String what) {
        return new Exchange(0, HttpHeaders.of(java.util.Map.of(), (name, value) -> true), TextNode.valueOf(what));
    }

    /** Status, these headers and the body as one tree. */
    ObjectNode tree(JsonNode shownBody, List<String> names) {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.put("status", status);
        ObjectNode shown = tree.putObject("headers");
        for (String name : names) {
            List<String> values = headers.allValues(name).stream().sorted().toList();
            if (!values.isEmpty()) {
                shown.put(name, String.join(", ", values).replace("; ", ";"));
            }
        }
        tree.set("body", shownBody);
        return tree;
    }

    private static boolean isWatch(String query) {
        return query != null && query.matches("(.*&)?watch(=(1|true))?(&.*)?");
    }

    private static ArrayNode events(String text) {
        ArrayNode events = JsonNodeFactory.instance.arrayNode();
        text.lines().filter(line -> !line.isBlank()).forEach(line -> events.add(value(line)));
        return events;
    }

    private static JsonNode value(String text) {
        try {
            JsonNode read = JSON.readTree(text);
            return read.isContainerNode() ? read : TextNode.valueOf(text);
        } catch (JsonProcessingException noJson) {
            return TextNode.valueOf(text);
        }
    }
}
