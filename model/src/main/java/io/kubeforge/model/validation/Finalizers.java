package io.kubeforge.model.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubeforge.model.kind.Kind;
import io.kubeforge.model.schema.FieldErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What holds an object while it is deleted: names with a domain in front, and the few that Kubernetes itself knows. */
final class Finalizers {
    private static final String FIELD = "metadata.finalizers";
    private static final Set<String> STANDARD = Set.of("kubernetes", "orphan", "foregroundDeletion");

    private Finalizers() {}

    /** A name without a domain is refused for core kinds; others only warn of it, see {@link #warnings}. */
    static void check(JsonNode finalizers, Kind<?> kind, FieldErrors errors) {
        for (int i = 0; i < finalizers.size(); i++) {
            String finalizer = finalizers.get(i).asText();
            Names.checkQualifiedName(FIELD, finalizer, errors);
            if (kind.group().isEmpty() && !isClear(finalizer)) {
                errors.invalid(
                        FIELD + "[" + i + "]",
                        finalizer,
                        "name is neither a standard finalizer name nor is it fully qualified");
            }
        }
    }

    /** One sentence for each name that others may use too. */
    static List<String> warnings(JsonNode finalizers) {
        List<String> warnings = new ArrayList<>();
        for (JsonNode finalizer : finalizers) {
            if (!isClear(finalizer.asText())) {
                warnings.add(FIELD + ": \"" + finalizer.asText() + "\": prefer a domain-qualified finalizer"
                        + " name to avoid accidental conflicts with other finalizer writers");
            }
        }
        return warnings;
    }

    private static boolean isClear(String finalizer) {
        return finalizer.contains("/") || STANDARD.contains(finalizer);
    }
}
