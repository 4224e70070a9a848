package io.kubeforge.model.schema;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Which values of a type are allowed.
 *
 * @param pattern what a string must match; null for any
 * @param oneOf the only allowed strings; empty for any
 * @param minimum the least number; null for any
 * @param maximum the greatest number; null for any
 */
public record Limits(Pattern pattern, List<String> oneOf, Long minimum, Long maximum) {
    public static final Limits NONE = new Limits(null, List.of(), null, null);

    static Limits of(Field field) {
        return new Limits(
                field.pattern().isEmpty() ? null : Pattern.compile(field.pattern()),
                List.of(field.oneOf()),
                field.minimum() == Long.MIN_VALUE ? null : field.minimum(),
                field.maximum() == Long.MAX_VALUE ? null : field.maximum());
    }
}
