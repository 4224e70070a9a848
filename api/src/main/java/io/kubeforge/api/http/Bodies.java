package io.kubeforge.api.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.api.protobuf.ProtobufBody;
import io.kubeforge.api.status.Json;
import io.kubeforge.api.status.SentObject;
import io.kubeforge.api.status.StatusException;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads the bodies of requests by their content type. */
final class Bodies {
    private static final Set<String> YAML = Set.of("application/yaml", "application/x-yaml", "text/yaml");

    private Bodies() {}

    /** An object to be stored, or reviewed. */
    static SentObject object(HttpRequest<?> request, byte[] body) {
        String type = type(request);
        byte[] bytes = body == null ? new byte[0] : body;
        if (type.equals(ProtobufBody.MEDIA_TYPE)) {
            return new SentObject(ProtobufBody.read(bytes), List.of());
        }
        if (!type.isEmpty() && !type.equals("application/json") && !YAML.contains(type)) {
            throw StatusException.unsupportedMediaType(
                    "bodies are read as application/json, application/yaml or, for built-in kinds, "
                            + ProtobufBody.MEDIA_TYPE + ", not as " + type);
        }
        return Json.readTolerantly(bytes, YAML.contains(type));
    }

    /** Options, which may be absent. */
    static ObjectNode options(HttpRequest<?> request, byte[] body) {
        return body == null || body.length == 0
                ? JsonNodeFactory.instance.objectNode()
                : object(request, body).object();
    }

    /** The content type of a request in lower case, without parameters; empty when it has none. */
    static String type(HttpRequest<?> request) {
        String type = request.getHeaders().get(HttpHeaders.CONTENT_TYPE);
        return type == null ? "" : type.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
    }
}
