package io.kubeforge.api.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.api.status.StatusException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Strategic merge patches of the core kinds that are served, which kubectl sends for them: as merge patches, but the
 * finalizers and ownerReferences are merged by their values and UIDs.
 */
final class StrategicMerge {
    private static final String ORDER = "$setElementOrder/";
    private static final String DELETE = "$deleteFromPrimitiveList/";
    private static final String FINALIZERS = "finalizers";
    private static final String OWNERS = "ownerReferences";

    private StrategicMerge() {}

    static void merge(ObjectNode target, ObjectNode patch) {
        if (patch.get("metadata") instanceof ObjectNode change) {
            ObjectNode metadata = MergePatch.objectAt(target, "metadata");
            mergeList(metadata, change, FINALIZERS, "");
            mergeList(metadata, change, OWNERS, "uid");
        }
        applyDirectives(target, patch);
        MergePatch.merge(target, patch);
    }

    /** Merges one keyed list and takes it out of the patch. */
    private static void mergeList(ObjectNode metadata, ObjectNode change, String list, String key) {
        change.remove(ORDER + list);
        Map<JsonNode, JsonNode> merged = new LinkedHashMap<>();
        metadata.path(list).forEach(item -> merged.put(keyOf(item, key), item));
        JsonNode deleted = change.remove(DELETE + list);
        if (deleted != null) {
            deleted.forEach(merged::remove);
        }
        JsonNode wanted = change.path(list);
        if (wanted.isNull()) {
            return;
        }
        change.remove(list);
        for (JsonNode item : wanted) {
            if ("delete".equals(item.path("$patch").asText())) {
                merged.remove(keyOf(item, key));
                continue;
            }
            merged.put(keyOf(item, key), item);
        }
        ArrayNode result = metadata.putArray(list);
        merged.values().forEach(result::add);
        if (result.isEmpty()) {
            metadata.remove(list);
        }
    }

    private static JsonNode keyOf(JsonNode item, String key) {
        return key.isEmpty() ? item : item.path(key);
    }

    /** Obeys {@code $patch: replace} and refuses what it does not know, lest it be stored. */
    private static void applyDirectives(ObjectNode target, ObjectNode patch) {
        JsonNode directive = patch.remove("$patch");
        patch.remove("$retainKeys");
        if (directive != null && directive.asText().equals("replace")) {
            target.removeAll();
        } else if (directive != null && !directive.asText().equals("merge")) {
            throw StatusException.badRequest("the directive $patch: " + directive.asText() + " is not supported here");
        }
        patch.fieldNames().forEachRemaining(StrategicMerge::refuseDirective);
        patch.fields().forEachRemaining(field -> {
            if (field.getValue() instanceof ObjectNode change && hasDirective(change)) {
                applyDirectives(MergePatch.objectAt(target, field.getKey()), change);
            }
        });
    }

    private static void refuseDirective(String name) {
        if (name.startsWith("$")) {
            throw StatusException.badRequest("the directive " + name + " is not supported here");
        }
    }

    private static boolean hasDirective(ObjectNode patch) {
        for (Map.Entry<String, JsonNode> field : patch.properties()) {
            if (field.getKey().startsWith("$") || field.getValue() instanceof ObjectNode child && hasDirective(child)) {
                return true;
            }
        }
        return false;
    }
}
