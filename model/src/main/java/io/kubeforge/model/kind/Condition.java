package io.kubeforge.model.kind;

import io.kubeforge.model.schema.Field;

/** A fact about an object with its reason; see the Kubernetes API conventions, "Typical status properties". */
@Field("A fact about the object, with its reason.")
public record Condition(
        @Field(value = "What the condition is about, e.g. Ready.", required = true)
        String type,

        @Field(
                value = "Whether it holds.",
                required = true,
                oneOf = {"True", "False", "Unknown"})
        String status,

        @Field("Why, in one CamelCase word; for a failure the name of its exception.")
        String reason,

        @Field("The same for people: what, where, remedy.") String message,
        @Field("When the status last changed.") String lastTransitionTime,

        @Field("The generation of the object that the condition speaks of.")
        Long observedGeneration) {

    public static final String TRUE = "True";
    public static final String FALSE = "False";
    public static final String UNKNOWN = "Unknown";
}
