package io.kubeforge.api.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.UnaryOperator;

/**
 * A change that a client asks for.
 *
 * @param ofStatus whether only the status changes, or everything but it
 * @param isReplacement whether the client sent the whole object
 * @param wanted the object as the client wants it, made of the one that is stored
 */
public record Change(boolean ofStatus, boolean isReplacement, UnaryOperator<ObjectNode> wanted) {}
