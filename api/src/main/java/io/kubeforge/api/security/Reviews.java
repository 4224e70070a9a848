package io.kubeforge.api.security;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.api.status.StatusException;
import io.kubeforge.model.kind.Kind;
import io.kubeforge.model.kind.Kinds;
import io.kubeforge.model.schema.FieldError;
import io.kubeforge.model.schema.FieldErrors;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Answers what users ask about themselves: {@code kubectl auth whoami} and {@code kubectl auth can-i}. The
 * administrator may do everything; whoever he is taken for instead has no rights.
 */
public final class Reviews {
    private static final String ANY = "*";

    private Reviews() {}

    /**
     * The review with its answer.
     *
     * @throws StatusException when the question makes no sense
     */
    public static ObjectNode answer(Kind<?> kind, ObjectNode question, User user) {
        ObjectNode review = question.deepCopy();
        kind.schema().prune(review);
        review.remove("status");
        requireKind(kind, review);
        requireSound(kind, review);
        ObjectNode answered = JsonNodeFactory.instance.objectNode();
        answered.put("kind", kind.name()).put("apiVersion", kind.apiVersion());
        ObjectNode metadata = answered.putObject("metadata");
        if (kind.equals(Kinds.SELF_SUBJECT_REVIEW)) {
            metadata.put(
                    "creationTimestamp",
                    Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        }
        if (review.has("spec")) {
            answered.set("spec", review.get("spec"));
        }
        fillIn(answered.putObject("status"), kind, user);
        return answered;
    }

    private static void requireKind(Kind<?> kind, ObjectNode review) {
        boolean isThisKind = kind.name().equals(review.path("kind").asText(kind.name()))
                && kind.apiVersion().equals(review.path("apiVersion").asText(kind.apiVersion()));
        if (!isThisKind) {
            throw StatusException.badRequest(
                    "the object is not of kind " + kind.name() + " in " + kind.apiVersion() + ", as the path has it");
        }
    }

    private static void requireSound(Kind<?> kind, ObjectNode review) {
        boolean isOfRules = kind.equals(Kinds.SELF_SUBJECT_RULES_REVIEW);
        if (isOfRules && review.at("/spec/namespace").asText().isEmpty()) {
            throw StatusException.badRequest("no namespace on request");
        }
        FieldErrors errors = new FieldErrors();
        kind.schema().check("", review, errors);
        if (kind.equals(Kinds.SELF_SUBJECT_ACCESS_REVIEW)) {
            ObjectNode spec = review.path("spec") instanceof ObjectNode given ? given : review;
            if (spec.has("resourceAttributes") == spec.has("nonResourceAttributes")) {
                errors.invalid(
                        "spec", spec, "exactly one of nonResourceAttributes or resourceAttributes must be specified");
            }
        }
        List<FieldError> found = errors.list();
        if (!found.isEmpty()) {
            throw StatusException.invalid(kind, "", found);
        }
    }

    private static void fillIn(ObjectNode status, Kind<?> kind, User user) {
        if (kind.equals(Kinds.SELF_SUBJECT_REVIEW)) {
            show(status.putObject("userInfo"), user);
        } else if (kind.equals(Kinds.SELF_SUBJECT_ACCESS_REVIEW)) {
            status.put("allowed", user.isAdministrator());
        } else if (!user.isAdministrator()) {
            status.putArray("resourceRules");
            status.putArray("nonResourceRules");
            status.put("incomplete", false);
        } else {
            ObjectNode resources = status.putArray("resourceRules").addObject();
            resources.putArray("verbs").add(ANY);
            resources.putArray("apiGroups").add(ANY);
            resources.putArray("resources").add(ANY);
            ObjectNode paths = status.putArray("nonResourceRules").addObject();
            paths.putArray("verbs").add(ANY);
            paths.putArray("nonResourceURLs").add(ANY);
            status.put("incomplete", false);
        }
    }

    private static void show(ObjectNode info, User user) {
        info.put("username", user.name());
        if (!user.uid().isEmpty()) {
            info.put("uid", user.uid());
        }
        ArrayNode groups = info.putArray("groups");
        user.groups().forEach(groups::add);
        if (!user.extra().isEmpty()) {
            ObjectNode extra = info.putObject("extra");
            user.extra().forEach((key, values) -> values.forEach(extra.withArrayProperty(key)::add));
        }
    }
}
