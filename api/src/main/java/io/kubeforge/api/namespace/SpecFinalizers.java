package io.kubeforge.api.namespace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.model.kind.Namespace;
import io.kubeforge.store.ObjectRules;
import java.util.Iterator;

/** What holds a namespace by its spec, as clients see it; the store itself knows only {@link Namespace#CONTENT}. */
public final class SpecFinalizers {
    /** What Kubernetes' namespaces are born with; it goes when nothing is left in them. */
    private static final String KUBERNETES = "kubernetes";

    private SpecFinalizers() {}

    /** Lets a namespace go, in place, when it is being deleted and its spec names nothing more that holds it. */
    public static void settle(ObjectNode namespace) {
        boolean isDeleting = ObjectRules.isDeleting(namespace);
        if (isDeleting && namespace.at("/spec/finalizers").isEmpty()) {
            remove(namespace.withObjectProperty("metadata").withArrayProperty("finalizers"), Namespace.CONTENT);
        }
    }

    /** Whether it was said of a namespace that it is empty, and somebody else still holds it. */
    static boolean isHeldByOthers(ObjectNode namespace) {
        JsonNode finalizers = namespace.at("/spec/finalizers");
        for (JsonNode finalizer : finalizers) {
            if (finalizer.asText().equals(KUBERNETES)) {
                return false;
            }
        }
        return !finalizers.isEmpty();
    }

    /** Says of a namespace, in place, that it is empty; others may still hold it. */
    static void empty(ObjectNode namespace) {
        remove(namespace.withObjectProperty("spec").withArrayProperty("finalizers"), KUBERNETES);
        settle(namespace);
    }

    private static void remove(ArrayNode finalizers, String finalizer) {
        Iterator<JsonNode> each = finalizers.iterator();
        while (each.hasNext()) {
            if (each.next().asText().equals(finalizer)) {
                each.remove();
            }
        }
    }
}
