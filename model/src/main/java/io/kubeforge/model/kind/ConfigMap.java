package io.kubeforge.model.kind;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import io.kubeforge.model.schema.Field;
import java.util.Map;

/** A ConfigMap of core v1. */
@Field("A ConfigMap: values that are no secret.")
@Resource(
        version = "v1",
        shortNames = "cm",
        columns = {
            @PrinterColumn(name = "Data", description = "Number of its entries.", cell = ConfigMap.Entries.class),
            @PrinterColumn(
                    name = "Age",
                    type = Column.DATE,
                    description = "Time since it was made.",
                    path = ".metadata.creationTimestamp")
        })
public record ConfigMap(
        ObjectMeta metadata,

        @Field("Texts by their keys.") Map<String, String> data,

        @Field(value = "Bytes in base64 by their keys.", format = "byte")
        Map<String, String> binaryData,

        @Field("Whether the values may never change again.") Boolean immutable) {
    /** Absent maps are read as empty. */
    public ConfigMap {
        data = data == null ? Map.of() : Map.copyOf(data);
        binaryData = binaryData == null ? Map.of() : Map.copyOf(binaryData);
    }

    /** Counts texts and bytes together. */
    static final class Entries implements PrinterColumn.Cell {
        @Override
        public JsonNode apply(JsonNode object) {
            return IntNode.valueOf(
                    object.path("data").size() + object.path("binaryData").size());
        }
    }
}
