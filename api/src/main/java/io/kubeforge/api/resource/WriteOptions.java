package io.kubeforge.api.resource;

import io.kubeforge.api.status.StatusException;
import io.kubeforge.model.schema.FieldError;
import java.util.List;

/**
 * How a write is meant.
 *
 * @param dryRun whether nothing is stored
 * @param validation what becomes of fields that the kind does not have, or that are named more than once
 * @param doubled one sentence for each field that is named more than once
 */
public record WriteOptions(boolean dryRun, Validation validation, List<String> doubled) {

    /**
     * What becomes of fields that the kind does not have: they are always dropped, but not always silently. So it is with
     * all but the last value of a field that is named more than once.
     */
    public enum Validation {
        STRICT,
        WARN,
        IGNORE
    }

    /**
     * Reads the query parameters; empty texts for absent ones.
     *
     * @param options what Kubernetes calls the options of this verb, e.g. {@code PatchOptions}
     */
    public static WriteOptions parse(String options, String dryRun, String fieldValidation, List<String> doubled) {
        Validation validation =
                switch (fieldValidation) {
                    case "Strict" -> Validation.STRICT;
                    case "", "Warn" -> Validation.WARN;
                    case "Ignore" -> Validation.IGNORE;
                    default ->
                        throw StatusException.invalidOptions(
                                options,
                                unsupported(
                                        "fieldValidation",
                                        '"' + fieldValidation + '"',
                                        "\"\", \"Ignore\", \"Strict\", \"Warn\""));
                };
        return new WriteOptions(isDryRun(options, dryRun), validation, doubled);
    }

    /** Whether nothing is to be stored; refuses a word that may mean it but does not. */
    static boolean isDryRun(String options, String dryRun) {
        if (!dryRun.isEmpty() && !dryRun.equals("All")) {
            throw StatusException.invalidOptions(options, unsupported("dryRun", "[\"" + dryRun + "\"]", "\"All\""));
        }
        return !dryRun.isEmpty();
    }

    static FieldError unsupported(String field, String value, String supported) {
        String message = "Unsupported value: " + value + ": supported values: " + supported;
        return new FieldError(field, FieldError.NOT_SUPPORTED, message);
    }
}
