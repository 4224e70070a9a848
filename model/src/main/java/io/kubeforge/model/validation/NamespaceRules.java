package io.kubeforge.model.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.model.kind.Namespace;
import io.kubeforge.model.schema.FieldErrors;
import java.time.Instant;
import java.util.List;

/** What a Namespace is born with, and what holds it. */
final class NamespaceRules implements Rules {
    private static final String SHOWN_FINALIZER = "kubernetes";
    private static final String NAME_LABEL = "kubernetes.io/metadata.name";

    @Override
    public List<String> keptFinalizers() {
        return List.of(Namespace.CONTENT);
    }

    @Override
    public List<String> keptFields() {
        return List.of("spec");
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
        for (JsonNode finalizer : object.at("/spec/finalizers")) {
            Names.checkQualifiedName("spec.finalizers", finalizer.asText(), errors);
        }
    }
}
