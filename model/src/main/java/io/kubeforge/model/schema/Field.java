package io.kubeforge.model.schema;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a person and a client must know of one field of a resource: the one source of OpenAPI, {@code kubectl explain},
 * defaulting and validation. On a record it describes the type itself.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.TYPE})
public @interface Field {
    /** One or two sentences for {@code kubectl explain}: what it is, its unit, what happens without it. */
    String value();

    /** Whether the field must be there and not be empty. */
    boolean required() default false;

    /** The default as JSON text, e.g. {@code "22"} or {@code "\"kubeadm\""}; empty for none. */
    String byDefault() default "";

    /** An anchored regular expression that a string, or each string of a list, must match; empty for none. */
    String pattern() default "";

    /** OpenAPI format of a string, or of each string of a map, e.g. {@code date-time}; empty for none. */
    String format() default "";

    /** The only allowed strings; empty for any. */
    String[] oneOf() default {};

    /** The least allowed number. */
    long minimum() default Long.MIN_VALUE;

    /** The greatest allowed number. */
    long maximum() default Long.MAX_VALUE;

    /** The keys by which entries of a list are told apart ({@code x-kubernetes-list-map-keys}); empty for atomic. */
    String[] listMapKeys() default {};

    /** Whether unknown fields below are kept as they are ({@code x-kubernetes-preserve-unknown-fields}). */
    boolean free() default false;
}
