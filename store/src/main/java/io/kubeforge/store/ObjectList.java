package io.kubeforge.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** All objects of a kind as they were at one version, ordered by namespace and name. */
public record ObjectList(long resourceVersion, List<ObjectNode> items) {}
