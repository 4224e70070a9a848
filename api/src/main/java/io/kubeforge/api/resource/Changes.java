package io.kubeforge.api.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.api.namespace.SpecFinalizers;
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
        if (change.isReplacement()) {
            Intake.requireReadable(kind, wanted);
            Intake.requireName(name, wanted);
        }
        Intake.address(kind, old.at("/metadata/namespace").asText(), name, wanted);
        requireSameObject(kind, name, old, wanted, change);
        Admission admission = Admission.of(kind);
        List<String> unknown = UnknownFields.sentences(options.doubled(), admission.prune(wanted));
        admitFields(kind, name, unknown, change, options, warnings);
        Intake.restore(kind, old, wanted);
        ObjectNode result = wanted;
        List<FieldError> errors;
        if (change.ofStatus() && !kind.group().isEmpty()) {
            result = withStatus(old, wanted);
            admission.completeStatus(result);
            errors = admission.checkStatus(result);
        } else {
            complete(admission, old, wanted, change.part());
            errors = admission.checkChanged(old, wanted);
        }
        if (!errors.isEmpty()) {
            throw StatusException.invalid(kind, name, errors);
        }
        return result;
    }

    private static void admitFields(
            Kind<?> kind,
            String name,
            List<String> unknown,
            Change change,
            WriteOptions options,
            List<String> warnings) {
        if (unknown.isEmpty()) {
            return;
        }
        switch (options.validation()) {
            case STRICT -> throw refusal(kind, name, unknown, change);
            case WARN -> warnings.addAll(unknown);
            case IGNORE -> {}
        }
    }

    /** What a client sent is a bad request; what came of its patch is an invalid object. */
    private static StatusException refusal(Kind<?> kind, String name, List<String> unknown, Change change) {
        if (change.isReplacement()) {
            return StatusException.badRequest(UnknownFields.refusal(kind, unknown));
        }
        String message = "Invalid value: " + UnknownFields.strictly(unknown);
        return StatusException.invalid(kind, name, List.of(new FieldError("patch", FieldError.INVALID, message)));
    }

    private static void requireSameObject(Kind<?> kind, String name, ObjectNode old, ObjectNode wanted, Change change) {
        String uid = wanted.at("/metadata/uid").asText();
        String expected = old.at("/metadata/uid").asText();
        if (!uid.isEmpty() && !uid.equals(expected)) {
            if (change.isReplacement()) {
                String message = "UID in precondition: " + uid + ", UID in object meta: " + expected;
                throw StatusException.conflict(kind, name, "Precondition failed: " + message);
            }
            String message = "Invalid value: \"" + uid + "\": field is immutable";
            throw StatusException.invalid(
                    kind, name, List.of(new FieldError("metadata.uid", FieldError.INVALID, message)));
        }
        String version = wanted.at("/metadata/resourceVersion").asText();
        if (version.isEmpty() && change.isReplacement() && !kind.group().isEmpty()) {
            throw StatusException.invalid(
                    kind,
                    kind.plural(),
                    name,
                    List.of(new FieldError(
                            "metadata.resourceVersion",
                            FieldError.INVALID,
                            "Invalid value: 0: must be specified for an update")));
        }
        if (!version.isEmpty()
                && !version.equals(old.at("/metadata/resourceVersion").asText())) {
            throw StatusException.conflict(kind, name, MODIFIED_MEANWHILE);
        }
    }

    /** Subresources of built-in kinds take a part that the object itself would keep, and the metadata, too. */
    private static void complete(Admission admission, ObjectNode old, ObjectNode wanted, String part) {
        JsonNode taken = wanted.get(part);
        admission.completeChanged(old, wanted);
        if (taken != null) {
            wanted.set(part, taken);
        } else if (!part.isEmpty()) {
            wanted.remove(part);
        }
        admission.completeStatus(wanted);
        if (part.equals("spec")) {
            SpecFinalizers.settle(wanted);
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
