package io.kubeforge.api.garbage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.model.kind.Kind;
import io.kubeforge.store.EventType;
import io.kubeforge.store.ObjectKey;
import io.kubeforge.store.ObjectRules;
import io.kubeforge.store.Propagation;
import io.kubeforge.store.WatchEvent;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Remembers, of all objects, who names an owner, and who waits for what becomes of its dependents: few, or nobody. */
final class Dependents {
    private final Map<ObjectKey, Set<String>> owners = new ConcurrentHashMap<>();
    private final Set<ObjectKey> waiting = ConcurrentHashMap.newKeySet();

    /** Whether the finalizer of a policy holds this object, which is being deleted. */
    static boolean isWaiting(ObjectNode object) {
        return ObjectRules.isDeleting(object)
                && Propagation.finalizers().stream().anyMatch(finalizer -> hasFinalizer(object, finalizer));
    }

    static boolean hasFinalizer(ObjectNode object, String finalizer) {
        for (JsonNode present : object.at("/metadata/finalizers")) {
            if (present.asText().equals(finalizer)) {
                return true;
            }
        }
        return false;
    }

    /** Takes note of an object as it is now. */
    void note(Kind<?> kind, ObjectNode object) {
        JsonNode references = object.at("/metadata/ownerReferences");
        if (!references.isEmpty()) {
            Set<String> uids = new HashSet<>();
            references.forEach(reference -> uids.add(reference.path("uid").asText()));
            owners.put(ObjectKey.of(kind, object), uids);
        } else if (!owners.isEmpty()) {
            owners.remove(ObjectKey.of(kind, object));
        }
        if (isWaiting(object)) {
            waiting.add(ObjectKey.of(kind, object));
        }
    }

    /** Takes note of what happened, and says whether anybody who waits should be looked at. */
    boolean note(WatchEvent event) {
        if (event.type() != EventType.DELETED) {
            note(event.kind(), event.object());
            return isWaiting(event.object());
        }
        if (!owners.isEmpty()) {
            owners.remove(ObjectKey.of(event.kind(), event.object()));
        }
        return !waiting.isEmpty();
    }

    /** The objects that name this one as an owner. */
    List<ObjectKey> of(String uid) {
        return owners.entrySet().stream()
                .filter(entry -> entry.getValue().contains(uid))
                .map(Map.Entry::getKey)
                .toList();
    }

    Set<ObjectKey> waiting() {
        return Set.copyOf(waiting);
    }

    void settled(ObjectKey key) {
        waiting.remove(key);
    }

    void clear() {
        owners.clear();
        waiting.clear();
    }
}
