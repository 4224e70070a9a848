package io.kubeforge.model.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The structure of a JSON value: what {@code kubectl explain} shows, what is defaulted, pruned and checked. It knows
 * nothing of kinds, and compares no two fields.
 *
 * @param format OpenAPI format, e.g. {@code int64}; null for none
 * @param properties the fields of an object; empty when it is a map or free
 * @param element the schema of a list's items or of a map's values; null for none
 * @param byDefault what an absent value is read as; null for none
 * @param limits which values are allowed
 * @param listMapKeys the fields by which a list's items are told apart; empty for an atomic list
 * @param free whether unknown fields are kept
 */
public record Schema(
        Type type,
        String format,
        String description,
        Map<String, Property> properties,
        Schema element,
        JsonNode byDefault,
        Limits limits,
        List<String> listMapKeys,
        boolean free) {

    /** The JSON types that a schema can ask for. */
    public enum Type {
        OBJECT,
        ARRAY,
        STRING,
        INTEGER,
        BOOLEAN;

        /** The type as OpenAPI writes it. */
        public String openApi() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A field of an object: its schema, and whether it must be there and not be empty. */
    public record Property(Schema schema, boolean required) {}

    /** A schema of an object with these fields in their order. */
    public static Schema object(String description, Map<String, Property> properties) {
        return new Schema(
                Type.OBJECT,
                null,
                description,
                new LinkedHashMap<>(properties),
                null,
                null,
                Limits.NONE,
                List.of(),
                false);
    }

    /** A schema of any string. */
    public static Schema text(String description) {
        return new Schema(Type.STRING, null, description, Map.of(), null, null, Limits.NONE, List.of(), false);
    }

    /** Removes nulls and fills in defaults, in place. */
    public void applyDefaults(ObjectNode object) {
        Defaulting.apply(this, object);
    }

    /** Removes fields that the schema does not know, in place, and names them. */
    public List<String> prune(ObjectNode object) {
        return Pruning.prune(this, object);
    }

    /** Finds every value that the schema does not allow. */
    public void check(String path, JsonNode value, FieldErrors errors) {
        new SchemaCheck(errors).check(path, this, value);
    }

    /** The schema as OpenAPI v3 has it. */
    public ObjectNode toOpenApi() {
        return OpenApiSchema.of(this);
    }
}
