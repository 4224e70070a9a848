package io.kubeforge.api.selector;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubeforge.model.kind.Kind;
import java.util.function.Predicate;

/** Which objects of a collection a client wants to see. */
public final class Selection {
    private final boolean everything;
    private final Predicate<JsonNode> labels;
    private final Predicate<JsonNode> fields;

    private Selection(boolean everything, Predicate<JsonNode> labels, Predicate<JsonNode> fields) {
        this.everything = everything;
        this.labels = labels;
        this.fields = fields;
    }

    /** Reads both selectors; empty texts select everything. */
    public static Selection parse(Kind<?> kind, String labelSelector, String fieldSelector) {
        boolean everything = labelSelector.isBlank() && fieldSelector.isBlank();
        return new Selection(everything, LabelSelector.parse(labelSelector), FieldSelector.parse(kind, fieldSelector));
    }

    /** Whether nothing is left out. */
    public boolean isEverything() {
        return everything;
    }

    /** Whether the object is wanted. */
    public boolean contains(JsonNode object) {
        return everything || labels.test(object.at("/metadata/labels")) && fields.test(object);
    }
}
