package io.kubeforge.model.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.model.kind.Kind;
import io.kubeforge.model.schema.FieldErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What is checked of the metadata that every object has. */
public final class Metadata {
    /** Where the owners of an object stand; what an owner must have is said here and not by its schema. */
    static final String OWNERS = "metadata.ownerReferences";

    private static final int MAXIMUM_ANNOTATIONS = 256 * 1024;

    private Metadata() {}

    /** Removes empty maps and lists, which are the same as none. */
    static void normalise(ObjectNode object) {
        if (object.path("metadata") instanceof ObjectNode metadata) {
            DataRules.dropEmpty(metadata, "labels", "annotations", "finalizers", "ownerReferences");
        }
    }

    /** Finds everything that is wrong with the metadata of an object that is about to be stored. */
    public static void check(JsonNode metadata, Kind<?> kind, FieldErrors errors) {
        checkName(metadata, errors);
        metadata.path("labels").fields().forEachRemaining(label -> {
            Names.checkQualifiedName("metadata.labels", label.getKey(), errors);
            Names.checkLabelValue("metadata.labels", label.getValue(), errors);
        });
        int size = 0;
        for (Map.Entry<String, JsonNode> annotation :
                metadata.path("annotations").properties()) {
            Names.checkQualifiedName("metadata.annotations", annotation.getKey().toLowerCase(Locale.ROOT), errors);
            size += annotation.getKey().length()
                    + annotation.getValue().asText().length();
        }
        if (size > MAXIMUM_ANNOTATIONS) {
            errors.tooLong("metadata.annotations", MAXIMUM_ANNOTATIONS);
        }
        Finalizers.check(metadata.path("finalizers"), kind, errors);
        checkOwners(metadata.path("ownerReferences"), errors);
    }

    /** A write may not change who an object is, nor add finalizers to one that is being deleted. */
    public static void checkUpdate(JsonNode old, JsonNode metadata, FieldErrors errors) {
        if (old.path("deletionTimestamp").isMissingNode()) {
            return;
        }
        for (JsonNode finalizer : metadata.path("finalizers")) {
            if (!contains(old.path("finalizers"), finalizer)) {
                errors.forbidden(
                        "metadata.finalizers",
                        "no new finalizers can be added when the object is being deleted, found new finalizer "
                                + finalizer);
            }
        }
    }

    private static void checkName(JsonNode metadata, FieldErrors errors) {
        String name = metadata.path("name").asText();
        if (name.isEmpty()) {
            errors.required("metadata.name", "name or generateName is required");
            return;
        }
        Names.checkSubdomain("metadata.name", name, errors);
    }

    private static void checkOwners(JsonNode owners, FieldErrors errors) {
        List<String> controllers = new ArrayList<>();
        for (JsonNode owner : owners) {
            requireText(owner, "apiVersion", "version must not be empty", errors);
            for (String field : List.of("kind", "name", "uid")) {
                requireText(owner, field, "must not be empty", errors);
            }
            if (owner.path("controller").asBoolean()) {
                controllers.add(
                        owner.path("kind").asText() + "/" + owner.path("name").asText());
            }
        }
        if (controllers.size() > 1) {
            errors.invalid(
                    OWNERS,
                    owners,
                    "Only one reference can have Controller set to true. Found \"true\" in references for "
                            + controllers.get(0) + " and " + controllers.get(1));
        }
    }

    /** The field is named without the index of the owner, as Kubernetes' clients know it. */
    private static void requireText(JsonNode owner, String field, String rule, FieldErrors errors) {
        String value = owner.path(field).asText();
        if (value.isEmpty()) {
            errors.invalid(OWNERS + "." + field, value, rule);
        }
    }

    private static boolean contains(JsonNode list, JsonNode wanted) {
        for (JsonNode item : list) {
            if (item.equals(wanted)) {
                return true;
            }
        }
        return false;
    }
}
