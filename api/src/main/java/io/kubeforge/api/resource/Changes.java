package io.kubeforge.api.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.api.status.StatusException;
import io.kubeforge.model.kind.Kind;
import io.kubeforge.model.schema.FieldError;
import io.kubeforge.model.validation.Admission;
import jakarta.inject.Singleton;
import java.util.List;

/** Turns a stored object and a wanted change into the object that is to be stored, or refuses. */
@Singleton
final class Changes {
    static final String MODIFIED_MEANWHILE =
            "the object has been modified; please apply your changes to the latest version and try again";

    ObjectNode apply(Kind<?> kind, ObjectNode old, Change change, WriteOptions options, List<String> warnings) {
        String name = old.at("/metadata/name").asText();
        ObjectNode wanted = change.wanted().apply(old);
        Intake.address(kind, old.at("/metadata/namespace").asText(), name, wanted);
        requireSameObject(kind, name, old, wanted, change);
        Admission admission = Admission.of(kind);
        admitFields(kind, admission.prune(wanted), options, warnings);
        Intake.restore(old, wanted);
        ObjectNode result = wanted;
        List<FieldError> errors;
        if (change.ofStatus()) {
            result = withStatus(old, wanted);
            errors = admission.checkStatus(result);
        } else {
            admission.completeChanged(old, wanted);
            errors = admission.checkChanged(old, wanted);
        }
        if (!errors.isEmpty()) {
            throw StatusException.invalid(kind, name, errors);
        }
        return result;
    }

    private static void admitFields(Kind<?> kind, List<String> unknown, WriteOptions options, List<String> warnings) {
        if (unknown.isEmpty()) {
            return;
        }
        switch (options.validation()) {
            case STRICT -> throw StatusException.badRequest(UnknownFields.refusal(kind, unknown));
            case WARN -> warnings.addAll(UnknownFields.warnings(unknown));
            case IGNORE -> {}
        }
    }

    private static void requireSameObject(Kind<?> kind, String name, ObjectNode old, ObjectNode wanted, Change change) {
        String uid = wanted.at("/metadata/uid").asText();
        if (!uid.isEmpty() && !uid.equals(old.at("/metadata/uid").asText())) {
            throw StatusException.conflict(
                    kind,
                    name,
                    "UID in precondition: " + uid + ", UID in object meta: "
                            + old.at("/metadata/uid").asText());
        }
        String version = wanted.at("/metadata/resourceVersion").asText();
        if (version.isEmpty() && change.isReplacement() && !kind.group().isEmpty()) {
            throw StatusException.invalid(
                    kind,
                    name,
                    List.of(new FieldError(
                            "metadata.resourceVersion",
                            FieldError.INVALID,
                            "Invalid value: \"\": must be specified for an update")));
        }
        if (!version.isEmpty()
                && !version.equals(old.at("/metadata/resourceVersion").asText())) {
            throw StatusException.conflict(kind, name, MODIFIED_MEANWHILE);
        }
    }

    private static ObjectNode withStatus(ObjectNode old, ObjectNode wanted) {
        ObjectNode result = old.deepCopy();
        if (wanted.has("status")) {
            result.set("status", wanted.get("status"));
            return result;
        }
        result.remove("status");
        return result;
    }
}
