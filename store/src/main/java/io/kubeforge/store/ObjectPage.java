package io.kubeforge.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.model.kind.Kind;
import java.util.List;

/**
 * Some of the objects of a kind as they were at one version, ordered by namespace and name.
 *
 * @param more whether others come after them
 */
public record ObjectPage(long resourceVersion, List<ObjectNode> items, boolean more) {
    /** The last of the objects of this kind, after which the next page begins; there must be one. */
    public ObjectKey last(Kind<?> kind) {
        return ObjectKey.of(kind, items.get(items.size() - 1));
    }
}
