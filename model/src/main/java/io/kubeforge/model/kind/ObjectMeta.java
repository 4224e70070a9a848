package io.kubeforge.model.kind;

import io.kubeforge.model.schema.Field;
import java.util.List;
import java.util.Map;

/** The metadata of an object as Kubernetes has it; timestamps are RFC 3339 in whole seconds, UTC. */
@Field("What every object has: its name, its labels, and what the API records about it.")
public record ObjectMeta(
        @Field("Unique among the kind's objects in the namespace; never changes.")
        String name,

        @Field("Beginning of a name that the API completes when none is given.")
        String generateName,

        @Field("The namespace that the object is in; never changes.")
        String namespace,

        @Field("Distinguishes the object from others of its name; set by the API.")
        String uid,

        @Field("The version of the object; set by the API.") String resourceVersion,

        @Field("Counts the versions of the spec; set by the API.")
        Long generation,

        @Field(value = "When the object was made; set by the API.", format = "date-time")
        String creationTimestamp,

        @Field(value = "When its deletion was asked for; set by the API.", format = "date-time")
        String deletionTimestamp,

        @Field("Not used; accepted for clients that send it.")
        Long deletionGracePeriodSeconds,

        @Field("Keys and values by which objects are selected.")
        Map<String, String> labels,

        @Field("Keys and values that nothing is selected by.")
        Map<String, String> annotations,

        @Field("What holds the object while it is deleted.") List<String> finalizers,

        @Field(value = "Objects that this one depends on.", listMapKeys = "uid")
        List<OwnerReference> ownerReferences,

        @Field("Not used; accepted for clients that send it.")
        String selfLink,

        @Field("Who owns which field; not recorded yet.") List<ManagedFieldsEntry> managedFields) {

    /** Absent maps and lists are read as empty. */
    public ObjectMeta {
        labels = labels == null ? Map.of() : Map.copyOf(labels);
        annotations = annotations == null ? Map.of() : Map.copyOf(annotations);
        finalizers = finalizers == null ? List.of() : List.copyOf(finalizers);
        ownerReferences = ownerReferences == null ? List.of() : List.copyOf(ownerReferences);
        managedFields = managedFields == null ? List.of() : List.copyOf(managedFields);
    }

    /** The metadata by which an object is known; the rest is absent. */
    public ObjectMeta(String name, String namespace, String uid, String resourceVersion, Long generation) {
        this(
                name,
                null,
                namespace,
                uid,
                resourceVersion,
                generation,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    /** Whether somebody asked to delete the object and a finalizer still holds it. */
    public boolean isDeleting() {
        return deletionTimestamp != null;
    }

    /** An object that another one depends on. */
    @Field("An object that this one depends on.")
    public record OwnerReference(
            @Field(value = "Group and version of the owner.", required = true)
            String apiVersion,

            @Field(value = "Kind of the owner.", required = true)
            String kind,

            @Field(value = "Name of the owner.", required = true)
            String name,

            @Field(value = "UID of the owner.", required = true)
            String uid,

            @Field("Whether the owner controls this object.")
            Boolean controller,

            @Field("Whether the owner waits for this object when it is deleted.")
            Boolean blockOwnerDeletion) {}

    /** Which fields one writer owns. */
    @Field("Which fields one writer owns.")
    public record ManagedFieldsEntry(
            @Field("Who wrote.") String manager,
            @Field("Apply or Update.") String operation,
            @Field("Group and version of the fields.") String apiVersion,

            @Field(value = "When it was written last.", format = "date-time")
            String time,

            @Field("How fieldsV1 is written.") String fieldsType,

            @Field(value = "The fields.", free = true) Map<String, Object> fieldsV1,

            @Field("The subresource by which it was written.")
            String subresource) {}
}
