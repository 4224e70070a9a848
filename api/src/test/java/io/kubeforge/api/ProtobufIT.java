package io.kubeforge.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kubeforge.api.ApiProcess.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bodies as typed clients of Go send them to built-in kinds. */
class ProtobufIT {
    private static final String SECRETS = "/api/v1/namespaces/protobuf/secrets";

    private final ApiProcess api = ApiProcess.shared();

    @BeforeEach
    void makeNamespace() {
        api.post("/api/v1/namespaces", "{\"metadata\":{\"name\":\"protobuf\"}}");
    }

    private static byte[] body(String name) throws IOException {
        try (InputStream in = ProtobufIT.class.getResourceAsStream("/protobuf/bodies.json")) {
            return new ObjectMapper().readTree(in).get(name).get("protobuf").binaryValue();
        }
    }

    private Answer send(String method, String path, byte[] body) {
        return api.send(api.request(path)
                .header("Content-Type", "application/vnd.kubernetes.protobuf")
                .header("Accept", "application/vnd.kubernetes.protobuf,application/json")
                .method(method, BodyPublishers.ofByteArray(body)));
    }

    @Test
    void createsReplacesAndDeletes() throws IOException {
        Answer created = send("POST", SECRETS, body("secret-small"));
        assertEquals(201, created.code(), created.response().body());
        assertEquals(
                "application/json",
                created.response().headers().firstValue("Content-Type").orElse(""));
        assertEquals("AP8=", created.text("/data/a"));
        assertEquals("Opaque", created.text("/type"));
        assertEquals(409, send("POST", SECRETS, body("secret-small")).code());
        assertEquals(
                created.text("/metadata/resourceVersion"),
                send("PUT", SECRETS + "/small", body("secret-small")).text("/metadata/resourceVersion"));

        Answer other = send("DELETE", SECRETS + "/small", body("delete-options-precondition"));
        assertEquals(409, other.code(), "its options name another uid");
        assertEquals(
                200,
                send("DELETE", SECRETS + "/small", body("delete-options-empty")).code());
        assertEquals(404, api.get(SECRETS + "/small").code());
    }

    @Test
    void storesTheSameAsFromJson() throws IOException {
        Answer created = send("POST", "/api/v1/namespaces/protobuf/configmaps", body("configmap"));
        JsonNode stored = api.get("/api/v1/namespaces/protobuf/configmaps/c").json();
        assertEquals(created.json(), stored);
        assertEquals("{\"a\":\"b\",\"empty\":\"\"}", stored.path("data").toString());
        assertEquals("{\"b\":\"AQID\"}", stored.path("binaryData").toString());
        assertTrue(stored.path("immutable").asBoolean());
        assertEquals(201, send("POST", "/api/v1/namespaces", body("namespace")).code());
        assertEquals("Active", api.get("/api/v1/namespaces/n").text("/status/phase"));
    }

    @Test
    void recordsEvents() throws IOException {
        String events = "/api/v1/namespaces/default/events";
        Answer created = send("POST", events, body("event"));
        assertEquals(201, created.code(), created.response().body());
        assertEquals("2026-11-22T04:05:06.789012Z", created.text("/eventTime"));
        assertEquals(
                "e",
                api.get(events + "?fieldSelector=involvedObject.name%3Dh-1,reason%3DRebooted")
                        .text("/items/0/metadata/name"));
    }

    @Test
    void answersJsonAlsoToThoseWhoOfferToReadOnlyProtobuf() {
        Answer list =
                api.send(api.request("/api/v1/namespaces").header("Accept", "application/vnd.kubernetes.protobuf"));
        assertEquals(200, list.code(), list.response().body());
        assertEquals("NamespaceList", list.text("/kind"));
        assertTrue(list.json().at("/items/0/kind").isMissingNode(), "items of built-in kinds are not typed");
        Answer hosts = api.send(api.request("/apis/kubeforge.io/v1alpha1/hosts")
                .header("Accept", "application/vnd.kubernetes.protobuf"));
        assertEquals(406, hosts.code());
        assertEquals("NotAcceptable", hosts.text("/reason"));
    }

    @Test
    void refusesGarbageAndOtherKinds() throws IOException {
        Answer garbage = send("POST", SECRETS, new byte[] {'k', '8', 's', 0, 1, 2, 3});
        assertEquals(400, garbage.code());
        assertEquals("BadRequest", garbage.text("/reason"));
        assertEquals(
                400,
                send("POST", SECRETS, "k8s".getBytes(StandardCharsets.US_ASCII)).code());
        assertEquals(400, send("POST", SECRETS, body("configmap")).code());
    }
}
