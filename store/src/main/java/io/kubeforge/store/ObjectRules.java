package io.kubeforge.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.model.kind.Kind;
import io.kubeforge.model.kind.Kinds;
import io.micronaut.core.annotation.Nullable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** What the store decides about an object's metadata, as pure functions; knows nothing of the database. */
public final class ObjectRules {
    private static final List<String> OWNED = List.of(
            "name",
            "namespace",
            "uid",
            "resourceVersion",
            "generation",
            "creationTimestamp",
            "deletionTimestamp",
            "deletionGracePeriodSeconds");

    private ObjectRules() {}

    /** The object as it is born: identity, time and first generation are set, the rest stays as given. */
    public static ObjectNode atBirth(ObjectKey key, ObjectNode given, String uid, Instant now) {
        ObjectNode object = named(key, Json.copy(given));
        ObjectNode metadata = metadata(object);
        metadata.remove(List.of("resourceVersion", "deletionTimestamp", "deletionGracePeriodSeconds"));
        metadata.put("uid", uid);
        metadata.put("creationTimestamp", timestamp(now));
        if (countsGenerations(key.kind())) {
            metadata.put("generation", 1);
        }
        return object;
    }

    /** The object as it is stored after a change: what the store owns stays, and the generation follows the spec. */
    public static ObjectNode changed(ObjectKey key, ObjectNode before, ObjectNode given) {
        ObjectNode after = Json.copy(given);
        ObjectNode metadata = metadata(after);
        ObjectNode owned = metadata(before);
        for (String field : OWNED) {
            if (field.equals("generation") && !countsGenerations(key.kind())) {
                continue;
            }
            restore(metadata, field, owned.get(field));
        }
        named(key, after);
        if (countsGenerations(key.kind()) && !desired(before).equals(desired(after))) {
            metadata.put("generation", generation(before) + 1);
        }
        return after;
    }

    /**
     * The object as its deletion is asked for: with the finalizer of this policy and of no other (null: as it is), and,
     * when any finalizer holds it, marked as deleting. Without finalizers it can go at once.
     */
    public static ObjectNode askedToGo(
            ObjectKey key, ObjectNode before, @Nullable Propagation propagation, Instant now) {
        ObjectNode after = propagation == null ? before : propagating(before, propagation);
        return hasFinalizers(after) ? deleting(key, after, now) : after;
    }

    private static ObjectNode propagating(ObjectNode before, Propagation propagation) {
        List<String> kept = new ArrayList<>();
        before.at("/metadata/finalizers").forEach(finalizer -> kept.add(finalizer.asText()));
        kept.removeAll(Propagation.finalizers());
        if (!propagation.finalizer().isEmpty()) {
            kept.add(propagation.finalizer());
        }
        ObjectNode after = before.deepCopy();
        ObjectNode metadata = metadata(after);
        metadata.remove("finalizers");
        if (!kept.isEmpty()) {
            ArrayNode finalizers = metadata.putArray("finalizers");
            kept.forEach(finalizers::add);
        }
        return after;
    }

    /** The object once its deletion is asked for and finalizers hold it; a second time nothing changes. */
    public static ObjectNode deleting(ObjectKey key, ObjectNode before, Instant now) {
        if (isDeleting(before)) {
            return before;
        }
        ObjectNode after = before.deepCopy();
        ObjectNode metadata = metadata(after);
        metadata.put("deletionTimestamp", timestamp(now));
        if (key.kind() != Kinds.NAMESPACE) {
            metadata.put("deletionGracePeriodSeconds", 0);
        }
        if (countsGenerations(key.kind())) {
            metadata.put("generation", generation(before) + 1);
        }
        return after;
    }

    /** Whether the deletion of the object was asked for. */
    public static boolean isDeleting(ObjectNode object) {
        return object.at("/metadata/deletionTimestamp").isTextual();
    }

    /** Whether something holds the object when it is deleted. */
    public static boolean hasFinalizers(ObjectNode object) {
        return !object.at("/metadata/finalizers").isEmpty();
    }

    /** A time as Kubernetes writes it: RFC 3339, UTC, whole seconds. */
    public static String timestamp(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** Whether the store counts the versions of what objects of this kind ask for. */
    public static boolean countsGenerations(Kind<?> kind) {
        return kind.hasStatus() && kind != Kinds.NAMESPACE;
    }

    /** An int, as it will be read back: a long of the same value would not be equal. */
    private static int generation(ObjectNode object) {
        return object.at("/metadata/generation").asInt(0);
    }

    private static ObjectNode named(ObjectKey key, ObjectNode object) {
        object.put("apiVersion", key.kind().apiVersion());
        object.put("kind", key.kind().name());
        ObjectNode metadata = metadata(object);
        metadata.put("name", key.name());
        if (key.kind().namespaced()) {
            metadata.put("namespace", key.namespace());
        } else {
            metadata.remove("namespace");
        }
        return object;
    }

    private static ObjectNode metadata(ObjectNode object) {
        return object.get("metadata") instanceof ObjectNode metadata ? metadata : object.putObject("metadata");
    }

    private static void restore(ObjectNode metadata, String field, JsonNode value) {
        if (value == null) {
            metadata.remove(field);
        } else {
            metadata.set(field, value);
        }
    }

    private static ObjectNode desired(ObjectNode object) {
        return object.deepCopy().remove(List.of("metadata", "status", "apiVersion", "kind"));
    }
}
