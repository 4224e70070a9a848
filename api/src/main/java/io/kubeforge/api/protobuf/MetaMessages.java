package io.kubeforge.api.protobuf;

import static io.kubeforge.api.protobuf.Field.bool;
import static io.kubeforge.api.protobuf.Field.bytes;
import static io.kubeforge.api.protobuf.Field.integer;
import static io.kubeforge.api.protobuf.Field.json;
import static io.kubeforge.api.protobuf.Field.map;
import static io.kubeforge.api.protobuf.Field.message;
import static io.kubeforge.api.protobuf.Field.messages;
import static io.kubeforge.api.protobuf.Field.string;
import static io.kubeforge.api.protobuf.Field.strings;
import static io.kubeforge.api.protobuf.Field.time;

/** Messages of meta/v1 and of the envelope, from {@code k8s.io/apimachinery} v0.36.3. */
final class MetaMessages {
    /** {@code runtime.TypeMeta}, whose numbers are not those of meta/v1. */
    static final Message TYPE_META = Message.of(string(1, "apiVersion"), string(2, "kind"));

    /** {@code runtime.Unknown}, in which every object travels. */
    static final Message UNKNOWN = Message.of(
            message(1, "typeMeta", TYPE_META), bytes(2, "raw"), string(3, "contentEncoding"), string(4, "contentType"));

    /** Both {@code Time} and {@code MicroTime}: since 1970, UTC. */
    static final Message TIMESTAMP = Message.of(integer(1, "seconds"), integer(2, "nanos"));

    static final Message OWNER_REFERENCE = Message.of(
            string(1, "kind"),
            string(3, "name"),
            string(4, "uid"),
            string(5, "apiVersion"),
            bool(6, "controller").asPointer(),
            bool(7, "blockOwnerDeletion").asPointer());

    static final Message MANAGED_FIELDS_ENTRY = Message.of(
            string(1, "manager"),
            string(2, "operation"),
            string(3, "apiVersion"),
            time(4, "time"),
            string(6, "fieldsType"),
            json(7, "fieldsV1").asPointer(),
            string(8, "subresource"));

    static final Message OBJECT_META = Message.of(
            string(1, "name"),
            string(2, "generateName"),
            string(3, "namespace"),
            string(4, "selfLink"),
            string(5, "uid"),
            string(6, "resourceVersion"),
            integer(7, "generation"),
            time(8, "creationTimestamp"),
            time(9, "deletionTimestamp"),
            integer(10, "deletionGracePeriodSeconds").asPointer(),
            map(11, "labels", Field.Type.STRING),
            map(12, "annotations", Field.Type.STRING),
            messages(13, "ownerReferences", OWNER_REFERENCE),
            strings(14, "finalizers"),
            messages(17, "managedFields", MANAGED_FIELDS_ENTRY));

    static final Message PRECONDITIONS = Message.of(
            string(1, "uid").asPointer(), string(2, "resourceVersion").asPointer());

    static final Message DELETE_OPTIONS = Message.of(
            integer(1, "gracePeriodSeconds").asPointer(),
            message(2, "preconditions", PRECONDITIONS).asPointer(),
            bool(3, "orphanDependents").asPointer(),
            string(4, "propagationPolicy").asPointer(),
            strings(5, "dryRun"),
            bool(6, "ignoreStoreReadErrorWithClusterBreakingPotential").asPointer());

    /** {@code FieldSelectorRequirement} and {@code LabelSelectorRequirement}, which have the same fields. */
    static final Message SELECTOR_REQUIREMENT =
            Message.of(string(1, "key"), string(2, "operator"), strings(3, "values"));

    private MetaMessages() {}
}
