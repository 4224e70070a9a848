package io.kubeforge.api.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;

/** Writes the OpenAPI documents as one HTML page for people: every kind with its fields, every path with its methods. */
public final class ReferencePage {
    private static final String GVK = "x-kubernetes-group-version-kind";
    private static final String HEAD = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>KubeForge API reference</title>
            <style>
            body { font: 16px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
            code { font-size: 0.9em; }
            table { border-collapse: collapse; width: 100%; }
            th, td { border-bottom: 1px solid #ddd; padding: 0.3rem 0.6rem; text-align: left; vertical-align: top; }
            td:first-child { white-space: nowrap; }
            </style>
            </head>
            <body>
            <h1>KubeForge API reference</h1>
            """;

    private final StringBuilder page = new StringBuilder(HEAD);

    private ReferencePage() {}

    /** The page. */
    public static String html() {
        ReferencePage reference = new ReferencePage();
        List<ObjectNode> documents = OpenApi.documents();
        reference.contents(documents);
        documents.forEach(reference::document);
        return reference.page.append("</body>\n</html>\n").toString();
    }

    private void contents(List<ObjectNode> documents) {
        page.append("<ul>\n");
        for (ObjectNode document : documents) {
            for (JsonNode schema : kinds(document)) {
                page.append("<li><a href=\"#").append(anchor(schema)).append("\">");
                page.append(escaped(title(schema))).append("</a></li>\n");
            }
        }
        page.append("</ul>\n");
    }

    private void document(ObjectNode document) {
        for (JsonNode schema : kinds(document)) {
            page.append("<h2 id=\"").append(anchor(schema)).append("\">");
            page.append(escaped(title(schema))).append("</h2>\n");
            paragraph(schema.path("description").asText());
            page.append("<table>\n<tr><th>Field</th><th>Type</th><th>Description</th></tr>\n");
            fields("", schema);
            page.append("</table>\n");
            endpoints(document, schema);
        }
    }

    private void fields(String path, JsonNode schema) {
        List<String> required = new ArrayList<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        schema.path("properties").properties().forEach(property -> {
            JsonNode field = property.getValue();
            String name = path + property.getKey();
            page.append("<tr><td><code>").append(escaped(name)).append("</code></td><td>");
            page.append(escaped(type(field))).append("</td><td>");
            page.append(escaped(field.path("description").asText()));
            page.append(escaped(rules(field, required.contains(property.getKey()))));
            page.append("</td></tr>\n");
            boolean isList = field.has("items");
            fields(name + (isList ? "[]." : "."), isList ? field.path("items") : field);
        });
    }

    private static String type(JsonNode field) {
        if (field.has("allOf")) {
            String reference = field.at("/allOf/0/$ref").asText();
            return reference.substring(reference.lastIndexOf('.') + 1);
        }
        if (field.has("items")) {
            return "list of " + type(field.path("items"));
        }
        if (field.path("additionalProperties").isObject()) {
            return "map to " + type(field.path("additionalProperties"));
        }
        return field.path("format").asText(field.path("type").asText());
    }

    private static String rules(JsonNode field, boolean required) {
        StringBuilder rules = new StringBuilder(required ? " Required." : "");
        if (field.has("default")) {
            rules.append(" Default: ").append(field.path("default")).append('.');
        }
        if (field.has("enum")) {
            rules.append(" One of: ").append(field.path("enum")).append('.');
        }
        if (field.has("pattern")) {
            rules.append(" Matches: ").append(field.path("pattern").asText()).append('.');
        }
        if (field.has("minimum") || field.has("maximum")) {
            rules.append(" From ").append(field.path("minimum").asText("any"));
            rules.append(" to ").append(field.path("maximum").asText("any")).append('.');
        }
        return rules.toString();
    }

    private void endpoints(ObjectNode document, JsonNode schema) {
        String kind = schema.at("/" + GVK + "/0/kind").asText();
        page.append("<table>\n<tr><th>Method</th><th>Path</th><th>Parameters</th></tr>\n");
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(method -> {
                    JsonNode operation = method.getValue();
                    if (kind.equals(operation.at("/" + GVK + "/kind").asText())) {
                        page.append("<tr><td>")
                                .append(method.getKey().toUpperCase(Locale.ROOT))
                                .append("</td><td><code>");
                        page.append(escaped(path.getKey())).append("</code></td><td>");
                        page.append(String.join(", ", query(operation))).append("</td></tr>\n");
                    }
                }));
        page.append("</table>\n");
    }

    private static List<String> query(JsonNode operation) {
        return StreamSupport.stream(operation.path("parameters").spliterator(), false)
                .filter(parameter -> parameter.path("in").asText().equals("query"))
                .map(parameter -> escaped(parameter.path("name").asText()))
                .toList();
    }

    /** The schemas that are kinds, not their lists and what they share. */
    private static List<JsonNode> kinds(ObjectNode document) {
        return StreamSupport.stream(document.at("/components/schemas").spliterator(), false)
                .filter(schema -> schema.has(GVK) && !schema.path("properties").has("items"))
                .toList();
    }

    private static String title(JsonNode schema) {
        JsonNode names = schema.at("/" + GVK + "/0");
        String group = names.path("group").asText();
        return names.path("kind").asText() + " (" + (group.isEmpty() ? "" : group + "/")
                + names.path("version").asText() + ")";
    }

    private static String anchor(JsonNode schema) {
        return schema.at("/" + GVK + "/0/kind").asText().toLowerCase(Locale.ROOT);
    }

    private void paragraph(String text) {
        page.append("<p>").append(escaped(text)).append("</p>\n");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
