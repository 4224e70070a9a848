package io.kubeforge.model.kind;

import io.kubeforge.model.schema.Field;
import java.util.List;

/** Asks what the caller may do in a namespace, as {@code kubectl auth can-i --list} does. */
@Field("Asks what the caller may do in a namespace.")
@Resource(group = "authorization.k8s.io", version = "v1", namespaced = false, stored = false, verbs = Verb.CREATE)
public record SelfSubjectRulesReview(
        ObjectMeta metadata,

        @Field(value = "Where.", required = true) Spec spec,

        @Field("The answer.") Status status) {

    /** Where. */
    @Field("Where.")
    public record Spec(
            @Field(value = "The namespace.", required = true)
            String namespace) {}

    /** The answer. */
    @Field("The answer.")
    public record Status(
            @Field("What may be done to resources.") List<ResourceRule> resourceRules,
            @Field("What may be done to paths.") List<NonResourceRule> nonResourceRules,
            @Field("Whether something may be missing.") Boolean incomplete,

            @Field("What went wrong on the way to the answer.")
            String evaluationError) {}

    /** What may be done to resources. */
    @Field("What may be done to resources.")
    public record ResourceRule(
            @Field("Verbs; * for all.") List<String> verbs,
            @Field("Groups; * for all.") List<String> apiGroups,
            @Field("Resources; * for all.") List<String> resources,
            @Field("Objects; none for all.") List<String> resourceNames) {}

    /** What may be done to paths. */
    @Field("What may be done to paths.")
    public record NonResourceRule(
            @Field("HTTP methods in lower case; * for all.") List<String> verbs,
            @Field("Paths; * for all.") List<String> nonResourceURLs) {}
}
