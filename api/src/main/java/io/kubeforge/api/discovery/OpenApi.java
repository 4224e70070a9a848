package io.kubeforge.api.discovery;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.model.kind.Kind;
import io.kubeforge.model.kind.Kinds;
import io.kubeforge.model.validation.KindSchemas;
import io.kubeforge.model.validation.Metadata;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Describes the API in OpenAPI v3, one document for each group and version, as kubectl reads it. */
public final class OpenApi {
    private static final String SCHEMAS = "#/components/schemas/";
    private static final String OBJECT_META = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";
    private static final String LIST_META = "io.k8s.apimachinery.pkg.apis.meta.v1.ListMeta";

    private OpenApi() {}

    /** The answer to {@code /openapi/v3}: where the documents are. */
    public static ObjectNode index() {
        ObjectNode index = JsonNodeFactory.instance.objectNode();
        ObjectNode paths = index.putObject("paths");
        Kinds.ALL.stream().map(OpenApi::root).distinct().forEach(root -> paths.putObject(root)
                .put("serverRelativeURL", "/openapi/v3/" + root));
        return index;
    }

    /** The document of {@code api/v1} or {@code apis/GROUP/VERSION}, when something is served there. */
    public static Optional<ObjectNode> document(String root) {
        List<Kind<?>> kinds =
                Kinds.ALL.stream().filter(kind -> root(kind).equals(root)).toList();
        if (kinds.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("openapi", "3.0.0");
        document.putObject("info")
                .put("title", "KubeForge")
                .put("version", kinds.get(0).version());
        ObjectNode paths = document.putObject("paths");
        ObjectNode schemas = document.putObject("components").putObject("schemas");
        schemas.set(OBJECT_META, Metadata.SCHEMA.toOpenApi());
        schemas.set(LIST_META, listMeta());
        for (Kind<?> kind : kinds) {
            addPaths(paths, kind);
            schemas.set(schemaName(kind), schema(kind));
            schemas.set(schemaName(kind) + "List", listSchema(kind));
        }
        return Optional.of(document);
    }

    private static String root(Kind<?> kind) {
        return (kind.group().isEmpty() ? "api/" : "apis/") + kind.apiVersion();
    }

    private static String schemaName(Kind<?> kind) {
        return (kind.group().isEmpty() ? "io.k8s.api.core." : "io.kubeforge.") + kind.version() + "." + kind.name();
    }

    private static ObjectNode schema(Kind<?> kind) {
        ObjectNode schema = KindSchemas.of(kind).toOpenApi();
        ObjectNode metadata = schema.withObjectProperty("properties").putObject("metadata");
        metadata.put("description", "The object's metadata.");
        metadata.putArray("allOf").addObject().put("$ref", SCHEMAS + OBJECT_META);
        addGroupVersionKind(schema.putArray("x-kubernetes-group-version-kind").addObject(), kind, kind.name());
        return schema;
    }

    private static ObjectNode listSchema(Kind<?> kind) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        schema.put("description", "A list of " + kind.plural() + ".").put("type", "object");
        schema.putArray("required").add("items");
        ObjectNode properties = schema.putObject("properties");
        properties.putObject("apiVersion").put("type", "string");
        properties.putObject("kind").put("type", "string");
        properties.putObject("metadata").putArray("allOf").addObject().put("$ref", SCHEMAS + LIST_META);
        ObjectNode items = properties.putObject("items").put("type", "array").putObject("items");
        items.putArray("allOf").addObject().put("$ref", SCHEMAS + schemaName(kind));
        addGroupVersionKind(schema.putArray("x-kubernetes-group-version-kind").addObject(), kind, kind.name() + "List");
        return schema;
    }

    private static ObjectNode listMeta() {
        ObjectNode meta = JsonNodeFactory.instance.objectNode();
        meta.put("description", "What every list has.").put("type", "object");
        meta.putObject("properties").putObject("resourceVersion").put("type", "string");
        return meta;
    }

    private static void addPaths(ObjectNode paths, Kind<?> kind) {
        String scope = "/" + root(kind) + (kind.namespaced() ? "/namespaces/{namespace}/" : "/");
        ObjectNode collection = paths.putObject(scope + kind.plural());
        ObjectNode item = paths.putObject(scope + kind.plural() + "/{name}");
        addOperation(collection, "get", "list", kind, "");
        addOperation(item, "get", "get", kind, "");
        if (!Discovery.isReadOnly(kind)) {
            addOperation(collection, "post", "post", kind, "");
            addOperation(item, "put", "put", kind, "");
            addOperation(item, "patch", "patch", kind, "");
            addOperation(item, "delete", "delete", kind, "");
        }
        if (kind.hasStatus()) {
            ObjectNode status = paths.putObject(scope + kind.plural() + "/{name}/status");
            addOperation(status, "get", "get", kind, "Status");
        }
    }

    private static void addOperation(ObjectNode path, String method, String action, Kind<?> kind, String part) {
        ObjectNode operation = path.putObject(method);
        operation.put("operationId", action + kind.name() + part);
        operation.put("x-kubernetes-action", action);
        addGroupVersionKind(operation.putObject("x-kubernetes-group-version-kind"), kind, kind.name());
        ArrayNode parameters = operation.putArray("parameters");
        boolean isWrite = List.of("post", "put", "patch").contains(method);
        if (isWrite) {
            addParameter(parameters, "dryRun");
            addParameter(parameters, "fieldManager");
            addParameter(parameters, "fieldValidation");
            ObjectNode content = operation.putObject("requestBody").putObject("content");
            content.putObject(method.equals("patch") ? "application/merge-patch+json" : "application/json")
                    .putObject("schema")
                    .put("$ref", SCHEMAS + schemaName(kind));
        }
        ObjectNode answer = operation.putObject("responses").putObject(method.equals("post") ? "201" : "200");
        String shown = schemaName(kind) + (action.equals("list") ? "List" : "");
        answer.put("description", action.toUpperCase(Locale.ROOT))
                .putObject("content")
                .putObject("application/json")
                .putObject("schema")
                .put("$ref", SCHEMAS + shown);
    }

    private static void addParameter(ArrayNode parameters, String name) {
        parameters
                .addObject()
                .put("name", name)
                .put("in", "query")
                .putObject("schema")
                .put("type", "string")
                .put("uniqueItems", true);
    }

    private static void addGroupVersionKind(ObjectNode target, Kind<?> kind, String name) {
        target.put("group", kind.group()).put("kind", name).put("version", kind.version());
    }
}
