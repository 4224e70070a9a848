package io.kubeforge.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.model.kind.Kind;

/**
 * One entry of the watch log. All watchers of a process share the trees: read them, never change them.
 *
 * @param object the object after the change; for DELETED what it was last, with the version of the deletion
 * @param previous the object before a MODIFIED, so that leaving a selector can be seen; else null
 */
public record WatchEvent(long resourceVersion, EventType type, Kind<?> kind, ObjectNode object, ObjectNode previous) {
    /** The namespace of the object; empty when it is cluster-scoped. */
    public String namespace() {
        return object.at("/metadata/namespace").asText("");
    }
}
