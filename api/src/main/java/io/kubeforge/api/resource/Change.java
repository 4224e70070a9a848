package io.kubeforge.api.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.UnaryOperator;

/**
 * A change that a client asks for.
 *
 * @param subresource what it was asked through: empty for the object itself, else {@code status} or {@code finalize}
 * @param isReplacement whether the client sent the whole object
 * @param wanted the object as the client wants it, made of the one that is stored
 */
public record Change(String subresource, boolean isReplacement, UnaryOperator<ObjectNode> wanted) {
    /** Whether the status is to change. */
    boolean ofStatus() {
        return subresource.equals("status");
    }

    /** The part of the object that the subresource is for; empty for the object itself. */
    String part() {
        return switch (subresource) {
            case "status" -> "status";
            case "finalize" -> "spec";
            default -> "";
        };
    }
}
