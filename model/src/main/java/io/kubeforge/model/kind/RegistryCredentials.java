package io.kubeforge.model.kind;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The users and passwords of registries.
 *
 * @param basic registry, as host or host:port, to USER:PASSWORD in base64, as HTTP's Basic authentication sends it
 */
public record RegistryCredentials(Map<String, String> basic) {
    private static final ObjectMapper JSON = new ObjectMapper();
    public static final RegistryCredentials NONE = new RegistryCredentials(Map.of());

    /** A copy, so that nobody changes what was handed in. */
    public RegistryCredentials {
        basic = Map.copyOf(basic);
    }

    /** Reads a docker configuration; empty when that is not what the text is, or when a registry has no password. */
    public static Optional<RegistryCredentials> parse(String dockerConfig) {
        JsonNode auths;
        try {
            auths = JSON.readTree(dockerConfig).path("auths");
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
        Map<String, String> basic = new TreeMap<>();
        auths.fields().forEachRemaining(entry -> basic.put(host(entry.getKey()), basic(entry.getValue())));
        return basic.isEmpty() || basic.containsValue("")
                ? Optional.empty()
                : Optional.of(new RegistryCredentials(basic));
    }

    /** Whether the text is a docker configuration that knows no registry: nothing is wrong with it, but it opens none. */
    public static boolean namesNobody(String dockerConfig) {
        try {
            JsonNode config = JSON.readTree(dockerConfig);
            JsonNode auths = config.path("auths");
            return config.isObject() && (auths.isMissingNode() || auths.isObject() && auths.isEmpty());
        } catch (JsonProcessingException notJson) {
            return false;
        }
    }

    private static String basic(JsonNode auth) {
        if (!auth.path("auth").asText().isEmpty()) {
            return isUserAndPassword(auth.path("auth").asText())
                    ? auth.path("auth").asText()
                    : "";
        }
        String user = auth.path("username").asText();
        String password = auth.path("password").asText();
        return user.isEmpty() || password.isEmpty()
                ? ""
                : Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    private static boolean isUserAndPassword(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8).indexOf(':') > 0;
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    /** Docker writes URLs for some registries: https://index.docker.io/v1/. */
    private static String host(String key) {
        String host = key.replaceFirst("^https?://", "").replaceFirst("/.*$", "");
        return host.equals("index.docker.io") ? "docker.io" : host;
    }

    @Override
    public String toString() {
        return "RegistryCredentials" + basic.keySet();
    }
}
