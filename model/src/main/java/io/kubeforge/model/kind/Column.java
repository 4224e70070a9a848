package io.kubeforge.model.kind;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A column in which {@code kubectl get} shows a kind.
 *
 * @param type {@code string}, {@code integer} or {@code date}; a date is shown as the time since then
 * @param priority 0 for always, 1 for {@code -o wide} only
 * @param path where the value is, as a CustomResourceDefinition says it; empty when no path can say it
 * @param cell what is shown of an object; a missing node for nothing
 */
public record Column(
        String name, String type, String description, int priority, String path, Function<JsonNode, JsonNode> cell) {
    public static final String DATE = "date";
    public static final String NAME = "Name";

    /** The columns of a kind in their order. */
    static List<Column> of(Resource resource) {
        List<Column> columns = new ArrayList<>();
        for (PrinterColumn declared : resource.columns()) {
            columns.add(of(declared));
        }
        if (columns.stream().noneMatch(column -> column.name().equals(NAME))) {
            String path = ".metadata.name";
            columns.add(0, new Column(NAME, "string", "Name of the object.", 0, path, new PrinterPath(path)::in));
        }
        return List.copyOf(columns);
    }

    private static Column of(PrinterColumn declared) {
        Function<JsonNode, JsonNode> cell =
                declared.path().isEmpty() ? made(declared.cell()) : new PrinterPath(declared.path())::in;
        return new Column(
                declared.name(),
                declared.type(),
                declared.description(),
                declared.wide() ? 1 : 0,
                declared.path(),
                cell);
    }

    private static PrinterColumn.Cell made(Class<? extends PrinterColumn.Cell> type) {
        try {
            return type.getDeclaredConstructor().newInstance();
        } catch (InstantiationException
                | IllegalAccessException
                | InvocationTargetException
                | NoSuchMethodException e) {
            throw new IllegalArgumentException(type + " needs a constructor without parameters", e);
        }
    }
}
