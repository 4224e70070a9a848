package io.kubeforge.api.discovery;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.model.kind.Kind;
import io.kubeforge.model.kind.ObjectMeta;
import io.kubeforge.model.schema.Field;
import io.kubeforge.model.schema.SchemaReader;
import java.util.List;

/** The schemas that the OpenAPI documents name, under the names that clients know from Kubernetes. */
final class Schemas {
    static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";
    static final String DELETE_OPTIONS = META + "DeleteOptions";
    static final String PATCH = META + "Patch";
    private static final String GVK = "x-kubernetes-group-version-kind";

    private final String references;

    /** Schemas that refer to each other below this place, e.g. {@code #/definitions/}. */
    Schemas(String references) {
        this.references = references;
    }

    /** The name of a kind's schema; that of its list ends with List. */
    static String name(Kind<?> kind) {
        String group =
                switch (kind.group()) {
                    case "" -> "io.k8s.api.core.";
                    case "apiextensions.k8s.io" -> "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.";
                    default -> grouped(kind.group());
                };
        return group + kind.version() + "." + kind.name();
    }

    /** Kubernetes' own groups by their short name; others by their domain, the other way round. */
    private static String grouped(String group) {
        if (group.endsWith(".k8s.io")) {
            return "io.k8s.api." + group.substring(0, group.indexOf('.')) + ".";
        }
        String[] parts = group.split("\\.");
        StringBuilder reversed = new StringBuilder();
        for (int i = parts.length - 1; i >= 0; i--) {
            reversed.append(parts[i]).append('.');
        }
        return reversed.toString();
    }

    /** The schemas of these kinds, of their lists, and of what they share. */
    void addAll(ObjectNode target, List<Kind<?>> kinds) {
        target.set(META + "ObjectMeta", SchemaReader.read(ObjectMeta.class).toOpenApi());
        target.set(META + "ListMeta", SchemaReader.read(ListMeta.class).toOpenApi());
        target.set(META + "Status", SchemaReader.read(Status.class).toOpenApi());
        target.set(DELETE_OPTIONS, SchemaReader.read(DeleteOptions.class).toOpenApi());
        target.set(PATCH, patch());
        for (Kind<?> kind : kinds) {
            target.set(name(kind), object(kind));
            target.set(name(kind) + "List", list(kind));
        }
    }

    /** A reference to a schema, as a schema that may say more than the reference. */
    void refer(ObjectNode schema, String name) {
        schema.putArray("allOf").addObject().put("$ref", references + name);
    }

    static void addGroupVersionKind(ObjectNode target, Kind<?> kind) {
        target.set(GVK, groupVersionKind(kind, kind.name()));
    }

    private ObjectNode object(Kind<?> kind) {
        ObjectNode schema = kind.schema().toOpenApi();
        ObjectNode metadata = schema.withObjectProperty("properties").putObject("metadata");
        metadata.put("description", "The object's metadata.");
        refer(metadata, META + "ObjectMeta");
        schema.putArray(GVK).add(groupVersionKind(kind, kind.name()));
        return schema;
    }

    private ObjectNode list(Kind<?> kind) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        schema.put("description", "A list of " + kind.plural() + ".").put("type", "object");
        ArrayNode required = schema.putArray("required");
        required.add("items");
        ObjectNode properties = schema.putObject("properties");
        properties
                .putObject("apiVersion")
                .put("description", "Group and version.")
                .put("type", "string");
        properties
                .putObject("kind")
                .put("description", "Name of the list's kind.")
                .put("type", "string");
        refer(properties.putObject("metadata").put("description", "The list's metadata."), META + "ListMeta");
        ObjectNode items =
                properties.putObject("items").put("description", "The objects.").put("type", "array");
        refer(items.putObject("items"), name(kind));
        schema.putArray(GVK).add(groupVersionKind(kind, kind.name() + "List"));
        return schema;
    }

    private static ObjectNode patch() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("description", "A patch, whose form depends on its content type.");
    }

    private static ObjectNode groupVersionKind(Kind<?> kind, String name) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("group", kind.group())
                .put("kind", name)
                .put("version", kind.version());
    }

    @Field("What every list has.")
    private record ListMeta(
            @Field("The version that the list shows.") String resourceVersion,

            @Field("How to get the next page; absent on the last one.") @JsonProperty("continue")
            String continueToken,

            @Field("How many objects follow this page; absent when that is not known.")
            Long remainingItemCount,

            @Field("Not used.") String selfLink) {}

    @Field("How a request ended that does not answer an object.")
    private record Status(
            @Field("Group and version.") String apiVersion,
            @Field("Status.") String kind,
            @Field("Success or Failure.") String status,
            @Field("What happened, for people.") String message,
            @Field("Why, in one CamelCase word.") String reason,
            @Field("What it is about.") StatusDetails details,
            @Field("The HTTP status.") Integer code) {}

    @Field("What a Status is about.")
    private record StatusDetails(
            @Field("Name of the object.") String name,
            @Field("Group of the resource.") String group,
            @Field("Kind or resource.") String kind,
            @Field("UID of the object.") String uid,
            @Field("Everything that is wrong.") List<StatusCause> causes,
            @Field("When to ask again, in seconds.") Integer retryAfterSeconds) {}

    @Field("One thing that is wrong.")
    private record StatusCause(
            @Field("In one word.") String reason,
            @Field("For people.") String message,
            @Field("Path of the field.") String field) {}

    @Field("How an object is to be deleted.")
    private record DeleteOptions(
            @Field("Group and version.") String apiVersion,
            @Field("DeleteOptions.") String kind,

            @Field("All: everything is checked, nothing is deleted.")
            List<String> dryRun,

            @Field("Not used; accepted for clients that send it.")
            Long gracePeriodSeconds,

            @Field("Deprecated: propagationPolicy says the same.")
            Boolean orphanDependents,

            @Field("What the object must be, or nothing is deleted.")
            Preconditions preconditions,

            @Field("Background, Foreground or Orphan.") String propagationPolicy) {}

    @Field("What an object must be.")
    private record Preconditions(
            @Field("Its UID.") String uid,
            @Field("Its version.") String resourceVersion) {}
}
