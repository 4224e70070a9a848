package io.kubeforge.store;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What a delete brought about.
 *
 * @param object the object as it is now, or as it was last
 * @param gone false while finalizers hold the object
 */
public record DeleteResult(ObjectNode object, boolean gone) {}
