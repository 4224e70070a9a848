package io.kubeforge.api.resource;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubeforge.api.status.StatusException;
import java.util.Set;

/**
 * How a deletion is meant.
 *
 * @param uid the object that is meant; null for whichever bears the name
 * @param resourceVersion the version that is meant; null for any
 */
public record DeleteOptions(String uid, String resourceVersion, boolean dryRun) {
    private static final Set<String> POLICIES = Set.of("", "Background", "Foreground", "Orphan");

    /** Reads the body, which goes before the query parameters. */
    public static DeleteOptions parse(JsonNode body, String dryRun, String propagationPolicy) {
        String policy = body.path("propagationPolicy").asText(propagationPolicy);
        if (!POLICIES.contains(policy)) {
            throw StatusException.invalidOptions(
                    "DeleteOptions",
                    "propagationPolicy",
                    "Unsupported value: \"" + policy
                            + "\": supported values: \"Background\", \"Foreground\", \"Orphan\"");
        }
        String run = body.path("dryRun").path(0).asText(dryRun);
        return new DeleteOptions(
                text(body.at("/preconditions/uid")),
                text(body.at("/preconditions/resourceVersion")),
                WriteOptions.parse(run, "").dryRun());
    }

    private static String text(JsonNode value) {
        return value.isTextual() && !value.asText().isEmpty() ? value.asText() : null;
    }
}
