package io.kubeforge.api.protobuf;

import static io.kubeforge.api.protobuf.Field.bool;
import static io.kubeforge.api.protobuf.Field.map;
import static io.kubeforge.api.protobuf.Field.message;
import static io.kubeforge.api.protobuf.Field.messages;
import static io.kubeforge.api.protobuf.Field.string;
import static io.kubeforge.api.protobuf.Field.strings;
import static io.kubeforge.api.protobuf.MetaMessages.OBJECT_META;
import static io.kubeforge.api.protobuf.MetaMessages.SELECTOR_REQUIREMENT;

/** Messages of authorization.k8s.io/v1 and authentication.k8s.io/v1, from {@code k8s.io/api} v0.36.3. */
final class ReviewMessages {
    /** {@code FieldSelectorAttributes} and {@code LabelSelectorAttributes}, which have the same fields. */
    static final Message SELECTOR_ATTRIBUTES =
            Message.of(string(1, "rawSelector"), messages(2, "requirements", SELECTOR_REQUIREMENT));

    static final Message RESOURCE_ATTRIBUTES = Message.of(
            string(1, "namespace"),
            string(2, "verb"),
            string(3, "group"),
            string(4, "version"),
            string(5, "resource"),
            string(6, "subresource"),
            string(7, "name"),
            message(8, "fieldSelector", SELECTOR_ATTRIBUTES).asPointer(),
            message(9, "labelSelector", SELECTOR_ATTRIBUTES).asPointer());

    static final Message NON_RESOURCE_ATTRIBUTES = Message.of(string(1, "path"), string(2, "verb"));

    static final Message ACCESS_REVIEW_STATUS =
            Message.of(bool(1, "allowed"), string(2, "reason"), string(3, "evaluationError"), bool(4, "denied"));

    static final Message SELF_SUBJECT_ACCESS_REVIEW = Message.of(
            message(1, "metadata", OBJECT_META),
            message(
                    2,
                    "spec",
                    Message.of(
                            message(1, "resourceAttributes", RESOURCE_ATTRIBUTES)
                                    .asPointer(),
                            message(2, "nonResourceAttributes", NON_RESOURCE_ATTRIBUTES)
                                    .asPointer())),
            message(3, "status", ACCESS_REVIEW_STATUS));

    static final Message RESOURCE_RULE = Message.of(
            strings(1, "verbs"), strings(2, "apiGroups"), strings(3, "resources"), strings(4, "resourceNames"));

    static final Message NON_RESOURCE_RULE = Message.of(strings(1, "verbs"), strings(2, "nonResourceURLs"));

    static final Message RULES_REVIEW_STATUS = Message.of(
            messages(1, "resourceRules", RESOURCE_RULE),
            messages(2, "nonResourceRules", NON_RESOURCE_RULE),
            bool(3, "incomplete"),
            string(4, "evaluationError"));

    static final Message SELF_SUBJECT_RULES_REVIEW = Message.of(
            message(1, "metadata", OBJECT_META),
            message(2, "spec", Message.of(string(1, "namespace"))),
            message(3, "status", RULES_REVIEW_STATUS));

    static final Message USER_INFO = Message.of(
            string(1, "username"), string(2, "uid"), strings(3, "groups"), map(4, "extra", Field.Type.STRINGS));

    static final Message SELF_SUBJECT_REVIEW = Message.of(
            message(1, "metadata", OBJECT_META), message(2, "status", Message.of(message(1, "userInfo", USER_INFO))));

    private ReviewMessages() {}
}
