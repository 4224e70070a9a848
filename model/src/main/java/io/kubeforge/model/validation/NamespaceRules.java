package io.kubeforge.model.validation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.model.kind.Namespace;
import io.kubeforge.model.schema.FieldErrors;
import java.time.Instant;
import java.util.List;

/** What a Namespace is born with; its spec belongs to the API. */
final class NamespaceRules implements Rules {
    private static final String SHOWN_FINALIZER = "kubernetes";
    private static final String NAME_LABEL = "kubernetes.io/metadata.name";

    @Override
    public List<String> keptFinalizers() {
        return List.of(Namespace.CONTENT);
    }

    @Override
    public void normalise(ObjectNode object) {
        ObjectNode metadata = object.withObjectProperty("metadata");
        if (metadata.path("name").isTextual()) {
            metadata.withObjectProperty("labels")
                    .put(NAME_LABEL, metadata.path("name").asText());
        }
    }

    @Override
    public void atBirth(ObjectNode object, Instant now) {
        Admission.addFinalizer(object.withObjectProperty("metadata"), Namespace.CONTENT);
        object.putObject("spec").putArray("finalizers").add(SHOWN_FINALIZER);
        object.putObject("status").put("phase", "Active");
    }

    @Override
    public void check(ObjectNode object, FieldErrors errors) {
        String name = object.at("/metadata/name").asText();
        if (Names.isSubdomain(name) && !Names.isLabel(name)) {
            errors.invalid("metadata.name", name, Names.LABEL_RULE);
        }
    }

    @Override
    public void checkUpdate(ObjectNode old, ObjectNode object, FieldErrors errors) {
        if (!old.path("spec").equals(object.path("spec"))) {
            errors.forbidden("spec", "the API itself removes the finalizer, when the namespace is empty");
        }
    }
}
