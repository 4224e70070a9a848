package io.kubeforge.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * Some of the objects of a kind as they were at one version, ordered by namespace and name.
 *
 * @param more whether others come after them
 */
public record ObjectPage(long resourceVersion, List<ObjectNode> items, boolean more) {}
