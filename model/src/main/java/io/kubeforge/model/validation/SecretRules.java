package io.kubeforge.model.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.model.kind.Host;
import io.kubeforge.model.kind.RegistryCredentials;
import io.kubeforge.model.kind.Secret;
import io.kubeforge.model.schema.FieldErrors;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/** What a Secret alone shows to be wrong; its values never appear in what is said about it. */
final class SecretRules implements Rules {
    private static final String HIDDEN = "<the value>";
    private static final Pattern CERTIFICATE =
            Pattern.compile("(ssh|ecdsa)-[-a-z0-9]+-cert-v01@openssh\\.com [A-Za-z0-9+/=]+( [^\n]*)?");

    @Override
    public List<String> keptFinalizers() {
        return List.of(Host.IN_USE);
    }

    @Override
    public void normalise(ObjectNode object) {
        if (object.path("type").asText().isEmpty()) {
            object.put("type", Secret.OPAQUE);
        }
        if (object.remove("stringData") instanceof ObjectNode plain) {
            ObjectNode data = object.withObjectProperty("data");
            plain.fields().forEachRemaining(entry -> {
                byte[] value = entry.getValue().asText().getBytes(StandardCharsets.UTF_8);
                data.put(entry.getKey(), Base64.getEncoder().encodeToString(value));
            });
        }
        DataRules.dropEmpty(object, "data");
    }

    @Override
    public void checkEncoding(ObjectNode object, FieldErrors errors) {
        DataRules.checkBase64("data", object.path("data"), errors);
    }

    @Override
    public void check(ObjectNode object, FieldErrors errors) {
        DataRules.checkKeys("data", object.path("data"), errors);
        checkEncoding(object, errors);
        DataRules.checkSize("data", errors, object.path("data"));
        JsonNode data = object.path("data");
        switch (object.path("type").asText()) {
            case Secret.SSH_AUTH -> checkSshAuth(data, errors);
            case Secret.DOCKER_CONFIG -> checkDockerConfig(data, errors);
            case Secret.BASIC_AUTH -> checkBasicAuth(data, errors);
            case Secret.TLS -> requireKeys(data, errors, Secret.TLS_CERTIFICATE, Secret.TLS_PRIVATE_KEY);
            default -> {}
        }
    }

    private static void checkBasicAuth(JsonNode data, FieldErrors errors) {
        if (!data.has(Secret.USERNAME) && !data.has(Secret.PASSWORD)) {
            requireKeys(data, errors, Secret.PASSWORD, Secret.USERNAME);
        }
    }

    private static void requireKeys(JsonNode data, FieldErrors errors, String... keys) {
        for (String key : keys) {
            if (!data.has(key)) {
                errors.required("data[" + key + "]");
            }
        }
    }

    private static void checkSshAuth(JsonNode data, FieldErrors errors) {
        if (data.path(Secret.SSH_PRIVATE_KEY).asText().isEmpty()) {
            errors.required(
                    "data[" + Secret.SSH_PRIVATE_KEY + "]",
                    "a Secret of type " + Secret.SSH_AUTH + " holds a private key under this key");
        }
        for (String typed : List.of(Secret.PASSPHRASE, Secret.SUDO_PASSWORD)) {
            if (plain(data, typed).stripTrailing().indexOf('\n') >= 0) {
                errors.invalid("data[" + typed + "]", HIDDEN, "must be one line, as a person types it");
            }
        }
        String certificate = plain(data, Secret.SSH_CERTIFICATE);
        if (!certificate.isEmpty() && !CERTIFICATE.matcher(certificate.strip()).matches()) {
            errors.invalid(
                    "data[" + Secret.SSH_CERTIFICATE + "]",
                    HIDDEN,
                    "must be an OpenSSH user certificate in one line, the content of id_ed25519-cert.pub");
        }
    }

    private static void checkDockerConfig(JsonNode data, FieldErrors errors) {
        String field = "data[" + Secret.DOCKER_CONFIG_JSON + "]";
        if (data.path(Secret.DOCKER_CONFIG_JSON).asText().isEmpty()) {
            errors.required(field, "a Secret of type " + Secret.DOCKER_CONFIG + " holds a docker configuration");
            return;
        }
        String config = plain(data, Secret.DOCKER_CONFIG_JSON);
        if (!RegistryCredentials.namesNobody(config)
                && RegistryCredentials.parse(config).isEmpty()) {
            errors.invalid(
                    field,
                    HIDDEN,
                    "must be JSON as docker login writes it: {\"auths\":{\"registry.example.org\":{\"auth\":\"…\"}}}, with"
                            + " auth, or username and password");
        }
    }

    /** Empty when there is nothing, or nothing that can be decoded, which is told elsewhere. */
    private static String plain(JsonNode data, String key) {
        try {
            return new String(Base64.getDecoder().decode(data.path(key).asText()), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notBase64) {
            return "";
        }
    }

    @Override
    public void checkUpdate(ObjectNode old, ObjectNode object, FieldErrors errors) {
        if (!old.path("type").equals(object.path("type"))) {
            errors.invalid("type", object.path("type"), "field is immutable");
        }
        DataRules.checkImmutable(old, object, errors, "data");
    }
}
