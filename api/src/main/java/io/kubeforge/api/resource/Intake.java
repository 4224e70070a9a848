package io.kubeforge.api.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.api.status.StatusException;
import io.kubeforge.model.kind.Kind;
import io.kubeforge.model.schema.FieldError;
import io.kubeforge.model.validation.Admission;
import io.kubeforge.store.ObjectRules;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Collectors;

/** Makes what a client sent agree with the path it was sent to, and takes from it what only the API may set. */
final class Intake {
    private static final List<String> OWNED_BY_API = List.of(
            "uid",
            "resourceVersion",
            "generation",
            "creationTimestamp",
            "deletionTimestamp",
            "deletionGracePeriodSeconds");
    private static final List<String> OWNED_WITHOUT_GENERATION =
            OWNED_BY_API.stream().filter(field -> !field.equals("generation")).toList();
    private static final List<String> NOT_KEPT = List.of("managedFields", "selfLink");

    private static final String SUFFIX_LETTERS = "bcdfghjklmnpqrstvwxz2456789";
    private static final int SUFFIX_LENGTH = 5;
    private static final int LONGEST_BASE = 58;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Intake() {}

    /** Refuses what cannot be read as an object of this kind; what came of a patch is checked with everything else. */
    static void requireReadable(Kind<?> kind, ObjectNode object) {
        requireTypeMeta(kind, object);
        List<FieldError> wrong = Admission.of(kind).unreadable(object);
        if (!wrong.isEmpty()) {
            String why = wrong.stream().map(FieldError::toString).collect(Collectors.joining("; "));
            throw StatusException.badRequest(cannotBeHandled(kind.name(), kind) + ": " + why);
        }
    }

    /** Core kinds are known by the path; a body of another kind says itself what it is. */
    private static void requireTypeMeta(Kind<?> kind, ObjectNode object) {
        JsonNode given = object.path("kind");
        if (kind.group().isEmpty()) {
            if (!isAbsentOr(kind.name(), given)) {
                throw StatusException.badRequest(cannotBeHandled(given.asText(), kind));
            }
            return;
        }
        for (String field : List.of("kind", "apiVersion")) {
            if (!object.path(field).isTextual()
                    || object.path(field).textValue().isEmpty()) {
                throw StatusException.badRequest("the object does not say its " + field + ": it is \""
                        + (field.equals("kind") ? kind.name() : kind.apiVersion()) + "\" on this path");
            }
        }
    }

    private static String cannotBeHandled(String given, Kind<?> kind) {
        return given + " in version \"" + kind.version() + "\" cannot be handled as a " + kind.name();
    }

    /** Refuses a replacement that does not name what it replaces. */
    static void requireName(String name, ObjectNode object) {
        if (isAbsentOr("", object.at("/metadata/name"))) {
            throw StatusException.badRequest("the name of the object (" + name
                    + " based on URL) was undeterminable: name must be provided in metadata.name");
        }
    }

    /** Checks kind, apiVersion, namespace and name against the path, and fills in what is absent. */
    static void address(Kind<?> kind, String namespace, String name, ObjectNode object) {
        requireKind(kind, object);
        if (object.has("metadata")
                && !object.get("metadata").isNull()
                && !object.get("metadata").isObject()) {
            throw StatusException.invalid(
                    kind,
                    name,
                    List.of(new FieldError("metadata", FieldError.TYPE_INVALID, "Invalid value: must be an object")));
        }
        ObjectNode metadata = metadata(object);
        if (kind.namespaced()) {
            if (!isAbsentOr(namespace, metadata.path("namespace"))) {
                throw StatusException.badRequest(
                        "the namespace of the provided object does not match the namespace sent on the request");
            }
            metadata.put("namespace", namespace);
        } else {
            metadata.remove("namespace");
        }
        if (!name.isEmpty()) {
            if (!isAbsentOr(name, metadata.path("name"))) {
                throw StatusException.badRequest("the name of the object ("
                        + metadata.path("name").asText() + ") does not match the name on the URL (" + name + ")");
            }
            metadata.put("name", name);
        }
    }

    private static void requireKind(Kind<?> kind, ObjectNode object) {
        JsonNode version = object.path("apiVersion");
        if (!isAbsentOr(kind.apiVersion(), version)) {
            throw StatusException.badRequest("the API version in the data (" + version.asText()
                    + ") does not match the expected API version (" + kind.apiVersion() + ")");
        }
        JsonNode given = object.path("kind");
        if (!isAbsentOr(kind.name(), given)) {
            String name = object.at("/metadata/name").asText();
            String message = "Invalid value: \"" + given.asText() + "\": must be " + kind.name();
            throw StatusException.invalid(
                    kind, given.asText(), name, List.of(new FieldError("kind", FieldError.INVALID, message)));
        }
        object.put("apiVersion", kind.apiVersion()).put("kind", kind.name());
    }

    private static boolean isAbsentOr(String expected, JsonNode found) {
        return found.isMissingNode()
                || found.isNull()
                || found.isTextual()
                        && (found.textValue().isEmpty() || found.textValue().equals(expected));
    }

    /** Takes out of a new object what it cannot bring along, and gives it a name if it asks for one. */
    static void clean(Kind<?> kind, ObjectNode object) {
        ObjectNode metadata = metadata(object);
        if (!metadata.path("resourceVersion").asText().isEmpty()) {
            throw StatusException.badRequest("metadata.resourceVersion must not be set on an object to be created");
        }
        metadata.remove(ownedByApi(kind));
        metadata.remove(NOT_KEPT);
        String base = metadata.path("generateName").asText();
        if (isAbsentOr("", metadata.path("name")) && !base.isEmpty()) {
            metadata.put("name", base.substring(0, Math.min(base.length(), LONGEST_BASE)) + suffix());
        }
    }

    /** Gives a changed object what only the API may set, as the old one has it. */
    static void restore(Kind<?> kind, ObjectNode old, ObjectNode object) {
        JsonNode before = old.path("metadata");
        ObjectNode metadata = metadata(object);
        metadata.remove(NOT_KEPT);
        for (String field : ownedByApi(kind)) {
            metadata.remove(field);
            if (before.has(field)) {
                metadata.set(field, before.get(field));
            }
        }
    }

    /** A generation that nobody counts is the client's own, as in Kubernetes. */
    private static List<String> ownedByApi(Kind<?> kind) {
        return ObjectRules.countsGenerations(kind) ? OWNED_BY_API : OWNED_WITHOUT_GENERATION;
    }

    static ObjectNode metadata(ObjectNode object) {
        if (object.get("metadata") instanceof ObjectNode metadata) {
            return metadata;
        }
        ObjectNode metadata = JsonNodeFactory.instance.objectNode();
        object.set("metadata", metadata);
        return metadata;
    }

    private static String suffix() {
        StringBuilder suffix = new StringBuilder();
        for (int i = 0; i < SUFFIX_LENGTH; i++) {
            suffix.append(SUFFIX_LETTERS.charAt(RANDOM.nextInt(SUFFIX_LETTERS.length())));
        }
        return suffix.toString();
    }
}
