package io.kubeforge.api.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.api.status.StatusException;
import io.kubeforge.store.Propagation;
import io.micronaut.core.annotation.Nullable;
import java.util.function.Predicate;

/**
 * How a deletion is meant.
 *
 * @param uid the object that is meant; null for whichever bears the name
 * @param resourceVersion the version that is meant; null for any
 * @param propagation what becomes of its dependents; null when the client does not say
 */
public record DeleteOptions(
        @Nullable String uid,
        @Nullable String resourceVersion,
        boolean dryRun,
        @Nullable Propagation propagation) {
    private static final String NAME = "DeleteOptions";

    /**
     * Reads the body, which goes before the query parameters; empty texts for absent ones. A grace period is for Pods:
     * here it only must be one.
     */
    public static DeleteOptions parse(
            ObjectNode body, String dryRun, String propagationPolicy, String orphan, String gracePeriodSeconds) {
        requireTypes(body);
        requireNumber("gracePeriodSeconds", gracePeriodSeconds);
        String policy = body.path("propagationPolicy").asText(propagationPolicy);
        String orphanDependents = body.path("orphanDependents").asText(orphan);
        String run = body.path("dryRun").path(0).asText(dryRun);
        return new DeleteOptions(
                text(body.at("/preconditions/uid")),
                text(body.at("/preconditions/resourceVersion")),
                WriteOptions.isDryRun(NAME, run),
                propagation(policy, orphanDependents));
    }

    /** The same for one object of a collection. */
    DeleteOptions of(String uid) {
        return new DeleteOptions(uid, null, dryRun, propagation);
    }

    /** The same for nothing but this version of an object, unless another one is meant already. */
    public DeleteOptions pinnedTo(ObjectNode object) {
        String found = object.at("/metadata/resourceVersion").asText();
        return new DeleteOptions(uid, resourceVersion == null ? found : resourceVersion, dryRun, propagation);
    }

    private static Propagation propagation(String policy, String orphanDependents) {
        if (!policy.isEmpty() && !orphanDependents.isEmpty()) {
            String message =
                    "Invalid value: \"" + policy + "\": orphanDependents and deletionPropagation cannot be both set";
            throw StatusException.invalidOptions(NAME, "propagationPolicy", message);
        }
        return switch (policy) {
            case "" -> orphanDependents.isEmpty() ? null : ofOrphanDependents(orphanDependents);
            case "Background" -> Propagation.BACKGROUND;
            case "Foreground" -> Propagation.FOREGROUND;
            case "Orphan" -> Propagation.ORPHAN;
            default ->
                throw StatusException.invalidOptions(
                        NAME,
                        WriteOptions.unsupported(
                                "propagationPolicy",
                                '"' + policy + '"',
                                "\"Foreground\", \"Background\", \"Orphan\", \"nil\""));
        };
    }

    private static Propagation ofOrphanDependents(String value) {
        return switch (value) {
            case "true", "1" -> Propagation.ORPHAN;
            case "false", "0" -> Propagation.BACKGROUND;
            default -> throw StatusException.badRequest("orphanDependents must be true or false");
        };
    }

    /** A body that means something else must not delete anything. */
    private static void requireTypes(ObjectNode body) {
        if (!body.path("kind").asText(NAME).equals(NAME)) {
            throw StatusException.badRequest(
                    "the body of a DELETE must be DeleteOptions, but its kind is " + body.path("kind"));
        }
        require(body, "propagationPolicy", JsonNode::isTextual, "a text");
        require(body, "orphanDependents", JsonNode::isBoolean, "true or false");
        require(body, "gracePeriodSeconds", JsonNode::isIntegralNumber, "a whole number");
        require(body, "dryRun", JsonNode::isArray, "a list");
        require(body, "preconditions", JsonNode::isObject, "an object");
        JsonNode preconditions = body.path("preconditions");
        require(preconditions, "uid", JsonNode::isTextual, "a text");
        require(preconditions, "resourceVersion", JsonNode::isTextual, "a text");
    }

    private static void require(JsonNode object, String field, Predicate<JsonNode> type, String expected) {
        JsonNode value = object.path(field);
        if (!value.isMissingNode() && !value.isNull() && !type.test(value)) {
            throw StatusException.badRequest("the field " + field + " of DeleteOptions must be " + expected);
        }
    }

    private static void requireNumber(String parameter, String value) {
        try {
            if (!value.isEmpty()) {
                Long.parseLong(value);
            }
        } catch (NumberFormatException e) {
            throw StatusException.badRequest("the parameter " + parameter + " of DeleteOptions must be a whole number");
        }
    }

    @Nullable
    private static String text(JsonNode value) {
        return value.isTextual() && !value.asText().isEmpty() ? value.asText() : null;
    }
}
