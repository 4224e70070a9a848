package io.kubeforge.model.validation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.model.schema.FieldErrors;
import java.util.List;

/** What an Event alone shows to be wrong. */
final class EventRules implements Rules {
    /** What every Event of Kubernetes has, so that clients without types find it: null when it is not known. */
    private static final List<String> TIMES = List.of("firstTimestamp", "lastTimestamp", "eventTime");

    private static final List<String> REPORTERS = List.of("reportingComponent", "reportingInstance");

    @Override
    public void normalise(ObjectNode object) {
        for (String time : TIMES) {
            if (!object.has(time)) {
                object.putNull(time);
            }
        }
        for (String reporter : REPORTERS) {
            if (!object.has(reporter)) {
                object.put(reporter, "");
            }
        }
        if (!object.has("source")) {
            object.putObject("source");
        }
    }

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
