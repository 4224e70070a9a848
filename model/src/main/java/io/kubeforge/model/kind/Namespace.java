package io.kubeforge.model.kind;

import java.util.List;

/** A Namespace of core v1. */
public record Namespace(ObjectMeta metadata, Spec spec, Status status) {
    /** The finalizer that holds a namespace until nothing is left in it; clients are shown spec.finalizers. */
    public static final String CONTENT = "kubeforge.io/content";

    /** What holds a namespace until it is empty. */
    public record Spec(List<String> finalizers) {}

    /** Active or Terminating. */
    public record Status(String phase) {}
}
