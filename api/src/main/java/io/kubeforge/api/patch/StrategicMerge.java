package io.kubeforge.api.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.api.status.StatusException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
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
        JsonNode order = change.remove(ORDER + list);
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
            merged.merge(keyOf(item, key), item, StrategicMerge::mergeItem);
        }
        List<JsonNode> before = new ArrayList<>();
        metadata.path(list).forEach(item -> before.add(keyOf(item, key)));
        List<JsonNode> wantedOrder = new ArrayList<>();
        (order == null ? wanted : order).forEach(item -> wantedOrder.add(keyOf(item, key)));
        ArrayNode result = metadata.putArray(list);
        order(merged.keySet(), before, wantedOrder).forEach(each -> result.add(merged.get(each)));
        if (result.isEmpty()) {
            metadata.remove(list);
        }
    }

    /** What is in both is changed only where the patch says something. */
    private static JsonNode mergeItem(JsonNode old, JsonNode change) {
        if (!(old instanceof ObjectNode object) || !(change instanceof ObjectNode fields)) {
            return change;
        }
        ObjectNode result = object.deepCopy();
        MergePatch.merge(result, fields);
        return result;
    }

    /** What the patch names comes in its order; the rest stays before what it was before, as in Kubernetes. */
    private static List<JsonNode> order(Collection<JsonNode> keys, List<JsonNode> before, List<JsonNode> wanted) {
        List<JsonNode> named = wanted.stream().filter(keys::contains).distinct().toList();
        Deque<JsonNode> rest = new ArrayDeque<>(before.stream()
                .filter(keys::contains)
                .filter(key -> !named.contains(key))
                .toList());
        List<JsonNode> result = new ArrayList<>();
        for (JsonNode key : named) {
            int place = before.indexOf(key);
            while (place >= 0 && !rest.isEmpty() && before.indexOf(rest.peek()) < place) {
                result.add(rest.poll());
            }
            result.add(key);
        }
        result.addAll(rest);
        // What the patch adds without naming it in its own order goes last, rather than nowhere.
        keys.stream().filter(key -> !result.contains(key)).forEach(result::add);
        return result;
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
