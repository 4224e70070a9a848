package io.kubeforge.api.resource;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.api.status.StatusException;
import io.kubeforge.model.kind.Kind;
import io.kubeforge.model.kind.Kinds;
import io.kubeforge.model.validation.Admission;
import io.kubeforge.store.AlreadyExistsException;
import io.kubeforge.store.DeleteResult;
import io.kubeforge.store.NotFoundException;
import io.kubeforge.store.ObjectKey;
import io.kubeforge.store.ObjectRules;
import io.kubeforge.store.ResourceStore;
import io.micronaut.context.event.StartupEvent;
import io.micronaut.runtime.event.annotation.EventListener;
import jakarta.inject.Singleton;
import java.time.Instant;

/** Knows which namespaces there are, and that nothing is created in one that is being deleted. */
@Singleton
class Namespaces {
    private final ResourceStore store;

    Namespaces(ResourceStore store) {
        this.store = store;
    }

    /** The namespace {@code default} is there from the first start on. */
    @EventListener
    void makeDefault(StartupEvent event) {
        ObjectNode namespace = JsonNodeFactory.instance.objectNode();
        namespace.put("apiVersion", "v1").put("kind", "Namespace");
        namespace.putObject("metadata").put("name", "default");
        Admission.of(Kinds.NAMESPACE).completeNew(namespace, Instant.now());
        if (find("default") == null) {
            try {
                store.create(Kinds.NAMESPACE, namespace);
            } catch (AlreadyExistsException anotherReplicaWasFaster) {
                return;
            }
        }
    }

    /** Refuses to create anything where its namespace is absent or on its way out. */
    void requireOpen(Kind<?> kind, String namespace, String name) {
        if (!kind.namespaced()) {
            return;
        }
        ObjectNode found = find(namespace);
        if (found == null) {
            throw StatusException.notFound(Kinds.NAMESPACE, namespace);
        }
        if (ObjectRules.isDeleting(found)) {
            throw StatusException.namespaceTerminating(kind, name, namespace);
        }
    }

    /** Shows on a namespace that its deletion has been asked for. */
    DeleteResult terminating(String name, DeleteResult asked) {
        try {
            return new DeleteResult(
                    store.update(new ObjectKey(Kinds.NAMESPACE, "", name), Namespaces::asTerminating), asked.gone());
        } catch (NotFoundException emptyAndGoneMeanwhile) {
            return new DeleteResult(asTerminating(asked.object()), asked.gone());
        }
    }

    private static ObjectNode asTerminating(ObjectNode namespace) {
        namespace.putObject("status").put("phase", "Terminating");
        return namespace;
    }

    private ObjectNode find(String name) {
        return store.get(new ObjectKey(Kinds.NAMESPACE, "", name)).orElse(null);
    }
}
