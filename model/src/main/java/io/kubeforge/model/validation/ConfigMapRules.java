package io.kubeforge.model.validation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.model.schema.FieldErrors;

/** What a ConfigMap alone shows to be wrong. */
final class ConfigMapRules implements Rules {
    @Override
    public void normalise(ObjectNode object) {
        DataRules.dropEmpty(object, "data", "binaryData");
    }

    @Override
    public void checkEncoding(ObjectNode object, FieldErrors errors) {
        DataRules.checkBase64("binaryData", object.path("binaryData"), errors);
    }

    @Override
    public void check(ObjectNode object, FieldErrors errors) {
        DataRules.checkKeys("data", object.path("data"), errors);
        DataRules.checkKeys("binaryData", object.path("binaryData"), errors);
        checkEncoding(object, errors);
        DataRules.checkSize("data", errors, object.path("data"), object.path("binaryData"));
        object.path("data").fieldNames().forEachRemaining(key -> {
            if (object.path("binaryData").has(key)) {
                errors.invalid("data[" + key + "]", key, "duplicate of key present in binaryData");
            }
        });
    }

    @Override
    public void checkUpdate(ObjectNode old, ObjectNode object, FieldErrors errors) {
        DataRules.checkImmutable(old, object, errors, "data", "binaryData");
    }
}
