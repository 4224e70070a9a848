package io.kubeforge.model.kind;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A kind of resource: its names, and the record as which its objects are read.
 *
 * @param group API group; empty for core
 * @param hasStatus whether the kind has a status that its main endpoint ignores; such kinds also count generations
 * @param type the record as which an object is read
 * @param columns how {@code kubectl get} shows it
 * @param selectableFields fields, beside the metadata's name and namespace, by which a list can be narrowed, e.g.
 *     {@code involvedObject.name}
 */
public record Kind<T>(
        String group,
        String version,
        String name,
        String plural,
        String singular,
        List<String> shortNames,
        boolean namespaced,
        boolean hasStatus,
        Class<T> type,
        List<Column> columns,
        List<String> selectableFields) {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .serializationInclusion(com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL)
            .build();

    /** The group and version as objects carry it, e.g. {@code kubeforge.io/v1alpha1} or {@code v1}. */
    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /** The resource as errors name it, e.g. {@code clusters.kubeforge.io} or {@code secrets}. */
    public String resource() {
        return group.isEmpty() ? plural : plural + "." + group;
    }

    /** Reads an object of this kind; unknown fields are ignored. */
    public T read(ObjectNode object) {
        return MAPPER.convertValue(object, type);
    }

    /** A part of an object (a spec, a status) as JSON, without absent fields. */
    public static JsonNode toJson(Object part) {
        return MAPPER.valueToTree(part);
    }
}
