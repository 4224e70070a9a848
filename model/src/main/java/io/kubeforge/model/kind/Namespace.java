package io.kubeforge.model.kind;

import io.kubeforge.model.schema.Field;
import java.util.List;

/** A Namespace of core v1. */
@Field("A Namespace: a scope for names.")
@Resource(
        version = "v1",
        shortNames = "ns",
        namespaced = false,
        verbs = {Verb.CREATE, Verb.DELETE, Verb.GET, Verb.LIST, Verb.PATCH, Verb.UPDATE, Verb.WATCH},
        selectableFields = "status.phase",
        columns = {
            @PrinterColumn(name = "Status", description = "Active or Terminating.", path = ".status.phase"),
            @PrinterColumn(
                    name = "Age",
                    type = Column.DATE,
                    description = "Time since it was made.",
                    path = ".metadata.creationTimestamp")
        })
public record Namespace(ObjectMeta metadata, Spec spec, Status status) {
    /** The finalizer that holds a namespace until nothing is left in it; clients are shown spec.finalizers. */
    public static final String CONTENT = "kubeforge.io/content";

    /** What holds a namespace until it is empty. */
    @Field("What holds the namespace.")
    public record Spec(
            @Field("What holds the namespace until it is empty.")
            List<String> finalizers) {}

    /** Active or Terminating. */
    @Field("Where the namespace is in its life.")
    public record Status(
            @Field("Active or Terminating.") String phase,

            @Field(value = "What its deletion waits for.", listMapKeys = "type")
            List<Condition> conditions) {}
}
