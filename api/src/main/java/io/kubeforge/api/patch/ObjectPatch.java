package io.kubeforge.api.patch;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.api.status.Json;
import io.kubeforge.api.status.StatusException;
import io.kubeforge.model.kind.Kind;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** A change of an object as a client describes it. */
public final class ObjectPatch {
    private static final String STRATEGIC = "application/strategic-merge-patch+json";

    private final UnaryOperator<ObjectNode> change;

    private ObjectPatch(UnaryOperator<ObjectNode> change) {
        this.change = change;
    }

    /** Refuses the types of patches that cannot be applied to this kind. */
    public static void requireSupported(Kind<?> kind, String contentType) {
        switch (type(contentType)) {
            case "application/merge-patch+json",
                    "application/merge-patch+yaml",
                    "application/json-patch+json",
                    "application/json-patch+yaml" -> {}
            case STRATEGIC -> {
                if (!kind.group().isEmpty()) {
                    throw StatusException.unsupportedMediaType("the body of the request was in an unknown format -"
                            + " accepted media types include: application/json-patch+json,"
                            + " application/merge-patch+json");
                }
            }
            case "application/apply-patch+yaml", "application/apply-patch+cbor" ->
                throw StatusException.unsupportedMediaType("server-side apply is not supported yet;"
                        + " use kubectl apply without --server-side, or send an application/merge-patch+json");
            default ->
                throw StatusException.unknownPatchType("a PATCH must be of type application/merge-patch+json or"
                        + " application/json-patch+json, or the same with +yaml");
        }
    }

    /** Reads a patch of a supported type. */
    public static ObjectPatch read(String contentType, byte[] body) {
        String type = type(contentType);
        boolean isYaml = type.endsWith("+yaml");
        if (type.startsWith("application/json-patch")) {
            return of(Json.readList(body, isYaml));
        }
        return of(type, Json.read(body, isYaml));
    }

    /** A merge patch, or a strategic one. */
    static ObjectPatch of(String contentType, ObjectNode patch) {
        boolean isStrategic = type(contentType).equals(STRATEGIC);
        return new ObjectPatch(object -> {
            ObjectNode result = object.deepCopy();
            if (isStrategic) {
                StrategicMerge.merge(result, patch.deepCopy());
                return result;
            }
            MergePatch.merge(result, patch);
            return result;
        });
    }

    /** A JSON patch. */
    static ObjectPatch of(ArrayNode operations) {
        JsonPatches.requireOperations(operations);
        return new ObjectPatch(object -> JsonPatches.apply(operations, object));
    }

    /** The object as it would be after this patch; the given one stays as it is. */
    public ObjectNode applyTo(ObjectNode object) {
        return change.apply(object);
    }

    private static String type(String contentType) {
        return contentType.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
    }
}
