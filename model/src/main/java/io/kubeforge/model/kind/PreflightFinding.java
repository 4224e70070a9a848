package io.kubeforge.model.kind;

import io.kubeforge.model.schema.Field;

/** Something that was found wrong before a host was prepared, as a status shows it. */
@Field("Something that was found wrong before a host was prepared.")
public record PreflightFinding(
        @Field("Name of the check, as spec.preflight.ignore knows it.")
        String name,

        @Field("error: the host is left alone; warning: work goes on.")
        String severity,

        @Field("The hosts that it was found on, the first few by name; absent in the status of a Host.")
        String hosts,

        @Field("What was seen, what is needed, what helps.") String message) {
    public static final String ERROR = "error";
    public static final String WARNING = "warning";
}
