package io.kubeforge.api.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.zjsonpatch.CompatibilityFlags;
import io.fabric8.zjsonpatch.JsonPatch;
import io.fabric8.zjsonpatch.JsonPatchException;
import io.kubeforge.api.status.Json;
import io.kubeforge.api.status.StatusException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;

/**
 * JSON patches as RFC 6902 has them, save for what Kubernetes' API server does otherwise: a replace of an absent member
 * adds it. A patch is small; what it makes of an object could be huge, so copies and depth are bounded.
 */
final class JsonPatches {
    private static final int MOST_OPERATIONS = 10_000;
    /** Each copy may double the object; so the sizes of all objects that are copied from are summed up. */
    private static final long MOST_COPIED = 32L * 1024 * 1024;

    private static final EnumSet<CompatibilityFlags> FLAGS = EnumSet.of(
            CompatibilityFlags.ALLOW_MISSING_TARGET_OBJECT_ON_REPLACE, CompatibilityFlags.FORBID_REMOVE_MISSING_OBJECT);

    private JsonPatches() {}

    /** Refuses what is no list of operations, whatever they are applied to. */
    static void requireOperations(ArrayNode patch) {
        if (patch.size() > MOST_OPERATIONS) {
            throw StatusException.tooLarge(
                    "The allowed maximum operations in a JSON patch is " + MOST_OPERATIONS + ", got " + patch.size());
        }
        for (JsonNode operation : patch) {
            if (!operation.isObject()) {
                throw StatusException.badRequest("each operation of a JSON patch must be an object");
            }
        }
    }

    /** The object as it would be after this patch; the given one stays as it is. */
    static ObjectNode apply(ArrayNode patch, ObjectNode object) {
        JsonNode result = object;
        ArrayNode waiting = JsonNodeFactory.instance.arrayNode();
        long copied = 0;
        for (JsonNode operation : patch) {
            if (isCopy(operation)) {
                result = run(waiting, result);
                waiting.removeAll();
                copied += result.toString().length();
                if (copied > MOST_COPIED) {
                    throw StatusException.tooLarge("the copies of the JSON patch make the object too large");
                }
                result = run(waiting.arrayNode().add(operation), result);
                continue;
            }
            waiting.add(operation);
        }
        if (run(waiting, result) instanceof ObjectNode patched) {
            return patched;
        }
        throw StatusException.inapplicable("the JSON patch leaves no object");
    }

    private static boolean isCopy(JsonNode operation) {
        return operation.path("op").asText().equalsIgnoreCase("copy");
    }

    private static JsonNode run(ArrayNode operations, JsonNode object) {
        if (operations.isEmpty()) {
            return object;
        }
        JsonNode result;
        try {
            result = JsonPatch.apply(operations, object, FLAGS);
        } catch (JsonPatchException e) {
            throw StatusException.inapplicable(reason(e));
        } catch (IllegalArgumentException | IllegalStateException | IndexOutOfBoundsException e) {
            // What the library throws for a path that is no JSON pointer, or not one into a list.
            throw StatusException.inapplicable("a path of the JSON patch leads nowhere");
        }
        requireShallow(result);
        return result;
    }

    /** What failed and where, but no value: it may be a Secret's. */
    private static String reason(JsonPatchException e) {
        if (e.getOperation() == null) {
            return "an operation of the JSON patch is unknown or lacks op, path, from or value";
        }
        String operation = e.getOperation().rfcName();
        return "the operation " + operation + " of the JSON patch does not apply at \"" + e.getPath() + "\"";
    }

    /** Operations can nest deeper than any body; and whatever is too deep for us overflows a stack later. */
    private static void requireShallow(JsonNode root) {
        Deque<JsonNode> level = new ArrayDeque<>();
        level.add(root);
        for (int depth = 0; !level.isEmpty(); depth++) {
            if (depth > Json.DEEPEST) {
                throw StatusException.inapplicable(
                        "the JSON patch makes the object deeper than " + Json.DEEPEST + " levels");
            }
            Deque<JsonNode> below = new ArrayDeque<>();
            for (JsonNode node : level) {
                for (JsonNode child : node) {
                    if (child.isContainerNode()) {
                        below.add(child);
                    }
                }
            }
            level = below;
        }
    }
}
