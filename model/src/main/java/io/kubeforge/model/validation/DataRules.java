package io.kubeforge.model.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.model.schema.FieldErrors;
import java.util.Base64;
import java.util.regex.Pattern;

/** What Secrets and ConfigMaps have in common: keys, sizes, and that they can be made immutable. */
final class DataRules {
    private static final int MAXIMUM = 1024 * 1024;
    private static final int KEY_LENGTH = 253;
    private static final Pattern KEY = Pattern.compile("[-._a-zA-Z0-9]+");
    private static final String KEY_RULE = "a valid config key must consist of alphanumeric characters, '-', '_' or '.'"
            + " (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";

    private DataRules() {}

    static void checkKeys(String field, JsonNode data, FieldErrors errors) {
        data.fieldNames().forEachRemaining(key -> {
            String at = field + "[" + key + "]";
            if (key.length() > KEY_LENGTH) {
                errors.invalid(at, key, "must be no more than " + KEY_LENGTH + " characters");
            }
            if (!KEY.matcher(key).matches()) {
                errors.invalid(at, key, KEY_RULE);
            }
            if (key.equals(".") || key.equals("..")) {
                errors.invalid(at, key, "must not be '" + key + "'");
            } else if (key.startsWith("..")) {
                errors.invalid(at, key, "must not start with '..'");
            }
        });
    }

    /** Removes maps without entries, which are the same as none. */
    static void dropEmpty(ObjectNode object, String... fields) {
        for (String field : fields) {
            if (object.has(field)
                    && object.get(field).isContainerNode()
                    && object.get(field).isEmpty()) {
                object.remove(field);
            }
        }
    }

    /** Secret values are never repeated in the error. */
    static void checkBase64(String field, JsonNode data, FieldErrors errors) {
        data.fields().forEachRemaining(entry -> {
            try {
                Base64.getDecoder().decode(entry.getValue().asText());
            } catch (IllegalArgumentException notBase64) {
                errors.invalid(
                        field + "[" + entry.getKey() + "]",
                        "<the value>",
                        "must be base64 in one line; plain text belongs into stringData or is encoded with base64 -w0");
            }
        });
    }

    static void checkSize(String field, FieldErrors errors, JsonNode... parts) {
        long size = 0;
        for (JsonNode part : parts) {
            for (JsonNode value : part) {
                size += value.asText().length();
            }
        }
        if (size > MAXIMUM) {
            errors.tooLong(field, MAXIMUM);
        }
    }

    static void checkImmutable(JsonNode old, JsonNode object, FieldErrors errors, String... fields) {
        if (!old.path("immutable").asBoolean()) {
            return;
        }
        if (!object.path("immutable").asBoolean()) {
            errors.forbidden(
                    "immutable", "field is immutable when `immutable` is set; delete the object and make it anew");
        }
        for (String field : fields) {
            if (!old.path(field).equals(object.path(field))) {
                errors.forbidden(
                        field, "field is immutable when `immutable` is set; delete the object and make it anew");
            }
        }
    }
}
