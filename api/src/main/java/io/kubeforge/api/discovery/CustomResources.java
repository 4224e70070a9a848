package io.kubeforge.api.discovery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.kubeforge.model.kind.Column;
import io.kubeforge.model.kind.Kind;
import io.kubeforge.model.kind.Kinds;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/**
 * Writes this project's kinds as CustomResourceDefinitions: for people who want their schemas elsewhere, and for clients
 * that look for them here. See <a
 * href="https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/">custom
 * resources</a>.
 */
public final class CustomResources {
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .build();

    private CustomResources() {}

    /** The definitions of all kinds that are not Kubernetes' own, as {@code kubectl apply} takes them. */
    public static List<ObjectNode> definitions() {
        return Kinds.ALL.stream()
                .filter(Kind::isCustom)
                .map(CustomResources::definition)
                .toList();
    }

    /** The same as YAML documents. */
    public static String yaml() {
        StringBuilder documents = new StringBuilder();
        try {
            for (ObjectNode definition : definitions()) {
                documents.append(YAML.writeValueAsString(definition));
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A definition could not be written", e);
        }
        return documents.toString();
    }

    /**
     * The definitions as this API serves them: with what a server sets.
     *
     * @param since when they came to be, RFC 3339
     */
    public static List<ObjectNode> served(String since) {
        List<ObjectNode> definitions = definitions();
        definitions.forEach(definition -> complete(definition, since));
        return definitions;
    }

    private static ObjectNode definition(Kind<?> kind) {
        ObjectNode definition = JsonNodeFactory.instance.objectNode();
        definition
                .put("apiVersion", Kinds.CUSTOM_RESOURCE_DEFINITION.apiVersion())
                .put("kind", Kinds.CUSTOM_RESOURCE_DEFINITION.name());
        definition.putObject("metadata").put("name", kind.resource());
        ObjectNode spec = definition.putObject("spec");
        spec.put("group", kind.group()).put("scope", kind.namespaced() ? "Namespaced" : "Cluster");
        spec.set("names", names(kind));
        spec.putObject("conversion").put("strategy", "None");
        spec.putArray("versions").add(version(kind));
        return definition;
    }

    private static ObjectNode names(Kind<?> kind) {
        ObjectNode names = JsonNodeFactory.instance.objectNode();
        names.put("kind", kind.name())
                .put("listKind", kind.name() + "List")
                .put("plural", kind.plural())
                .put("singular", kind.singular());
        Discovery.addTexts(names, "shortNames", kind.shortNames());
        Discovery.addTexts(names, "categories", kind.categories());
        return names;
    }

    private static ObjectNode version(Kind<?> kind) {
        ObjectNode version = JsonNodeFactory.instance.objectNode();
        version.put("name", kind.version()).put("served", true).put("storage", true);
        ObjectNode schema = kind.schema().toOpenApi();
        // A definition may say nothing of the metadata, which is the same for all kinds.
        schema.withObjectProperty("properties").putObject("metadata").put("type", "object");
        version.putObject("schema").set("openAPIV3Schema", schema);
        if (kind.hasStatus()) {
            version.putObject("subresources").putObject("status");
        }
        if (!kind.selectableFields().isEmpty()) {
            ArrayNode fields = version.putArray("selectableFields");
            kind.selectableFields().forEach(field -> fields.addObject().put("jsonPath", "." + field));
        }
        ArrayNode columns = version.putArray("additionalPrinterColumns");
        kind.columns().stream()
                .filter(column -> !column.name().equals(Column.NAME))
                .forEach(column -> columns.add(column(column)));
        return version;
    }

    private static ObjectNode column(Column column) {
        ObjectNode described = JsonNodeFactory.instance.objectNode();
        described.put("name", column.name()).put("type", column.type()).put("description", column.description());
        if (column.priority() > 0) {
            described.put("priority", column.priority());
        }
        return described.put("jsonPath", column.path());
    }

    private static void complete(ObjectNode definition, String since) {
        ObjectNode metadata = definition.withObjectProperty("metadata");
        byte[] name = metadata.path("name").asText().getBytes(StandardCharsets.UTF_8);
        metadata.put("uid", UUID.nameUUIDFromBytes(name).toString())
                .put("resourceVersion", "1")
                .put("generation", 1)
                .put("creationTimestamp", since);
        ObjectNode status = definition.putObject("status");
        ArrayNode conditions = status.putArray("conditions");
        conditions.add(condition("NamesAccepted", "NoConflicts", "no conflicts found", since));
        conditions.add(condition("Established", "InitialNamesAccepted", "the API serves it", since));
        status.set("acceptedNames", definition.at("/spec/names"));
        status.putArray("storedVersions").add(definition.at("/spec/versions/0/name"));
    }

    private static ObjectNode condition(String type, String reason, String message, String since) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", type)
                .put("status", "True")
                .put("reason", reason)
                .put("message", message)
                .put("lastTransitionTime", since);
    }
}
