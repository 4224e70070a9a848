package io.kubeforge.model.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.model.schema.FieldErrors;
import java.util.HashSet;
import java.util.Set;

/** The labels and taints of worker pools, as a Node accepts them. */
final class WorkerPoolRules {
    private WorkerPoolRules() {}

    static void check(JsonNode pools, FieldErrors errors) {
        for (int i = 0; i < pools.size(); i++) {
            String field = "spec.workers[" + i + "]";
            checkLabels(field + ".labels", pools.get(i).path("labels"), errors);
            checkTaints(field + ".taints", pools.get(i).path("taints"), errors);
        }
    }

    private static void checkLabels(String field, JsonNode labels, FieldErrors errors) {
        labels.fields().forEachRemaining(label -> {
            Names.checkQualifiedName(field, label.getKey(), errors);
            Names.checkLabelValue(field + "[" + label.getKey() + "]", label.getValue(), errors);
        });
    }

    private static void checkTaints(String field, JsonNode taints, FieldErrors errors) {
        Set<ObjectNode> seen = new HashSet<>();
        for (int i = 0; i < taints.size(); i++) {
            JsonNode taint = taints.get(i);
            String item = field + "[" + i + "]";
            Names.checkQualifiedName(item + ".key", taint.path("key").asText(), errors);
            Names.checkLabelValue(item + ".value", taint.path("value"), errors);
            ObjectNode identity = JsonNodeFactory.instance.objectNode();
            identity.set("key", taint.path("key"));
            identity.set("effect", taint.path("effect"));
            if (!seen.add(identity)) {
                errors.duplicate(item, identity);
            }
        }
    }
}
