package io.kubeforge.api.resource;

import io.kubeforge.api.status.StatusException;

/**
 * How a write is meant.
 *
 * @param dryRun whether nothing is stored
 * @param validation what becomes of fields that the kind does not have
 */
public record WriteOptions(boolean dryRun, Validation validation) {

    /** What becomes of fields that the kind does not have: they are always dropped, but not always silently. */
    public enum Validation {
        STRICT,
        WARN,
        IGNORE
    }

    /** Reads the query parameters; empty texts for absent ones. */
    public static WriteOptions parse(String dryRun, String fieldValidation) {
        if (!dryRun.isEmpty() && !dryRun.equals("All")) {
            throw StatusException.invalidOptions("PatchOptions", "dryRun", unsupported(dryRun, "\"All\""));
        }
        Validation validation =
                switch (fieldValidation) {
                    case "Strict" -> Validation.STRICT;
                    case "", "Warn" -> Validation.WARN;
                    case "Ignore" -> Validation.IGNORE;
                    default ->
                        throw StatusException.invalidOptions(
                                "PatchOptions",
                                "fieldValidation",
                                unsupported(fieldValidation, "\"Ignore\", \"Strict\", \"Warn\""));
                };
        return new WriteOptions(!dryRun.isEmpty(), validation);
    }

    private static String unsupported(String value, String supported) {
        return "Unsupported value: \"" + value + "\": supported values: " + supported;
    }
}
