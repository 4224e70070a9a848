package io.kubeforge.api.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.model.kind.Kind;
import io.kubeforge.model.kind.Kinds;
import java.util.List;

/** Describes the whole API in OpenAPI v2, which Argo CD, Terraform and older kubectls read. */
public final class OpenApiV2 {
    private static final String REFERENCES = "#/definitions/";
    private static final ObjectNode DOCUMENT = make();

    private OpenApiV2() {}

    /** The answer to {@code /openapi/v2}; read it, never change it. */
    public static ObjectNode document() {
        return DOCUMENT;
    }

    private static ObjectNode make() {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("swagger", "2.0");
        document.putObject("info").put("title", "KubeForge").put("version", "v1");
        ObjectNode paths = document.putObject("paths");
        for (Kind<?> kind : Kinds.ALL) {
            for (Endpoint endpoint : Endpoint.of(kind)) {
                paths.withObjectProperty(endpoint.path()).set(endpoint.method(), operation(endpoint));
            }
        }
        ObjectNode definitions = document.putObject("definitions");
        new Schemas(REFERENCES).addAll(definitions, Kinds.ALL);
        definitions.forEach(OpenApiV2::referDirectly);
        return document;
    }

    private static ObjectNode operation(Endpoint endpoint) {
        ObjectNode operation = JsonNodeFactory.instance.objectNode();
        operation.put("operationId", endpoint.id());
        operation.put("x-kubernetes-action", endpoint.action());
        Schemas.addGroupVersionKind(operation, endpoint.kind());
        addTypes(operation.putArray("produces"), List.of("application/json"));
        if (!endpoint.consumes().isEmpty()) {
            addTypes(operation.putArray("consumes"), endpoint.consumes());
        }
        ArrayNode parameters = operation.putArray("parameters");
        if (!endpoint.body().isEmpty()) {
            ObjectNode body = parameters.addObject().put("name", "body").put("in", "body");
            body.put("required", !endpoint.method().equals("delete"));
            refer(body, endpoint.body());
        }
        endpoint.parameters().forEach(parameter -> parameters.add(parameter(parameter)));
        ObjectNode responses = operation.putObject("responses");
        ObjectNode done = responses.putObject(Integer.toString(endpoint.code()));
        refer(done.put("description", "Done."), endpoint.answer());
        return operation;
    }

    private static ObjectNode parameter(Parameter parameter) {
        ObjectNode described = JsonNodeFactory.instance.objectNode();
        described
                .put("name", parameter.name())
                .put("in", parameter.in())
                .put("description", parameter.description())
                .put("type", parameter.type())
                .put("uniqueItems", true);
        if (parameter.in().equals("path")) {
            described.put("required", true);
        }
        return described;
    }

    private static void refer(ObjectNode target, String schema) {
        target.putObject("schema").put("$ref", REFERENCES + schema);
    }

    /** Clients of v2 know a reference beside a description, and no {@code allOf}. */
    private static void referDirectly(JsonNode schema) {
        if (schema instanceof ObjectNode object && object.path("allOf").size() == 1) {
            JsonNode only = object.remove("allOf").get(0);
            object.set("$ref", only.get("$ref"));
        }
        schema.forEach(OpenApiV2::referDirectly);
    }

    private static void addTypes(ArrayNode target, List<String> types) {
        types.forEach(target::add);
    }
}
