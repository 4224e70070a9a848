package io.kubeforge.model.kind;

import io.kubeforge.model.schema.Field;
import java.util.List;
import java.util.Map;

/** Asks whom the API takes the caller for, as {@code kubectl auth whoami} does. */
@Field("Asks whom the API takes the caller for.")
@Resource(group = "authentication.k8s.io", version = "v1", namespaced = false, stored = false, verbs = Verb.CREATE)
public record SelfSubjectReview(
        ObjectMeta metadata, @Field("The answer.") Status status) {

    /** The answer. */
    @Field("The answer.")
    public record Status(@Field("Who the caller is.") UserInfo userInfo) {}

    /** Who somebody is. */
    @Field("Who somebody is.")
    public record UserInfo(
            @Field("The name.") String username,
            @Field("The UID.") String uid,
            @Field("The groups.") List<String> groups,

            @Field(value = "Whatever else is known, each with its values.", free = true)
            Map<String, List<String>> extra) {}
}
