package io.kubeforge.model.validation;

import io.kubeforge.model.schema.Limits;
import io.kubeforge.model.schema.Schema;
import java.util.List;
import java.util.Map;

/** The schemas of core v1: as Kubernetes' clients send these kinds, which is more than our records read. */
final class CoreSchemas {
    private CoreSchemas() {}

    static Schema bool(String description) {
        return new Schema(Schema.Type.BOOLEAN, null, description, Map.of(), null, null, Limits.NONE, List.of(), false);
    }

    static Schema secret() {
        return KindSchemas.root("A Secret: values that are stored encrypted.")
                .with(
                        "type",
                        Schema.text("What the Secret is for: Opaque; kubernetes.io/ssh-auth"
                                + " for what opens a host: ssh-privatekey, and perhaps passphrase, ssh-certificate and"
                                + " sudoPassword; kubernetes.io/dockerconfigjson for the passwords of registries."))
                .with("data", Schema.textMap("Values in base64 by their keys."))
                .with("stringData", Schema.textMap("Values as plain text; written into data, never answered."))
                .with("immutable", bool("Whether the values may never change again."));
    }

    static Schema configMap() {
        return KindSchemas.root("A ConfigMap: values that are no secret.")
                .with("data", Schema.textMap("Texts by their keys."))
                .with("binaryData", Schema.textMap("Bytes in base64 by their keys."))
                .with("immutable", bool("Whether the values may never change again."));
    }

    static Schema namespace() {
        Schema finalizers = Schema.listOf(Schema.text(""), "What holds the namespace until it is empty.");
        return KindSchemas.root("A Namespace: a scope for names.")
                .with(
                        "spec",
                        Schema.object("What holds the namespace.", Map.of()).with("finalizers", finalizers))
                .with(
                        "status",
                        Schema.object("Where the namespace is in its life.", Map.of())
                                .with("phase", Schema.text("Active or Terminating."))
                                .with(
                                        "conditions",
                                        Schema.listOf(Schema.anything(""), "What its deletion waits for.")));
    }

    static Schema event() {
        return KindSchemas.root("An Event: what happened to an object, for people.")
                .with("involvedObject", reference("The object that the event is about."))
                .with("related", reference("Another object that takes part."))
                .with("reason", Schema.text("Why it happened, in one word."))
                .with("message", Schema.text("What happened."))
                .with("type", Schema.text("Normal or Warning."))
                .with("action", Schema.text("What was done."))
                .with("count", Schema.number("How often it happened."))
                .with("eventTime", Schema.text("When it was first seen, with microseconds."))
                .with("firstTimestamp", Schema.text("When it happened first."))
                .with("lastTimestamp", Schema.text("When it happened last."))
                .with("reportingComponent", Schema.text("Who reports it."))
                .with("reportingInstance", Schema.text("Which replica reports it."))
                .with("series", Schema.anything("The series that the event belongs to."))
                .with(
                        "source",
                        Schema.object("Who saw it.", Map.of())
                                .with("component", Schema.text("The component that saw it."))
                                .with("host", Schema.text("The host that it was seen on.")));
    }

    private static Schema reference(String description) {
        return Schema.object(description, Map.of())
                .with("apiVersion", Schema.text("Group and version."))
                .with("kind", Schema.text("Kind."))
                .with("namespace", Schema.text("Namespace."))
                .with("name", Schema.text("Name."))
                .with("uid", Schema.text("UID."))
                .with("resourceVersion", Schema.text("The version that the event is about."))
                .with("fieldPath", Schema.text("The part that the event is about."));
    }
}
