package io.kubeforge.api.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.model.kind.Column;
import io.kubeforge.model.kind.Kind;
import java.time.Clock;

/** Objects as rows of a {@code Table} of meta.k8s.io, which is what {@code kubectl get} prints. */
public final class TableView implements View {
    /** What of an object a row carries beside its cells. */
    public enum Include {
        NONE,
        METADATA,
        OBJECT
    }

    private final Kind<?> kind;
    private final String apiVersion;
    private final Include include;
    private final Clock clock;

    /** A view of this kind, in a version of meta.k8s.io; the clock says how old things are. */
    public TableView(Kind<?> kind, String apiVersion, Include include, Clock clock) {
        this.kind = kind;
        this.apiVersion = apiVersion;
        this.include = include;
        this.clock = clock;
    }

    @Override
    public ObjectNode object(ObjectNode object, boolean first) {
        ObjectNode table =
                head(ListMeta.of(object.at("/metadata/resourceVersion").asLong()), first);
        table.putArray(itemsField()).add(item(object));
        return table;
    }

    @Override
    public ObjectNode listHead(ListMeta meta) {
        return head(meta, true);
    }

    @Override
    public String itemsField() {
        return "rows";
    }

    private ObjectNode head(ListMeta meta, boolean withColumns) {
        ObjectNode table = JsonNodeFactory.instance.objectNode();
        table.put("kind", "Table").put("apiVersion", apiVersion);
        meta.writeTo(table);
        if (withColumns) {
            ArrayNode columns = table.putArray("columnDefinitions");
            kind.columns().forEach(column -> columns.add(definition(column)));
        } else {
            table.putNull("columnDefinitions");
        }
        return table;
    }

    private ObjectNode definition(Column column) {
        ObjectNode definition = JsonNodeFactory.instance.objectNode();
        boolean isDate = column.type().equals(Column.DATE);
        return definition
                .put("name", column.name())
                .put("type", isDate && !kind.isCustom() ? "string" : column.type())
                .put("format", column.name().equals("Name") ? "name" : "")
                .put("description", column.description())
                .put("priority", column.priority());
    }

    @Override
    public ObjectNode item(ObjectNode item) {
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        ArrayNode cells = row.putArray("cells");
        for (Column column : kind.columns()) {
            cells.add(cell(column, item));
        }
        switch (include) {
            case NONE -> row.putNull("object");
            case METADATA -> row.set("object", View.MetadataOnly.metadataOf(item, apiVersion));
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
        if (value.isMissingNode() || value.isNull()) {
            return kind.isCustom() ? nodes.nullNode() : nodes.textNode("");
        }
        return value;
    }
}
