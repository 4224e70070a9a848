package io.kubeforge.model.kind;

import java.util.List;
import java.util.Map;

/** The metadata of an object as Kubernetes has it; timestamps are RFC 3339 in whole seconds, UTC. */
public record ObjectMeta(
        String name,
        String namespace,
        String uid,
        String resourceVersion,
        Long generation,
        String creationTimestamp,
        String deletionTimestamp,
        Map<String, String> labels,
        Map<String, String> annotations,
        List<String> finalizers) {

    /** Absent maps and lists are read as empty. */
    public ObjectMeta {
        labels = labels == null ? Map.of() : Map.copyOf(labels);
        annotations = annotations == null ? Map.of() : Map.copyOf(annotations);
        finalizers = finalizers == null ? List.of() : List.copyOf(finalizers);
    }

    /** Whether somebody asked to delete the object and a finalizer still holds it. */
    public boolean isDeleting() {
        return deletionTimestamp != null;
    }
}
