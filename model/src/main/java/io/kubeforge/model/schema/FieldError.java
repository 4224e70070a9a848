package io.kubeforge.model.schema;

/**
 * One thing that is wrong with an object, as Kubernetes names it.
 *
 * @param field path of the field, e.g. {@code spec.workers[0].hosts[1]}
 * @param reason machine-readable word, e.g. {@code FieldValueInvalid}
 * @param message what is wrong, e.g. {@code Invalid value: "x": …}
 */
public record FieldError(String field, String reason, String message) {
    public static final String REQUIRED = "FieldValueRequired";
    public static final String INVALID = "FieldValueInvalid";
    public static final String TYPE_INVALID = "FieldValueTypeInvalid";
    public static final String NOT_SUPPORTED = "FieldValueNotSupported";
    public static final String DUPLICATE = "FieldValueDuplicate";
    public static final String FORBIDDEN = "FieldValueForbidden";
    public static final String TOO_LONG = "FieldValueTooLong";

    @Override
    public String toString() {
        return field + ": " + message;
    }
}
