package io.kubeforge.model.validation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.model.kind.Host;
import io.kubeforge.model.kind.Secret;
import io.kubeforge.model.schema.FieldErrors;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** What a Secret alone shows to be wrong; its values never appear in what is said about it. */
final class SecretRules implements Rules {
    @Override
    public List<String> keptFinalizers() {
        return List.of(Host.IN_USE);
    }

    @Override
    public void normalise(ObjectNode object) {
        if (object.path("type").asText().isEmpty()) {
            object.put("type", Secret.OPAQUE);
        }
        if (!(object.remove("stringData") instanceof ObjectNode plain)) {
            return;
        }
        ObjectNode data = object.withObjectProperty("data");
        plain.fields().forEachRemaining(entry -> {
            byte[] value = entry.getValue().asText().getBytes(StandardCharsets.UTF_8);
            data.put(entry.getKey(), Base64.getEncoder().encodeToString(value));
        });
    }

    @Override
    public void check(ObjectNode object, FieldErrors errors) {
        DataRules.checkKeys("data", object.path("data"), errors);
        DataRules.checkBase64("data", object.path("data"), errors);
        DataRules.checkSize("data", errors, object.path("data"));
        boolean needsKey = Secret.SSH_AUTH.equals(object.path("type").asText());
        if (needsKey
                && object.path("data").path(Secret.SSH_PRIVATE_KEY).asText().isEmpty()) {
            errors.required(
                    "data[" + Secret.SSH_PRIVATE_KEY + "]",
                    "a Secret of type " + Secret.SSH_AUTH + " holds a private key under this key");
        }
    }

    @Override
    public void checkUpdate(ObjectNode old, ObjectNode object, FieldErrors errors) {
        if (!old.path("type").equals(object.path("type"))) {
            errors.invalid("type", object.path("type"), "field is immutable");
        }
        DataRules.checkImmutable(old, object, errors, "data");
    }
}
