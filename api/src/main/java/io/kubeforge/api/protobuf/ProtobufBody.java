package io.kubeforge.api.protobuf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.api.status.StatusException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;

/**
 * Reads bodies of {@value #MEDIA_TYPE}, in which typed clients of Kubernetes send built-in kinds, into the JSON that they
 * would have sent otherwise. Only requests: answers are JSON, which these clients accept as well.
 */
public final class ProtobufBody {
    public static final String MEDIA_TYPE = "application/vnd.kubernetes.protobuf";

    private static final byte[] MAGIC = {'k', '8', 's', 0};
    private static final String DELETE_OPTIONS = "DeleteOptions";
    private static final Map<String, Message> KINDS = Map.of(
            "v1/Secret", CoreMessages.SECRET,
            "v1/ConfigMap", CoreMessages.CONFIG_MAP,
            "v1/Namespace", CoreMessages.NAMESPACE,
            "v1/Event", CoreMessages.EVENT,
            "authorization.k8s.io/v1/SelfSubjectAccessReview", ReviewMessages.SELF_SUBJECT_ACCESS_REVIEW,
            "authorization.k8s.io/v1/SelfSubjectRulesReview", ReviewMessages.SELF_SUBJECT_RULES_REVIEW,
            "authentication.k8s.io/v1/SelfSubjectReview", ReviewMessages.SELF_SUBJECT_REVIEW);

    private ProtobufBody() {}

    /**
     * Reads an object or options.
     *
     * @throws StatusException 400 if it is no such body, 415 if its kind is not read in protobuf
     */
    public static ObjectNode read(byte[] body) {
        if (body.length <= MAGIC.length || !Arrays.equals(body, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw StatusException.badRequest(
                    "the body of the request does not begin as protobuf of Kubernetes does, with k8s and a zero byte");
        }
        JsonNode envelope =
                decode("envelope", MetaMessages.UNKNOWN, Arrays.copyOfRange(body, MAGIC.length, body.length));
        requirePlain(envelope);
        String kind = envelope.at("/typeMeta/kind").asText();
        String apiVersion = envelope.at("/typeMeta/apiVersion").asText();
        if (kind.isEmpty() || apiVersion.isEmpty()) {
            throw StatusException.badRequest("the body of the request does not say its "
                    + (kind.isEmpty() ? "kind" : "apiVersion") + " in the envelope of its protobuf");
        }
        byte[] raw = Base64.getDecoder().decode(envelope.path("raw").asText());
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.put("kind", kind).put("apiVersion", apiVersion);
        object.setAll(decode(kind, message(apiVersion, kind), raw));
        return object;
    }

    private static ObjectNode decode(String what, Message message, byte[] bytes) {
        try {
            return MessageReader.read(message, bytes);
        } catch (IOException e) {
            throw StatusException.badRequest(
                    "the body of the request is not the protobuf of a " + what + ": " + e.getMessage());
        }
    }

    /** Every group has its own DeleteOptions, all the same. */
    private static Message message(String apiVersion, String kind) {
        Message message =
                kind.equals(DELETE_OPTIONS) ? MetaMessages.DELETE_OPTIONS : KINDS.get(apiVersion + "/" + kind);
        if (message == null) {
            throw StatusException.unsupportedMediaType("a " + kind + " of " + apiVersion
                    + " is not read as protobuf; send it as application/json or application/yaml");
        }
        return message;
    }

    private static void requirePlain(JsonNode envelope) {
        String encoding = envelope.path("contentEncoding").asText();
        String type = envelope.path("contentType").asText();
        if (!encoding.isEmpty() || !type.isEmpty() && !type.equals(MEDIA_TYPE)) {
            throw StatusException.badRequest("the envelope of the protobuf holds an object of content encoding \""
                    + encoding + "\" and content type \"" + type + "\"; only plain protobuf is read");
        }
    }
}
