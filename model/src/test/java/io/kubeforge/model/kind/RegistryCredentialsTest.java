package io.kubeforge.model.kind;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryCredentialsTest {
    @Test
    void readsWhatDockerLoginWrites() {
        String text = """
                {"auths": {
                  "registry.example.org:5000": {"auth": "Zm9yZ2U6c2VjcmV0"},
                  "https://index.docker.io/v1/": {"username": "forge", "password": "secret"}}}""";
        assertEquals(
                Optional.of(Map.of("registry.example.org:5000", "Zm9yZ2U6c2VjcmV0", "docker.io", "Zm9yZ2U6c2VjcmV0")),
                RegistryCredentials.parse(text).map(RegistryCredentials::basic));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no JSON",
                "{}",
                "{\"auths\": {}}",
                "{\"auths\": {\"r.example.org\": {}}}",
                "{\"auths\": {\"r.example.org\": {\"username\": \"forge\"}}}",
                "{\"auths\": {\"r.example.org\": {\"auth\": \"%%%\"}}}",
                "{\"auths\": {\"r.example.org\": {\"auth\": \"Zm9yZ2U=\"}}}"
            })
    void refusesWhatOpensNothing(String text) {
        assertEquals(Optional.empty(), RegistryCredentials.parse(text));
    }

    @Test
    void showsNoPasswordWhenItIsPrinted() {
        RegistryCredentials credentials = new RegistryCredentials(Map.of("r.example.org", "Zm9yZ2U6c2VjcmV0"));
        assertFalse(credentials.toString().contains("Zm9yZ2U6c2VjcmV0"), credentials.toString());
    }
}
