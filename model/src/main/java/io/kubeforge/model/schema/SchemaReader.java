package io.kubeforge.model.schema;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads schemas from records and the {@link Field} annotations of their components. */
public final class SchemaReader {
    private static final ObjectMapper JSON = new ObjectMapper();

    private SchemaReader() {}

    /** The schema of a record; a component without {@link Field} is an error, for nothing would explain it. */
    public static Schema read(Class<?> record) {
        Field about = record.getAnnotation(Field.class);
        return ofRecord(record, about == null ? "" : about.value(), null);
    }

    private static Schema ofRecord(Class<?> record, String description, JsonNode byDefault) {
        if (!record.isRecord()) {
            throw new IllegalArgumentException(record + " is no record, so it has no schema");
        }
        Map<String, Schema.Property> properties = new LinkedHashMap<>();
        for (RecordComponent component : record.getRecordComponents()) {
            Field field = explanation(component);
            properties.put(name(component), new Schema.Property(ofComponent(component, field), field.required()));
        }
        return new Schema(
                Schema.Type.OBJECT, null, description, properties, null, byDefault, Limits.NONE, List.of(), false);
    }

    /** What a field is called whose name is a word of Java's own. */
    private static String name(RecordComponent component) {
        JsonProperty given = component.getAccessor().getAnnotation(JsonProperty.class);
        return given == null ? component.getName() : given.value();
    }

    /** A component that says nothing of itself is explained by its type. */
    private static Field explanation(RecordComponent component) {
        Field field = component.getAnnotation(Field.class);
        Field ofType = component.getType().getAnnotation(Field.class);
        if (field == null && ofType == null) {
            throw new IllegalArgumentException(component.getDeclaringRecord().getName() + "." + component.getName()
                    + " has no @Field that explains it");
        }
        return field == null ? ofType : field;
    }

    private static Schema ofComponent(RecordComponent component, Field field) {
        Class<?> type = component.getType();
        JsonNode byDefault = byDefault(component, field);
        if (type == List.class) {
            return ofList(argument(component, 0), field, byDefault);
        }
        if (type == Map.class) {
            Schema values = field.free() ? null : ofType(argument(component, 1), "", null, Limits.NONE, field.format());
            return new Schema(
                    Schema.Type.OBJECT,
                    null,
                    field.value(),
                    Map.of(),
                    values,
                    byDefault,
                    Limits.NONE,
                    List.of(),
                    field.free());
        }
        return ofType(type, field.value(), byDefault, Limits.of(field), field.format());
    }

    private static Schema ofList(Class<?> element, Field field, JsonNode byDefault) {
        Field about = element.getAnnotation(Field.class);
        Schema items = ofType(element, about == null ? "" : about.value(), null, Limits.of(field), field.format());
        return new Schema(
                Schema.Type.ARRAY,
                null,
                field.value(),
                Map.of(),
                items,
                byDefault,
                Limits.NONE,
                List.of(field.listMapKeys()),
                false);
    }

    private static Schema ofType(
            Class<?> type, String description, JsonNode byDefault, Limits limits, String declaredFormat) {
        if (type.isRecord()) {
            return ofRecord(type, description, byDefault);
        }
        Schema.Type scalar = scalar(type);
        String format = type == Long.class
                ? "int64"
                : type == Integer.class ? "int32" : declaredFormat.isEmpty() ? null : declaredFormat;
        return new Schema(scalar, format, description, Map.of(), null, byDefault, limits, List.of(), false);
    }

    private static Schema.Type scalar(Class<?> type) {
        if (type == String.class) {
            return Schema.Type.STRING;
        }
        if (type == Integer.class || type == Long.class) {
            return Schema.Type.INTEGER;
        }
        if (type == Boolean.class) {
            return Schema.Type.BOOLEAN;
        }
        throw new IllegalArgumentException(
                "No schema for " + type + ": use a record, List, Map, String, Integer," + " Long or Boolean");
    }

    private static Class<?> argument(RecordComponent component, int index) {
        return (Class<?>) ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[index];
    }

    private static JsonNode byDefault(RecordComponent component, Field field) {
        if (field.byDefault().isEmpty()) {
            return null;
        }
        try {
            return JSON.readTree(field.byDefault());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The default of " + component + " is not JSON", e);
        }
    }
}
