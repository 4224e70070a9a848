package io.kubeforge.model.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubeforge.model.schema.FieldErrors;
import java.util.Base64;
import java.util.regex.Pattern;

/** What Secrets and ConfigMaps have in common: keys, sizes, and that they can be made immutable. */
final class DataRules {
    private static final int MAXIMUM = 1024 * 1024;
    private static final int KEY_LENGTH = 253;
    private static final Pattern KEY = Pattern.compile("[-._a-zA-Z0-9]+");
    private static final String KEY_RULE =
            "a key is made of at most 253 letters, digits, '-', '_' and '.', and is neither \".\" nor begins with \"..\"";

    private DataRules() {}

    static void checkKeys(String field, JsonNode data, FieldErrors errors) {
        data.fieldNames().forEachRemaining(key -> {
            boolean isPath = key.equals(".") || key.startsWith("..");
            if (isPath || key.length() > KEY_LENGTH || !KEY.matcher(key).matches()) {
                errors.invalid(field, key, KEY_RULE);
            }
        });
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
