package io.kubeforge.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kubeforge.api.ApiProcess.Answer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecurityIT {
    private static final int TOO_MUCH = 4 * 1024 * 1024;

    private final ApiProcess api = ApiProcess.shared();

    private HttpRequest.Builder anonymous(String path) {
        return HttpRequest.newBuilder(URI.create(api.url() + path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/healthz", "/livez", "/readyz", "/version"})
    void tellsEverybodyHowItIs(String path) {
        assertEquals(200, api.send(anonymous(path).GET()).code());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api", "/apis", "/api/v1/secrets", "/openapi/v3", "/nowhere", "/health", "/healthz/"})
    void answersNobodyElseWithoutTheToken(String path) {
        Answer refused = api.send(anonymous(path).GET());
        assertEquals(401, refused.code());
        assertEquals("Unauthorized", refused.text("/reason"));
        assertEquals(
                401,
                api.send(anonymous(path).header("Authorization", "Bearer wrong").GET())
                        .code());
    }

    @Test
    void isTrustedOnlyThroughItsOwnAuthority() {
        HttpRequest request = anonymous("/version").build();
        assertThrows(SSLHandshakeException.class, () -> HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding()));
    }

    @Test
    void neverSpeaksPlainHttp() {
        HttpRequest request = HttpRequest.newBuilder(URI.create(api.url().replace("https:", "http:") + "/version"))
                .build();
        assertThrows(IOException.class, () -> api.client().send(request, HttpResponse.BodyHandlers.discarding()));
    }

    @Test
    void refusesABodyThatIsTooLarge() {
        Answer refused = api.post("/api/v1/namespaces/default/configmaps", "x".repeat(TOO_MUCH));
        assertEquals(413, refused.code());
        assertEquals("RequestEntityTooLarge", refused.text("/reason"));
    }

    private Answer asGuest(String method, String path, String body) {
        return api.send(api.request(path)
                .headers("Impersonate-User", "guest", "Impersonate-Uid", "g-1", "Impersonate-Group", "visitors")
                .headers("Impersonate-Extra-Spoken%20here", "English", "Impersonate-Extra-Spoken%20here", "French")
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body)));
    }

    @Test
    void whoeverIsTakenForSomebodyElseHasNoRights() {
        for (String path : List.of("/api/v1/secrets", "/apis/kubeforge.io/v1alpha1/namespaces/default/hosts/a")) {
            Answer refused = asGuest("GET", path, "");
            assertEquals(403, refused.code());
            assertTrue(
                    refused.text("/message").startsWith("user \"guest\" may do nothing here"),
                    refused.text("/message"));
        }
        for (String path : List.of("/api", "/api/v1", "/apis", "/apis/kubeforge.io/v1alpha1", "/openapi/v3")) {
            assertEquals(200, asGuest("GET", path, "").code(), path);
        }
        Answer may = asGuest(
                "POST",
                "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
                "{\"spec\":{\"resourceAttributes\":{\"verb\":\"get\",\"resource\":\"secrets\"}}}");
        assertFalse(may.json().at("/status/allowed").asBoolean(true));
        Answer rules = asGuest(
                "POST",
                "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews",
                "{\"spec\":{\"namespace\":\"default\"}}");
        assertEquals("[]", rules.json().at("/status/resourceRules").toString());
        assertEquals(
                400,
                api.send(api.request("/api")
                                .header("Impersonate-Group", "admins")
                                .GET())
                        .code());
    }

    @Test
    void takesNamesOfExtrasAsTheyAreSent() {
        Answer review = api.send(api.request("/apis/authentication.k8s.io/v1/selfsubjectreviews")
                .headers(
                        "Impersonate-User",
                        "system:anonymous",
                        "Impersonate-Extra-a+b",
                        "c",
                        "Impersonate-Extra-50%",
                        "d")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{}")));
        assertEquals(
                "{\"username\":\"system:anonymous\",\"groups\":[],\"extra\":{\"50%\":[\"d\"],\"a+b\":[\"c\"]}}",
                review.json().at("/status/userInfo").toString());
    }

    @Test
    void tellsWhoeverIsTakenForSomebodyElseForWhom() {
        Answer review = asGuest("POST", "/apis/authentication.k8s.io/v1/selfsubjectreviews", "{}");
        assertEquals(
                "{\"username\":\"guest\",\"uid\":\"g-1\",\"groups\":[\"visitors\",\"system:authenticated\"],"
                        + "\"extra\":{\"spoken here\":[\"English\",\"French\"]}}",
                review.json().at("/status/userInfo").toString());
    }

    @Test
    void letsNoForeignPageIn() {
        Answer answer = api.send(api.request("/api/v1/secrets")
                .header("Origin", "https://evil.example.org")
                .GET());
        assertFalse(answer.response()
                .headers()
                .firstValue("Access-Control-Allow-Origin")
                .isPresent());
    }

    @Test
    void letsTheNamedPageIn() {
        String origin = "https://console.example.org";
        ApiProcess open = ApiProcess.with(Map.of("kubeforge.api.cors.origins", List.of(origin)));
        Answer preflight = open.send(HttpRequest.newBuilder(URI.create(open.url() + "/api/v1/secrets"))
                .header("Origin", origin)
                .header("Access-Control-Request-Method", "GET")
                .header("Access-Control-Request-Headers", "authorization")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
        assertEquals(200, preflight.code(), preflight.response().body());
        assertEquals(origin, allowed(preflight));
        assertEquals(
                origin,
                allowed(open.send(
                        open.request("/api/v1/secrets").header("Origin", origin).GET())));
        assertEquals(
                "",
                allowed(open.send(open.request("/api")
                        .header("Origin", "https://evil.example.org")
                        .GET())));
    }

    private static String allowed(Answer answer) {
        return answer.response()
                .headers()
                .firstValue("Access-Control-Allow-Origin")
                .orElse("");
    }
}
