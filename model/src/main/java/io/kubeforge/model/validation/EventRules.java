package io.kubeforge.model.validation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.model.schema.FieldErrors;

/** What an Event alone shows to be wrong. */
final class EventRules implements Rules {
    @Override
    public void check(ObjectNode object, FieldErrors errors) {
        String namespace = object.at("/metadata/namespace").asText();
        String involved = object.at("/involvedObject/namespace").asText();
        boolean isClusterScoped = involved.isEmpty() && namespace.equals("default");
        if (!involved.equals(namespace) && !isClusterScoped) {
            errors.invalid("involvedObject.namespace", involved, "does not match metadata.namespace");
        }
    }
}
