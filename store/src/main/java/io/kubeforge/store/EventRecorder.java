package io.kubeforge.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.model.kind.Event;
import io.kubeforge.model.kind.Kind;
import io.kubeforge.model.kind.Kinds;
import io.kubeforge.model.kind.ObjectMeta;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;

/** Writes Events for people: what happened to an object; one that happens again is counted, not written again. */
@Singleton
public class EventRecorder {
    private static final int LONGEST_NAME = 253;
    private static final int TRIES = 5;

    private final ResourceStore store;
    private final Clock clock = Clock.systemUTC();

    EventRecorder(ResourceStore store) {
        this.store = store;
    }

    /** Records what happened to an object given as a tree. */
    public void record(
            Kind<?> kind, ObjectNode involved, String type, String reason, String message, String component) {
        record(
                kind,
                new ObjectMeta(
                        involved.at("/metadata/name").asText(),
                        involved.at("/metadata/namespace").asText(""),
                        involved.at("/metadata/uid").asText(""),
                        null,
                        null),
                type,
                reason,
                message,
                component);
    }

    /** Records what happened to an object; the type is one of those that {@link Event} names. */
    public void record(
            Kind<?> kind, ObjectMeta involved, String type, String reason, String message, String component) {
        Event event = first(kind, involved, type, reason, message, component);
        ObjectKey key = new ObjectKey(
                Kinds.EVENT, event.metadata().namespace(), event.metadata().name());
        for (int attempt = 1; ; attempt++) {
            try {
                if (store.get(key).isPresent()) {
                    store.update(key, this::repeated);
                } else {
                    store.create(Kinds.EVENT, tree(event));
                }
                return;
            } catch (AlreadyExistsException | NotFoundException e) {
                // Another process recorded or removed it between the look and the write: look again.
                if (attempt == TRIES) {
                    throw e;
                }
            }
        }
    }

    private ObjectNode repeated(ObjectNode event) {
        event.put("count", event.path("count").asInt(1) + 1);
        event.put("lastTimestamp", now());
        return event;
    }

    private Event first(
            Kind<?> kind, ObjectMeta involved, String type, String reason, String message, String component) {
        String namespace = involved.namespace() == null || involved.namespace().isEmpty() ? "" : involved.namespace();
        String suffix = "." + digest(involved.uid(), type, reason, message, component);
        String stem = involved.name();
        String name = stem.substring(0, Math.min(stem.length(), LONGEST_NAME - suffix.length())) + suffix;
        // Events of what has no namespace are kept in "default", as in Kubernetes.
        ObjectMeta metadata = new ObjectMeta(name, namespace.isEmpty() ? "default" : namespace, null, null, null);
        Event.ObjectReference about = new Event.ObjectReference(
                kind.apiVersion(),
                kind.name(),
                namespace.isEmpty() ? null : namespace,
                involved.name(),
                involved.uid(),
                null,
                null);
        return new Event(metadata, about, type, reason, message, now(), new Event.Source(component, null));
    }

    private static ObjectNode tree(Event event) {
        ObjectNode tree = (ObjectNode) Kind.toJson(event);
        ((ObjectNode) tree.get("metadata"))
                .remove(List.of("labels", "annotations", "finalizers", "ownerReferences", "managedFields"));
        return tree;
    }

    /** The same happening has the same name, whichever process sees it. */
    private static String digest(String... parts) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                sha.update(String.valueOf(part).getBytes(StandardCharsets.UTF_8));
                sha.update((byte) 0);
            }
            return HexFormat.of().formatHex(sha.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no SHA-256", e);
        }
    }

    private String now() {
        return ObjectRules.timestamp(clock.instant());
    }
}
