package io.kubeforge.model.kind;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.function.Function;

/** A column in which {@code kubectl get} shows a kind, as {@code additionalPrinterColumns} has it. */
@Retention(RetentionPolicy.RUNTIME)
@Target({})
public @interface PrinterColumn {
    /** The head of the column. */
    String name();

    /** {@code string}, {@code integer} or {@code date}; a date is shown as the time since then. */
    String type() default "string";

    /** What the column shows, for people. */
    String description();

    /** Where the value is, e.g. {@code .status.conditions[?(@.type=="Ready")].status}; see {@link PrinterPath}. */
    String path() default "";

    /** What is shown where no path can say it; only for kinds that are no CustomResourceDefinitions elsewhere. */
    Class<? extends Cell> cell() default NoCell.class;

    /** Whether the column is shown with {@code -o wide} only. */
    boolean wide() default false;

    /** What a column shows of an object; a missing node for nothing. */
    interface Cell extends Function<JsonNode, JsonNode> {}

    /** Shows nothing. */
    final class NoCell implements Cell {
        @Override
        public JsonNode apply(JsonNode object) {
            return MissingNode.getInstance();
        }
    }
}
