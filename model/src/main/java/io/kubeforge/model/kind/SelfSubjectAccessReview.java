package io.kubeforge.model.kind;

import io.kubeforge.model.schema.Field;

/** Asks whether the caller may do something, as {@code kubectl auth can-i} does. */
@Field("Asks whether the caller may do something.")
@Resource(group = "authorization.k8s.io", version = "v1", namespaced = false, stored = false, verbs = Verb.CREATE)
public record SelfSubjectAccessReview(
        ObjectMeta metadata,

        @Field(value = "What the caller would do: exactly one of the two.", required = true)
        Spec spec,

        @Field("The answer.") Status status) {

    /** What the caller would do. */
    @Field("What the caller would do.")
    public record Spec(
            @Field("To a resource.") ResourceAttributes resourceAttributes,

            @Field("To a path that is no resource.") NonResourceAttributes nonResourceAttributes) {}

    /** Something done to a resource. */
    @Field("Something done to a resource.")
    public record ResourceAttributes(
            @Field("The namespace; empty for all.") String namespace,
            @Field("The verb; * for all.") String verb,
            @Field("The group; * for all.") String group,
            @Field("The version; * for all.") String version,
            @Field("The resource; * for all.") String resource,
            @Field("The subresource.") String subresource,
            @Field("The object; empty for all.") String name) {}

    /** Something done to a path. */
    @Field("Something done to a path.")
    public record NonResourceAttributes(
            @Field("The path.") String path,
            @Field("The HTTP method in lower case.") String verb) {}

    /** The answer. */
    @Field("The answer.")
    public record Status(
            @Field("Whether the caller may.") Boolean allowed,

            @Field("Whether it is forbidden, whatever else says.")
            Boolean denied,

            @Field("Why.") String reason,

            @Field("What went wrong on the way to the answer.")
            String evaluationError) {}
}
