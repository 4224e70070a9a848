package io.kubeforge.api.protobuf;

import static io.kubeforge.api.protobuf.Field.bool;
import static io.kubeforge.api.protobuf.Field.integer;
import static io.kubeforge.api.protobuf.Field.map;
import static io.kubeforge.api.protobuf.Field.message;
import static io.kubeforge.api.protobuf.Field.messages;
import static io.kubeforge.api.protobuf.Field.microTime;
import static io.kubeforge.api.protobuf.Field.string;
import static io.kubeforge.api.protobuf.Field.strings;
import static io.kubeforge.api.protobuf.Field.time;
import static io.kubeforge.api.protobuf.MetaMessages.OBJECT_META;

/** Messages of core/v1, from {@code k8s.io/api} v0.36.3. */
final class CoreMessages {
    static final Message SECRET = Message.of(
            message(1, "metadata", OBJECT_META),
            map(2, "data", Field.Type.BYTES),
            string(3, "type"),
            map(4, "stringData", Field.Type.STRING),
            bool(5, "immutable").asPointer());

    static final Message CONFIG_MAP = Message.of(
            message(1, "metadata", OBJECT_META),
            map(2, "data", Field.Type.STRING),
            map(3, "binaryData", Field.Type.BYTES),
            bool(4, "immutable").asPointer());

    static final Message NAMESPACE_CONDITION = Message.of(
            string(1, "type"),
            string(2, "status"),
            time(4, "lastTransitionTime"),
            string(5, "reason"),
            string(6, "message"));

    static final Message NAMESPACE = Message.of(
            message(1, "metadata", OBJECT_META),
            message(2, "spec", Message.of(strings(1, "finalizers"))),
            message(3, "status", Message.of(string(1, "phase"), messages(2, "conditions", NAMESPACE_CONDITION))));

    static final Message OBJECT_REFERENCE = Message.of(
            string(1, "kind"),
            string(2, "namespace"),
            string(3, "name"),
            string(4, "uid"),
            string(5, "apiVersion"),
            string(6, "resourceVersion"),
            string(7, "fieldPath"));

    static final Message EVENT_SOURCE = Message.of(string(1, "component"), string(2, "host"));

    static final Message EVENT_SERIES = Message.of(integer(1, "count"), microTime(2, "lastObservedTime"));

    static final Message EVENT = Message.of(
            message(1, "metadata", OBJECT_META),
            message(2, "involvedObject", OBJECT_REFERENCE),
            string(3, "reason"),
            string(4, "message"),
            message(5, "source", EVENT_SOURCE),
            time(6, "firstTimestamp"),
            time(7, "lastTimestamp"),
            integer(8, "count"),
            string(9, "type"),
            microTime(10, "eventTime"),
            message(11, "series", EVENT_SERIES).asPointer(),
            string(12, "action"),
            message(13, "related", OBJECT_REFERENCE).asPointer(),
            string(14, "reportingComponent"),
            string(15, "reportingInstance"));

    private CoreMessages() {}
}
