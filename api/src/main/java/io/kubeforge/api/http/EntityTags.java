package io.kubeforge.api.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.api.status.StatusException;
import io.kubeforge.model.kind.Kind;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import java.util.Arrays;
import java.util.List;

/** The versions of objects as HTTP has them: the ETag of an object is its resourceVersion in quotes. */
final class EntityTags {
    private static final String ANY = "*";

    private EntityTags() {}

    /** Whether the client asks for the object only when it is another than the one it has. */
    static boolean isKnown(HttpRequest<?> request, ObjectNode object) {
        return names(versions(request, HttpHeaders.IF_NONE_MATCH), object);
    }

    /** Whether the client says which version it means. */
    static boolean isConditional(HttpRequest<?> request) {
        return request.getHeaders().contains(HttpHeaders.IF_MATCH);
    }

    /** Refuses a write that is meant for another version than that of the object. */
    static void requireMatch(HttpRequest<?> request, Kind<?> kind, ObjectNode object) {
        if (isConditional(request) && !names(versions(request, HttpHeaders.IF_MATCH), object)) {
            throw refusal(kind, object);
        }
    }

    /** The refusal of a write that was meant for another version than that of the object. */
    static StatusException refusal(Kind<?> kind, ObjectNode object) {
        return StatusException.preconditionFailed(
                kind,
                object.at("/metadata/name").asText(),
                "the object has been modified: its version is \"" + version(object)
                        + "\", which If-Match does not name; get it again and apply your changes to it");
    }

    static void tag(MutableHttpResponse<?> response, ObjectNode object) {
        if (!version(object).isEmpty()) {
            response.header(HttpHeaders.ETAG, '"' + version(object) + '"');
        }
    }

    private static boolean names(List<String> versions, ObjectNode object) {
        return versions.contains(ANY) || versions.contains(version(object));
    }

    /** Our versions hold neither commas nor quotes; a weak tag names the same version. */
    private static List<String> versions(HttpRequest<?> request, String header) {
        return request.getHeaders().getAll(header).stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(tag -> tag.trim().replaceFirst("^W/", "").replace("\"", ""))
                .toList();
    }

    private static String version(ObjectNode object) {
        return object.at("/metadata/resourceVersion").asText();
    }
}
