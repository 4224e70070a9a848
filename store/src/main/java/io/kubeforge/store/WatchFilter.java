package io.kubeforge.store;

import io.kubeforge.model.kind.Kind;
import io.micronaut.core.annotation.Nullable;

/** Which events a watcher is told of; null means any. */
record WatchFilter(@Nullable Kind<?> kind, @Nullable String namespace) {
    boolean matches(WatchEvent event) {
        return (kind == null || kind == event.kind()) && (namespace == null || namespace.equals(event.namespace()));
    }

    @Nullable
    String resource() {
        return kind == null ? null : kind.resource();
    }
}
