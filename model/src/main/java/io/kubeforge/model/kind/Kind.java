package io.kubeforge.model.kind;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.model.schema.Schema;
import io.kubeforge.model.schema.SchemaReader;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A kind of resource: everything that its {@link Resource} record declares. There is one instance of each, in
 * {@link Kinds}.
 *
 * @param <T> the record as which objects are read
 */
public final class Kind<T> {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .build();

    private final Class<T> type;
    private final Resource declared;
    private final Schema schema;
    private final List<Column> columns;
    private final Set<Verb> verbs;

    private Kind(Class<T> type, Resource declared) {
        this.type = type;
        this.declared = declared;
        this.schema = schema(type);
        this.columns = Column.of(declared);
        this.verbs = Set.of(declared.verbs());
    }

    /**
     * Reads a kind's declaration.
     *
     * @throws IllegalArgumentException when the record is not declared as one, or something of it is not explained
     */
    static <T> Kind<T> of(Class<T> type) {
        Resource declared = type.getAnnotation(Resource.class);
        if (declared == null) {
            throw new IllegalArgumentException(type + " is no kind: it has no @Resource");
        }
        return new Kind<>(type, declared);
    }

    private static Schema schema(Class<?> type) {
        Schema declared = SchemaReader.read(type);
        Map<String, Schema.Property> properties = new LinkedHashMap<>();
        properties.put("apiVersion", new Schema.Property(Schema.text("Group and version of the kind."), false));
        properties.put("kind", new Schema.Property(Schema.text("Name of the kind."), false));
        properties.putAll(declared.properties());
        return Schema.object(declared.description(), properties);
    }

    /** API group; empty for core. */
    public String group() {
        return declared.group();
    }

    /** Whether the kind is this project's own, as kinds of a CustomResourceDefinition are, and not one of Kubernetes'. */
    public boolean isCustom() {
        return !group().isEmpty() && !group().endsWith(".k8s.io");
    }

    /** Version of the group. */
    public String version() {
        return declared.version();
    }

    /** The kind as objects carry it, e.g. {@code Cluster}. */
    public String name() {
        return type.getSimpleName();
    }

    /** The kind as paths name it, e.g. {@code clusters}. */
    public String plural() {
        return declared.plural().isEmpty() ? singular() + "s" : declared.plural();
    }

    /** The kind as users may type it, e.g. {@code cluster}. */
    public String singular() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What users may type instead of the plural. */
    public List<String> shortNames() {
        return List.of(declared.shortNames());
    }

    /** Names under which {@code kubectl get} shows several kinds. */
    public List<String> categories() {
        return List.of(declared.categories());
    }

    /** Whether objects are in namespaces. */
    public boolean namespaced() {
        return declared.namespaced();
    }

    /** Whether objects are stored; what is not stored is answered from what is known otherwise. */
    public boolean isStored() {
        return declared.stored();
    }

    /** Whether the kind has a status that its main endpoint ignores; such kinds also count generations. */
    public boolean hasStatus() {
        return isStored() && schema.properties().containsKey("status");
    }

    /** Whether clients may do this with objects of the kind. */
    public boolean allows(Verb verb) {
        return verbs.contains(verb);
    }

    /** What clients may do, in the order of the alphabet. */
    public List<Verb> verbs() {
        return Arrays.stream(Verb.values()).filter(verbs::contains).toList();
    }

    /** How {@code kubectl get} shows objects. */
    public List<Column> columns() {
        return columns;
    }

    /** Fields, beside the metadata's name and namespace, by which a list can be narrowed. */
    public List<String> selectableFields() {
        return List.of(declared.selectableFields());
    }

    /** The structure of whole objects, metadata and status included. */
    public Schema schema() {
        return schema;
    }

    /** The group and version as objects carry it, e.g. {@code kubeforge.io/v1alpha1} or {@code v1}. */
    public String apiVersion() {
        return group().isEmpty() ? version() : group() + "/" + version();
    }

    /** The resource as errors name it, e.g. {@code clusters.kubeforge.io} or {@code secrets}. */
    public String resource() {
        return group().isEmpty() ? plural() : plural() + "." + group();
    }

    /** Reads an object of this kind; unknown fields are ignored. */
    public T read(ObjectNode object) {
        return MAPPER.convertValue(object, type);
    }

    /** A part of an object (a spec, a status) as JSON, without absent fields. */
    public static JsonNode toJson(Object part) {
        return MAPPER.valueToTree(part);
    }

    @Override
    public String toString() {
        return resource();
    }
}
