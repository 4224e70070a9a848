package io.kubeforge.model.kind;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares a record to be a kind of resource. With the {@link io.kubeforge.model.schema.Field} annotations of its
 * components it is the only declaration there is: routes, discovery, OpenAPI, the CustomResourceDefinition, validation,
 * defaults and the columns of {@code kubectl get} follow from it. The kind is named as the record is.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Resource {
    /** API group; empty for core. */
    String group() default "";

    /** Version of the group. */
    String version();

    /** Plural in paths; by default the kind's name in lower case with an s. */
    String plural() default "";

    /** What users may type instead of the plural. */
    String[] shortNames() default {};

    /** Names under which {@code kubectl get} shows several kinds. */
    String[] categories() default {};

    /** Whether objects are in namespaces. */
    boolean namespaced() default true;

    /** Whether objects are stored; what is not stored is answered from what is known otherwise. */
    boolean stored() default true;

    /** What clients may do. */
    Verb[] verbs() default {
        Verb.CREATE, Verb.DELETE, Verb.DELETECOLLECTION, Verb.GET, Verb.LIST, Verb.PATCH, Verb.UPDATE, Verb.WATCH
    };

    /** Fields, beside the metadata's name and namespace, by which lists are narrowed, e.g. {@code spec.cluster}. */
    String[] selectableFields() default {};

    /** How {@code kubectl get} shows objects; the name comes first unless it is declared elsewhere. */
    PrinterColumn[] columns() default {};
}
