package io.kubeforge.api.garbage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.model.kind.Kinds;
import io.kubeforge.store.ConflictException;
import io.kubeforge.store.NotFoundException;
import io.kubeforge.store.ObjectKey;
import io.kubeforge.store.ObjectRules;
import io.kubeforge.store.Propagation;
import io.kubeforge.store.ResourceStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes objects whose owners are all gone. Lets objects go that were deleted with the policy Foreground, once their
 * dependents are gone, or Orphan, once their dependents have forgotten them. It looks at what is there, so any number of
 * replicas may do it at once.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/architecture/garbage-collection/">Garbage collection</a>
 */
final class GarbageCollector {
    private static final Logger LOG = LoggerFactory.getLogger(GarbageCollector.class);

    private final ResourceStore store;
    private final Dependents dependents;

    GarbageCollector(ResourceStore store, Dependents dependents) {
        this.store = store;
        this.dependents = dependents;
    }

    /** Takes everybody who waits as far as can be now. */
    void collect() {
        for (ObjectKey key : dependents.waiting()) {
            Optional<ObjectNode> found = store.get(key);
            if (found.isEmpty() || !Dependents.isWaiting(found.get()) || settle(key, found.get())) {
                dependents.settled(key);
            }
        }
        for (ObjectKey key : dependents.suspects()) {
            dependents.acquitted(key); // first: what happens from now on makes it a suspect again
            try {
                store.get(key).ifPresent(dependent -> judge(key, dependent));
            } catch (ConflictException changedMeanwhile) {
                dependents.suspect(key);
            } catch (RuntimeException e) {
                dependents.suspect(key);
                throw e;
            }
        }
    }

    /** Deletes a dependent none of whose owners is there any more; one that has others forgets those that are gone. */
    private void judge(ObjectKey key, ObjectNode dependent) {
        List<JsonNode> gone = new ArrayList<>();
        JsonNode references = dependent.at("/metadata/ownerReferences");
        references.forEach(reference -> {
            if (!isThere(key.namespace(), reference)) {
                gone.add(reference);
            }
        });
        if (gone.isEmpty() || ObjectRules.isDeleting(dependent)) {
            return;
        }
        if (gone.size() < references.size()) {
            change(key, object -> removeItems(object, "ownerReferences", gone::contains));
            return;
        }
        LOG.debug("Deleting {}: its owners are gone", key);
        delete(key, dependent, null);
    }

    /** Deletes an object if it still is what was looked at; whether it is gone. */
    private boolean delete(ObjectKey key, ObjectNode seen, Propagation policy) {
        try {
            String version = seen.at("/metadata/resourceVersion").asText();
            return store.delete(key, uid(seen), version, policy).gone();
        } catch (NotFoundException goneMeanwhile) {
            return true;
        }
    }

    private boolean settle(ObjectKey key, ObjectNode owner) {
        String uid = uid(owner);
        boolean isBlocked = false;
        for (ObjectKey dependent : dependents.of(uid)) {
            if (Dependents.hasFinalizer(owner, Propagation.ORPHAN.finalizer())) {
                forget(dependent, uid);
            } else {
                isBlocked |= isHeldUpBy(dependent, uid);
            }
        }
        if (isBlocked) {
            return false;
        }
        LOG.debug("Releasing {}: nothing depends on it", key);
        change(key, object -> {
            removeItems(object, "finalizers", item -> Propagation.finalizers().contains(item.asText()));
        });
        return true;
    }

    /** Deletes a dependent, unless it has another owner; whether the owner has to wait for it. */
    private boolean isHeldUpBy(ObjectKey key, String ownerUid) {
        Optional<ObjectNode> found = store.get(key);
        JsonNode reference = found.isEmpty() ? null : reference(found.get(), ownerUid);
        if (reference == null) {
            return false;
        }
        if (hasAnotherOwner(key, found.get(), ownerUid)) {
            forget(key, ownerUid);
            return false;
        }
        boolean isAsked = ObjectRules.isDeleting(found.get());
        Propagation policy = dependents.of(uid(found.get())).isEmpty() ? null : Propagation.FOREGROUND;
        try {
            boolean isGone = !isAsked && delete(key, found.get(), policy);
            return !isGone && reference.path("blockOwnerDeletion").asBoolean();
        } catch (ConflictException changedMeanwhile) {
            return true; // it is looked at again with the change
        }
    }

    private boolean hasAnotherOwner(ObjectKey key, ObjectNode dependent, String ownerUid) {
        for (JsonNode reference : dependent.at("/metadata/ownerReferences")) {
            if (!reference.path("uid").asText().equals(ownerUid) && isThere(key.namespace(), reference)) {
                return true;
            }
        }
        return false;
    }

    /** Owners of kinds that are served elsewhere cannot be looked for, so they count as being there. */
    private boolean isThere(String namespace, JsonNode reference) {
        return Kinds.STORED.stream()
                .filter(kind ->
                        kind.apiVersion().equals(reference.path("apiVersion").asText()))
                .filter(kind -> kind.name().equals(reference.path("kind").asText()))
                .findFirst()
                .map(kind -> new ObjectKey(
                        kind,
                        kind.namespaced() ? namespace : "",
                        reference.path("name").asText()))
                .map(key -> store.get(key)
                        .filter(owner -> uid(owner).equals(reference.path("uid").asText()))
                        .isPresent())
                .orElse(true);
    }

    private void forget(ObjectKey dependent, String ownerUid) {
        change(dependent, object -> {
            removeItems(
                    object, "ownerReferences", item -> item.path("uid").asText().equals(ownerUid));
        });
    }

    private void change(ObjectKey key, Consumer<ObjectNode> change) {
        try {
            store.update(key, object -> {
                change.accept(object);
                return object;
            });
        } catch (NotFoundException goneMeanwhile) {
            LOG.debug("{} went meanwhile", key);
        }
    }

    private static void removeItems(ObjectNode object, String list, Predicate<JsonNode> condition) {
        ObjectNode metadata = object.withObjectProperty("metadata");
        ArrayNode items = metadata.withArrayProperty(list);
        for (int i = items.size() - 1; i >= 0; i--) {
            if (condition.test(items.get(i))) {
                items.remove(i);
            }
        }
        if (items.isEmpty()) {
            metadata.remove(list);
        }
    }

    private static JsonNode reference(ObjectNode dependent, String ownerUid) {
        for (JsonNode reference : dependent.at("/metadata/ownerReferences")) {
            if (reference.path("uid").asText().equals(ownerUid)) {
                return reference;
            }
        }
        return null;
    }

    private static String uid(ObjectNode object) {
        return object.at("/metadata/uid").asText();
    }
}
