package io.kubeforge.api.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.api.status.StatusException;
import io.kubeforge.model.kind.Kind;
import io.kubeforge.model.schema.FieldError;
import java.security.SecureRandom;
import java.util.List;

/** Makes what a client sent agree with the path it was sent to, and takes from it what only the API may set. */
final class Intake {
    private static final List<String> OWNED_BY_API = List.of(
            "uid",
            "resourceVersion",
            "generation",
            "creationTimestamp",
            "deletionTimestamp",
            "deletionGracePeriodSeconds");
    private static final List<String> NOT_KEPT = List.of("managedFields", "selfLink");

    private static final String SUFFIX_LETTERS = "bcdfghjklmnpqrstvwxz2456789";
    private static final int SUFFIX_LENGTH = 5;
    private static final int LONGEST_BASE = 58;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Intake() {}

    /** Checks kind, apiVersion, namespace and name against the path, and fills in what is absent. */
    static void address(Kind<?> kind, String namespace, String name, ObjectNode object) {
        match("apiVersion", object, "apiVersion", kind.apiVersion());
        match("kind", object, "kind", kind.name());
        if (object.has("metadata") && !object.get("metadata").isObject()) {
            throw StatusException.invalid(
                    kind,
                    name,
                    List.of(new FieldError("metadata", FieldError.TYPE_INVALID, "Invalid value: must be an object")));
        }
        ObjectNode metadata = metadata(object);
        if (kind.namespaced()) {
            match("metadata.namespace", metadata, "namespace", namespace);
        }
        if (!name.isEmpty()) {
            match("metadata.name", metadata, "name", name);
        }
    }

    /** Takes out of a new object what it cannot bring along, and gives it a name if it asks for one. */
    static void clean(ObjectNode object) {
        ObjectNode metadata = metadata(object);
        if (!metadata.path("resourceVersion").asText().isEmpty()) {
            throw StatusException.badRequest("metadata.resourceVersion must not be set on an object to be created");
        }
        metadata.remove(OWNED_BY_API);
        metadata.remove(NOT_KEPT);
        String base = metadata.path("generateName").asText();
        if (metadata.path("name").asText().isEmpty() && !base.isEmpty()) {
            metadata.put("name", base.substring(0, Math.min(base.length(), LONGEST_BASE)) + suffix());
        }
    }

    /** Gives a changed object what only the API may set, as the old one has it. */
    static void restore(ObjectNode old, ObjectNode object) {
        JsonNode before = old.path("metadata");
        ObjectNode metadata = metadata(object);
        metadata.remove(NOT_KEPT);
        for (String field : OWNED_BY_API) {
            metadata.remove(field);
            if (before.has(field)) {
                metadata.set(field, before.get(field));
            }
        }
    }

    static ObjectNode metadata(ObjectNode object) {
        if (object.get("metadata") instanceof ObjectNode metadata) {
            return metadata;
        }
        ObjectNode metadata = JsonNodeFactory.instance.objectNode();
        object.set("metadata", metadata);
        return metadata;
    }

    private static void match(String field, ObjectNode object, String key, String expected) {
        String found = object.path(key).asText();
        if (!found.isEmpty() && !found.equals(expected)) {
            throw StatusException.badRequest("the " + field + " of the object, \"" + found
                    + "\", does not match the one of the request, \"" + expected + "\"");
        }
        object.put(key, expected);
    }

    private static String suffix() {
        StringBuilder suffix = new StringBuilder();
        for (int i = 0; i < SUFFIX_LENGTH; i++) {
            suffix.append(SUFFIX_LETTERS.charAt(RANDOM.nextInt(SUFFIX_LETTERS.length())));
        }
        return suffix.toString();
    }
}
