package io.kubeforge.model.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Collects everything that is wrong with one object, in the order in which it was found. */
public final class FieldErrors {
    private static final int SHOWN_VALUE = 256;

    private final List<FieldError> errors = new ArrayList<>();

    /** The field must be there and not be empty. */
    public void required(String field) {
        add(field, FieldError.REQUIRED, "Required value");
    }

    /** The field must be there; the detail says in which case. */
    public void required(String field, String detail) {
        add(field, FieldError.REQUIRED, "Required value: " + detail);
    }

    /** The value is not allowed here. */
    public void invalid(String field, JsonNode value, String detail) {
        add(field, FieldError.INVALID, "Invalid value: " + shown(value) + ": " + detail);
    }

    /** The text is not allowed here. */
    public void invalid(String field, String value, String detail) {
        invalid(field, TextNode.valueOf(value), detail);
    }

    /** The value is of another type than the schema's. */
    public void wrongType(String field, JsonNode value, String expected) {
        String found = value.getNodeType().name().toLowerCase(Locale.ROOT);
        String detail = field + " in body must be of type " + expected + ": \"" + found + "\"";
        add(field, FieldError.TYPE_INVALID, "Invalid value: \"" + found + "\": " + detail);
    }

    /** Only these values are allowed. */
    public void unsupported(String field, JsonNode value, Collection<String> supported) {
        String values = supported.stream().map(text -> '"' + text + '"').collect(Collectors.joining(", "));
        add(field, FieldError.NOT_SUPPORTED, "Unsupported value: " + shown(value) + ": supported values: " + values);
    }

    /** The value occurs twice where it may occur once. */
    public void duplicate(String field, JsonNode value) {
        add(field, FieldError.DUPLICATE, "Duplicate value: " + shown(value));
    }

    /** The field may not be written (now, or by this writer). */
    public void forbidden(String field, String detail) {
        add(field, FieldError.FORBIDDEN, "Forbidden: " + detail);
    }

    /** The value is too long; it is not repeated. */
    public void tooLong(String field, int maximum) {
        add(field, FieldError.TOO_LONG, "Too long: may not be more than " + maximum + " bytes");
    }

    /** What was found elsewhere. */
    public void add(FieldError error) {
        errors.add(error);
    }

    /** Everything found so far. */
    public List<FieldError> list() {
        return List.copyOf(errors);
    }

    private void add(String field, String reason, String message) {
        errors.add(new FieldError(field, reason, message));
    }

    private static String shown(JsonNode value) {
        String text = value.toString();
        return text.length() <= SHOWN_VALUE ? text : text.substring(0, SHOWN_VALUE) + "…";
    }
}
