package io.kubeforge.model.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubeforge.model.schema.FieldErrors;
import io.kubeforge.model.schema.Schema;
import java.util.LinkedHashMap;
import java.util.Map;

/** The metadata that every object has: its schema, and what is checked of it. */
public final class Metadata {
    private static final int MAXIMUM_ANNOTATIONS = 256 * 1024;

    /** What {@code kubectl explain} shows of metadata. */
    public static final Schema SCHEMA = schema();

    private Metadata() {}

    /** Finds everything that is wrong with the metadata of an object that is about to be stored. */
    public static void check(JsonNode metadata, boolean namespaced, FieldErrors errors) {
        checkName(metadata, errors);
        if (!namespaced && !metadata.path("namespace").asText().isEmpty()) {
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
        JsonNode finalizers = metadata.path("finalizers");
        for (int i = 0; i < finalizers.size(); i++) {
            Names.checkQualifiedName(
                    "metadata.finalizers[" + i + "]", finalizers.get(i).asText(), errors);
        }
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

    private static boolean contains(JsonNode list, JsonNode wanted) {
        for (JsonNode item : list) {
            if (item.equals(wanted)) {
                return true;
            }
        }
        return false;
    }

    private static Schema schema() {
        Map<String, Schema.Property> none = new LinkedHashMap<>();
        return Schema.object("What every object has: its name, its labels, and what the API records about it.", none)
                .with("name", Schema.text("Unique among the kind's objects in the namespace; never changes."))
                .with("generateName", Schema.text("Beginning of a name that the API completes when none is given."))
                .with("namespace", Schema.text("The namespace that the object is in; never changes."))
                .with("labels", Schema.textMap("Keys and values by which objects are selected."))
                .with("annotations", Schema.textMap("Keys and values that nothing is selected by."))
                .with("finalizers", Schema.listOf(Schema.text(""), "What holds the object while it is deleted."))
                .with("ownerReferences", Schema.listOf(owner(), "Objects that this one depends on."))
                .with("uid", Schema.text("Distinguishes the object from others of its name; set by the API."))
                .with("resourceVersion", Schema.text("The version of the object; set by the API."))
                .with("generation", Schema.number("Counts the versions of the spec; set by the API."))
                .with("creationTimestamp", Schema.text("When the object was made; set by the API."))
                .with("deletionTimestamp", Schema.text("When its deletion was asked for; set by the API."))
                .with("deletionGracePeriodSeconds", Schema.number("Not used; accepted for clients that send it."))
                .with("selfLink", Schema.text("Not used; accepted for clients that send it."))
                .with("managedFields", Schema.listOf(Schema.anything(""), "Who owns which field; not recorded yet."));
    }

    private static Schema owner() {
        return Schema.object("An object that this one depends on.", Map.of())
                .with("apiVersion", Schema.text("Group and version of the owner."))
                .with("kind", Schema.text("Kind of the owner."))
                .with("name", Schema.text("Name of the owner."))
                .with("uid", Schema.text("UID of the owner."))
                .with("controller", bool("Whether the owner controls this object."))
                .with("blockOwnerDeletion", bool("Whether the owner waits for this object when it is deleted."));
    }

    private static Schema bool(String description) {
        return CoreSchemas.bool(description);
    }
}
