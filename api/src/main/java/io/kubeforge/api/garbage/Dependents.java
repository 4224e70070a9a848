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

/**
 * Remembers, of all objects, who names an owner, whose owners should be looked for, and who waits for what becomes of its
 * dependents: few, or nobody.
 */
final class Dependents {
    private final Map<ObjectKey, Set<String>> owners = new ConcurrentHashMap<>();
    private final Set<ObjectKey> waiting = ConcurrentHashMap.newKeySet();
    private final Set<ObjectKey> suspects = ConcurrentHashMap.newKeySet();

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

    /**
     * Takes note of an object as it is now. A namespace is nobody's dependent, whatever it says: it goes, with everything
     * in it, only when somebody deletes it.
     */
    void note(Kind<?> kind, ObjectNode object) {
        JsonNode references = object.at("/metadata/ownerReferences");
        if (!references.isEmpty() && kind.namespaced()) {
            Set<String> uids = new HashSet<>();
            references.forEach(reference -> uids.add(reference.path("uid").asText()));
            ObjectKey key = ObjectKey.of(kind, object);
            if (!uids.equals(owners.put(key, uids))) {
                suspects.add(key);
            }
        } else if (!owners.isEmpty()) {
            owners.remove(ObjectKey.of(kind, object));
        }
        if (isWaiting(object)) {
            waiting.add(ObjectKey.of(kind, object));
        }
    }

    /** Takes note of what happened, and says whether anybody should be looked at. */
    boolean note(WatchEvent event) {
        if (event.type() != EventType.DELETED) {
            note(event.kind(), event.object());
            boolean mayHoldUp = !waiting.isEmpty() && owners.containsKey(ObjectKey.of(event.kind(), event.object()));
            return isWaiting(event.object()) || !suspects.isEmpty() || mayHoldUp;
        }
        if (!owners.isEmpty()) {
            owners.remove(ObjectKey.of(event.kind(), event.object()));
            suspects.addAll(of(event.object().at("/metadata/uid").asText()));
        }
        return !waiting.isEmpty() || !suspects.isEmpty();
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

    /** Those whose owners may be gone. */
    Set<ObjectKey> suspects() {
        return Set.copyOf(suspects);
    }

    void acquitted(ObjectKey key) {
        suspects.remove(key);
    }

    /** To be looked at once more. */
    void suspect(ObjectKey key) {
        suspects.add(key);
    }

    void clear() {
        owners.clear();
        waiting.clear();
        suspects.clear();
    }
}
