package io.kubeforge.simulator.play;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.kubeforge.simulator.host.ScriptFailure;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The documents that are given to kubeadm, as far as the simulator looks into them. */
final class KubeadmConfig {
    private static final YAMLMapper YAML = new YAMLMapper();

    private final Map<String, JsonNode> documents;

    private KubeadmConfig(Map<String, JsonNode> documents) {
        this.documents = documents;
    }

    /** The public and the secret half of a bootstrap token. */
    record Token(String id, String secret) {
        @Override
        public String toString() {
            return "Token[" + id + "]";
        }
    }

    /** Reads the documents by their kinds; the text holds secrets and is not repeated in failures. */
    static KubeadmConfig parse(String text) {
        Map<String, JsonNode> documents = new LinkedHashMap<>();
        try (MappingIterator<JsonNode> all = YAML.readerFor(JsonNode.class).readValues(text)) {
            while (all.hasNextValue()) {
                JsonNode document = all.nextValue();
                documents.put(document.path("kind").asText(), document);
            }
        } catch (IOException e) {
            throw new ScriptFailure(3, "error: unable to decode config: the text is no YAML");
        }
        return new KubeadmConfig(documents);
    }

    JsonNode init() {
        return document("InitConfiguration");
    }

    JsonNode cluster() {
        return document("ClusterConfiguration");
    }

    JsonNode join() {
        return document("JoinConfiguration");
    }

    private JsonNode document(String kind) {
        return documents.getOrDefault(kind, MissingNode.getInstance());
    }

    /** The token in this text, e.g. abcdef.0123456789abcdef. */
    static Token token(String text) {
        if (!text.matches("[a-z0-9]{6}\\.[a-z0-9]{16}")) {
            throw new ScriptFailure(
                    3,
                    "error: [token: Invalid value: the bootstrap token is invalid, it must match"
                            + " \\A([a-z0-9]{6})\\.([a-z0-9]{16})\\z]");
        }
        return new Token(text.substring(0, 6), text.substring(7));
    }

    /** The name of the Node that a document registers. */
    static String nodeName(JsonNode document, String otherwise) {
        return document.path("nodeRegistration").path("name").asText(otherwise);
    }

    /** The address that the kubelet is told to use. */
    static String nodeAddress(JsonNode document, String otherwise) {
        for (JsonNode argument : document.path("nodeRegistration").path("kubeletExtraArgs")) {
            if (argument.path("name").asText().equals("node-ip")) {
                return argument.path("value").asText();
            }
        }
        return otherwise;
    }
}
