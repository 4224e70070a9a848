package io.kubeforge.model.kind;

import java.util.List;

/** A Namespace of core v1. */
public record Namespace(ObjectMeta metadata, Spec spec, Status status) {
    /** What holds a namespace until it is empty. */
    public record Spec(List<String> finalizers) {}

    /** Active or Terminating. */
    public record Status(String phase) {}
}
