package io.kubeforge.api.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.model.kind.Column;
import io.kubeforge.model.kind.Kind;
import java.time.Clock;
import java.util.List;

/** Objects as rows of a {@code Table} of meta.k8s.io/v1, which is what {@code kubectl get} prints. */
public final class TableView implements View {
    /** What of an object a row carries beside its cells. */
    public enum Include {
        NONE,
        METADATA,
        OBJECT
    }

    private final Kind<?> kind;
    private final Include include;
    private final Clock clock;

    /** A view of this kind; the clock says how old things are. */
    public TableView(Kind<?> kind, Include include, Clock clock) {
        this.kind = kind;
        this.include = include;
        this.clock = clock;
    }

    @Override
    public ObjectNode object(ObjectNode object, boolean first) {
        long version = object.at("/metadata/resourceVersion").asLong();
        return table(List.of(object), ListMeta.of(version), first);
    }

    @Override
    public ObjectNode list(List<ObjectNode> items, ListMeta meta) {
        return table(items, meta, true);
    }

    private ObjectNode table(List<ObjectNode> items, ListMeta meta, boolean withColumns) {
        ObjectNode table = JsonNodeFactory.instance.objectNode();
        table.put("kind", "Table").put("apiVersion", "meta.k8s.io/v1");
        meta.writeTo(table);
        ArrayNode columns = table.putArray("columnDefinitions");
        if (withColumns) {
            kind.columns().forEach(column -> columns.add(definition(column)));
        }
        ArrayNode rows = table.putArray("rows");
        items.forEach(item -> rows.add(row(item)));
        return table;
    }

    private static ObjectNode definition(Column column) {
        ObjectNode definition = JsonNodeFactory.instance.objectNode();
        boolean isDate = column.type().equals(Column.DATE);
        return definition
                .put("name", column.name())
                .put("type", isDate ? "string" : column.type())
                .put("format", column.name().equals("Name") ? "name" : "")
                .put("description", column.description())
                .put("priority", column.priority());
    }

    private ObjectNode row(ObjectNode item) {
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        ArrayNode cells = row.putArray("cells");
        for (Column column : kind.columns()) {
            cells.add(cell(column, item));
        }
        switch (include) {
            case NONE -> {}
            case METADATA -> row.set("object", View.MetadataOnly.metadataOf(item));
            case OBJECT -> row.set("object", item);
        }
        return row;
    }

    private JsonNode cell(Column column, ObjectNode item) {
        JsonNode value = column.cell().apply(item);
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (column.type().equals(Column.DATE)) {
            return nodes.textNode(value.isTextual() ? Ages.since(value.asText(), clock.instant()) : "<unknown>");
        }
        return value.isMissingNode() || value.isNull() ? nodes.textNode("") : value;
    }
}
