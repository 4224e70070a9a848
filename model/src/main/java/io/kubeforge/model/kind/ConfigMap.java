package io.kubeforge.model.kind;

import java.util.Map;

/** A ConfigMap of core v1. */
public record ConfigMap(
        ObjectMeta metadata, Map<String, String> data, Map<String, String> binaryData, Boolean immutable) {
    /** Absent maps are read as empty. */
    public ConfigMap {
        data = data == null ? Map.of() : Map.copyOf(data);
        binaryData = binaryData == null ? Map.of() : Map.copyOf(binaryData);
    }
}
