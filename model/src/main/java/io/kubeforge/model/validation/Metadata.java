package io.kubeforge.model.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubeforge.model.kind.Kind;
import io.kubeforge.model.schema.FieldErrors;
import java.util.List;
import java.util.Map;

/** What is checked of the metadata that every object has. */
public final class Metadata {
    private static final int MAXIMUM_ANNOTATIONS = 256 * 1024;

    private Metadata() {}

    /** Finds everything that is wrong with the metadata of an object that is about to be stored. */
    public static void check(JsonNode metadata, Kind<?> kind, FieldErrors errors) {
        checkName(metadata, errors);
        if (!kind.namespaced() && !metadata.path("namespace").asText().isEmpty()) {
            errors.forbidden("metadata.namespace", "objects of this kind are in no namespace");
        }
        metadata.path("labels").fields().forEachRemaining(label -> {
            Names.checkQualifiedName("metadata.labels", label.getKey(), errors);
            Names.checkLabelValue("metadata.labels[" + label.getKey() + "]", label.getValue(), errors);
        });
        int size = 0;
        for (Map.Entry<String, JsonNode> annotation :
                metadata.path("annotations").properties()) {
            Names.checkQualifiedName("metadata.annotations", annotation.getKey(), errors);
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
        if (!Names.isSubdomain(name)) {
            errors.invalid("metadata.name", name, Names.SUBDOMAIN_RULE);
        }
    }

    private static void checkOwners(JsonNode owners, FieldErrors errors) {
        int controllers = 0;
        for (int i = 0; i < owners.size(); i++) {
            for (String field : List.of("apiVersion", "kind", "name", "uid")) {
                String value = owners.get(i).path(field).asText();
                if (value.isEmpty()) {
                    errors.invalid("metadata.ownerReferences[" + i + "]." + field, value, field + " must not be empty");
                }
            }
            controllers += owners.get(i).path("controller").asBoolean() ? 1 : 0;
        }
        if (controllers > 1) {
            errors.invalid("metadata.ownerReferences", owners, "only one reference can have controller set to true");
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
