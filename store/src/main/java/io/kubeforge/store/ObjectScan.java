package io.kubeforge.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.stream.Stream;

/**
 * All objects of a kind as they were at one version, ordered by namespace and name. They are read in steps while they are
 * asked for, so that few of them are in memory at a time; reading on throws {@link GoneException} in the rare case that
 * the version has been forgotten meanwhile.
 */
public record ObjectScan(long resourceVersion, Stream<ObjectNode> objects) {}
