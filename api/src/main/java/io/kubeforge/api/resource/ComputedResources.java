package io.kubeforge.api.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.api.discovery.CustomResources;
import io.kubeforge.api.selector.Selection;
import io.kubeforge.api.status.StatusException;
import io.kubeforge.model.kind.Kind;
import io.kubeforge.model.kind.Kinds;
import io.kubeforge.store.ObjectKey;
import io.kubeforge.store.ResourceStore;
import jakarta.inject.Singleton;
import java.util.List;

/** Objects that are not stored but follow from the release: the definitions of its kinds. */
@Singleton
final class ComputedResources {
    private static final String FIRST_NAMESPACE = "default";

    private final ResourceStore store;

    ComputedResources(ResourceStore store) {
        this.store = store;
    }

    ObjectNode get(Kind<?> kind, String name) {
        return all(kind).stream()
                .filter(object -> object.at("/metadata/name").asText().equals(name))
                .findFirst()
                .orElseThrow(() -> StatusException.notFound(kind, name));
    }

    List<ObjectNode> list(Kind<?> kind, Selection selection) {
        return all(kind).stream().filter(selection::contains).toList();
    }

    private List<ObjectNode> all(Kind<?> kind) {
        return kind.equals(Kinds.CUSTOM_RESOURCE_DEFINITION) ? CustomResources.served(installedAt()) : List.of();
    }

    /** They came with the installation, as did the namespace that cannot be deleted. */
    private String installedAt() {
        return store.get(new ObjectKey(Kinds.NAMESPACE, "", FIRST_NAMESPACE))
                .map(namespace -> namespace.at("/metadata/creationTimestamp").asText())
                .orElse(null);
    }
}
