package io.kubeforge.api.patch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.api.status.StatusException;
import io.kubeforge.model.kind.Kind;
import java.util.Locale;

/** A change of an object as a client describes it. */
public final class ObjectPatch {
    private static final String APPLY_HINT = "use kubectl apply without --server-side";

    private final boolean strategic;
    private final ObjectNode patch;

    private ObjectPatch(boolean strategic, ObjectNode patch) {
        this.strategic = strategic;
        this.patch = patch;
    }

    /** Refuses the types of patches that cannot be applied to this kind. */
    public static void requireSupported(Kind<?> kind, String contentType) {
        switch (type(contentType)) {
            case "application/merge-patch+json" -> {}
            case "application/strategic-merge-patch+json" -> {
                if (!kind.group().isEmpty()) {
                    throw StatusException.unsupportedMediaType("the body of the request was in an unknown format -"
                            + " accepted media types include: application/merge-patch+json");
                }
            }
            case "application/apply-patch+yaml", "application/apply-patch+cbor" ->
                throw StatusException.unsupportedMediaType("server-side apply is not supported yet; " + APPLY_HINT);
            case "application/json-patch+json" ->
                throw StatusException.unsupportedMediaType(
                        "JSON patches are not supported yet; use a merge patch (kubectl patch --type=merge)");
            default ->
                throw StatusException.unsupportedMediaType("a PATCH must be of type application/merge-patch+json");
        }
    }

    /** A patch of a supported type. */
    public static ObjectPatch of(String contentType, ObjectNode patch) {
        return new ObjectPatch(type(contentType).equals("application/strategic-merge-patch+json"), patch);
    }

    /** The object as it would be after this patch; the given one stays as it is. */
    public ObjectNode applyTo(ObjectNode object) {
        ObjectNode result = object.deepCopy();
        if (strategic) {
            StrategicMerge.merge(result, patch.deepCopy());
            return result;
        }
        MergePatch.merge(result, patch);
        return result;
    }

    private static String type(String contentType) {
        return contentType.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
    }
}
