package io.kubeforge.api.discovery;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.api.status.Json;
import io.kubeforge.model.kind.Kind;
import io.kubeforge.model.kind.Kinds;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Describes the API in OpenAPI v3, one document for each group and version, as kubectl reads it. */
public final class OpenApi {
    private static final String REFERENCES = "#/components/schemas/";
    private static final Map<String, ObjectNode> DOCUMENTS = make();
    /** Made once: clients ask for it before each command, and its hashes read all documents. */
    private static final ObjectNode INDEX = makeIndex();

    private OpenApi() {}

    /** The answer to {@code /openapi/v3}: where the documents are, each with a hash by which it can be kept; read it. */
    public static ObjectNode index() {
        return INDEX;
    }

    private static ObjectNode makeIndex() {
        ObjectNode index = JsonNodeFactory.instance.objectNode();
        ObjectNode paths = index.putObject("paths");
        DOCUMENTS.forEach((root, document) ->
                paths.putObject(root).put("serverRelativeURL", "/openapi/v3/" + root + "?hash=" + hash(document)));
        return index;
    }

    /** The document of {@code api/v1} or {@code apis/GROUP/VERSION}, when something is served there. */
    public static Optional<ObjectNode> document(String root) {
        return Optional.ofNullable(DOCUMENTS.get(root));
    }

    /** All documents; read them, never change them. */
    static List<ObjectNode> documents() {
        return List.copyOf(DOCUMENTS.values());
    }

    private static Map<String, ObjectNode> make() {
        Map<String, ObjectNode> documents = new LinkedHashMap<>();
        for (Kind<?> kind : Kinds.ALL) {
            documents.computeIfAbsent(Groups.root(kind), root -> document(Groups.kinds(kind.group(), kind.version())));
        }
        return documents;
    }

    private static ObjectNode document(List<Kind<?>> kinds) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("openapi", "3.0.0");
        document.putObject("info")
                .put("title", "KubeForge")
                .put("version", kinds.get(0).version());
        ObjectNode paths = document.putObject("paths");
        for (Kind<?> kind : kinds) {
            for (Endpoint endpoint : Endpoint.of(kind)) {
                paths.withObjectProperty(endpoint.path()).set(endpoint.method(), operation(endpoint));
            }
        }
        ObjectNode components = document.putObject("components");
        new Schemas(REFERENCES).addAll(components.putObject("schemas"), kinds);
        components
                .putObject("securitySchemes")
                .putObject("BearerToken")
                .put("type", "http")
                .put("scheme", "bearer");
        document.putArray("security").addObject().putArray("BearerToken");
        return document;
    }

    private static ObjectNode operation(Endpoint endpoint) {
        ObjectNode operation = JsonNodeFactory.instance.objectNode();
        operation.put("operationId", endpoint.id());
        operation.put("x-kubernetes-action", endpoint.action());
        Schemas.addGroupVersionKind(operation, endpoint.kind());
        ArrayNode parameters = operation.putArray("parameters");
        endpoint.parameters().forEach(parameter -> parameters.add(parameter(parameter)));
        if (!endpoint.consumes().isEmpty()) {
            ObjectNode body = operation.putObject("requestBody");
            body.put("required", !endpoint.method().equals("delete"));
            ObjectNode content = body.putObject("content");
            endpoint.consumes().forEach(type -> refer(content.putObject(type), endpoint.body()));
        }
        ObjectNode responses = operation.putObject("responses");
        answer(responses.putObject(Integer.toString(endpoint.code())), "Done.", endpoint.answer());
        answer(responses.putObject("default"), "What went wrong.", Schemas.META + "Status");
        return operation;
    }

    private static ObjectNode parameter(Parameter parameter) {
        ObjectNode described = JsonNodeFactory.instance.objectNode();
        described.put("name", parameter.name()).put("in", parameter.in()).put("description", parameter.description());
        if (parameter.in().equals("path")) {
            described.put("required", true);
        }
        described.putObject("schema").put("type", parameter.type()).put("uniqueItems", true);
        return described;
    }

    private static void answer(ObjectNode response, String description, String schema) {
        refer(response.put("description", description).putObject("content").putObject("application/json"), schema);
    }

    private static void refer(ObjectNode content, String schema) {
        content.putObject("schema").put("$ref", REFERENCES + schema);
    }

    private static String hash(ObjectNode document) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(Json.write(document));
            return HexFormat.of().withUpperCase().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no SHA-256", e);
        }
    }
}
