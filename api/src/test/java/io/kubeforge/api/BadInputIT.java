package io.kubeforge.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubeforge.api.ApiProcess.Answer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What nobody should send: it is refused with a sentence, nothing of it is stored, and the API goes on. */
@Timeout(180)
class BadInputIT {
    private static final String CONFIG_MAPS = "/api/v1/namespaces/default/configmaps";
    private static final String CLUSTERS = "/apis/kubeforge.io/v1alpha1/namespaces/default/clusters";
    private static final int MEGABYTE = 1024 * 1024;

    private final ApiProcess api = ApiProcess.shared();

    private Answer post(String path, String type, byte[] body) {
        return send("POST", path, type, body);
    }

    private Answer send(String method, String path, String type, byte[] body) {
        return api.send(api.request(path)
                .header("Content-Type", type)
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    private static void isRefused(Answer refused, int code, String part) {
        assertEquals(code, refused.code(), refused.response().body());
        assertEquals("Status", refused.text("/kind"));
        assertEquals("Failure", refused.text("/status"));
        assertTrue(refused.text("/message").contains(part), refused.text("/message"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String configMap(String rest) {
        return "{\"metadata\":{\"name\":\"bad-input\"}," + rest + "}";
    }

    private static Stream<Arguments> bodies() {
        byte[] latin = configMap("\"data\":{\"a\":\"\u00e4\"}").getBytes(StandardCharsets.ISO_8859_1);
        String deep = "[".repeat(10_000);
        return Stream.of(
                Arguments.of("application/json", new byte[0], "must be an object"),
                Arguments.of("application/json", bytes("[]"), "must be an object"),
                Arguments.of("application/json", bytes("\"text\""), "must be an object"),
                Arguments.of("application/json", bytes("null"), "must be an object"),
                Arguments.of("application/json", bytes("{\"metadata\":{\"name\":\"bad-in"), "is not JSON"),
                Arguments.of("application/json", bytes(configMap("\"data\":{\"a\":\"b\"}") + "}"), "is not JSON"),
                Arguments.of("application/json", bytes(configMap("\"data\":" + deep)), "deeper than"),
                Arguments.of("application/json", bytes("{\"a\":".repeat(10_000)), "deeper than"),
                Arguments.of("application/json", latin, "JSON"),
                Arguments.of("application/json", bytes(configMap("\"data\":{\"a\":\"\\ud800\"}")), "surrogate"),
                Arguments.of("application/json", bytes(configMap("\"data\":{\"\\udc00\":\"a\"}")), "JSON"),
                Arguments.of("application/json", bytes(configMap("\"data\":{\"a\":\"\u0000\"}")), "is not JSON"),
                Arguments.of("application/json", bytes(configMap("\"a\":1e99999")), "too large"),
                Arguments.of("application/json", bytes(configMap("\"a\":" + "9".repeat(1000))), "500 digits"),
                Arguments.of("application/yaml", new byte[0], "must be an object"),
                Arguments.of("application/yaml", bytes("- a\n"), "must be an object"),
                Arguments.of("application/yaml", bytes("a: [b\n"), "is not one YAML document"),
                Arguments.of("application/yaml", bytes("a: b\n---\nc: d\n"), "is not one YAML document"),
                Arguments.of("application/yaml", bytes("a: &x b\nc: *x\n"), "aliases are not read"),
                Arguments.of("application/yaml", bytes("a: " + deep), "deeper than"),
                Arguments.of("application/yaml", new byte[] {'a', ':', ' ', (byte) 0xff, (byte) 0xfe}, "YAML"),
                Arguments.of("application/yaml", bytes("a: \u0000\n"), "YAML"));
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void refusesBodiesThatAreNoObject(String type, byte[] body, String part) {
        isRefused(post(CONFIG_MAPS, type, body), 400, part);
        Answer put = send("PUT", CONFIG_MAPS + "/bad-input", type, body);
        assertEquals(400, put.code(), put.response().body());
        String patch = type.endsWith("yaml") ? "application/merge-patch+yaml" : "application/merge-patch+json";
        assertEquals(400, send("PATCH", CONFIG_MAPS + "/bad-input", patch, body).code());
        assertEquals(404, api.get(CONFIG_MAPS + "/bad-input").code());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/xml",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "application/cbor",
                "application/octet-stream",
                "nonsense",
                "a/b/c",
                "*/*"
            })
    void refusesContentTypesThatItDoesNotRead(String type) {
        byte[] body = bytes(configMap("\"data\":{}"));
        isRefused(post(CONFIG_MAPS, type, body), 415, "");
        isRefused(send("PUT", CONFIG_MAPS + "/bad-input", type, body), 415, "");
        isRefused(send("PATCH", CONFIG_MAPS + "/bad-input", type, body), 415, "PATCH");
        assertEquals(404, api.get(CONFIG_MAPS + "/bad-input").code());
    }

    @Test
    void keepsEveryCharacterThatItTakes() {
        for (String text :
                new String[] {"\\u0000", "\\u0001\\uffff\\u007f", "\\ud83d\\ude00", "\u00e4\u6f22", "\\\\u0000"}) {
            api.delete(CONFIG_MAPS + "/characters");
            String body = "{\"metadata\":{\"name\":\"characters\",\"annotations\":{\"a\":\"" + text + "\"}},"
                    + "\"data\":{\"a\":\"" + text + "\"}}";
            Answer made = api.post(CONFIG_MAPS, body);
            assertEquals(201, made.code(), made.response().body());
            Answer read = api.get(CONFIG_MAPS + "/characters");
            assertEquals(made.json(), read.json());
            assertEquals(read.text("/metadata/annotations/a"), read.text("/data/a"));
            assertFalse(read.text("/data/a").isEmpty());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            GET    | /api/v1/namespaces/a%00b/configmaps
            GET    | /api/v1/namespaces/default/configmaps/a%00b
            GET    | /api/v1/namespaces/default/configmaps/%ff
            GET    | /api/v1/namespaces/default/configmaps/a%2Fb
            DELETE | /api/v1/namespaces/default/configmaps/a%00b
            GET    | /api/v1/namespaces/default/configmaps?labelSelector=a%3D%00
            GET    | /api/v1/namespaces/default/configmaps?fieldSelector=metadata.name%3D%00
            GET    | /api/v1/namespaces/default/configmaps?limit=%00
            GET    | /api/v1/namespaces/default/configmaps?labelSelector=%ff
            DELETE | /api/v1/namespaces/default/configmaps?fieldSelector=metadata.name%3D%00
            """)
    void staysCalmAtOddCharactersInPaths(String method, String path) {
        Answer answer = api.send(api.request(path).method(method, HttpRequest.BodyPublishers.noBody()));
        assertTrue(answer.code() < 500, answer.code() + " " + answer.response().body());
    }

    @Test
    void refusesTenMegabytesWhetherTheirSizeIsToldOrNot() throws Exception {
        byte[] body = bytes(configMap("\"data\":{\"a\":\"" + "x".repeat(10 * MEGABYTE) + "\"}"));
        isRefused(post(CONFIG_MAPS, "application/json", body), 413, "larger than");
        Answer chunked = api.send(api.request(CONFIG_MAPS)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))));
        isRefused(chunked, 413, "larger than");
        assertEquals(404, api.get(CONFIG_MAPS + "/bad-input").code());
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[null]", "{\"y\":null}", "1e300", "123456789012345678901234567890", "0.10"})
    void takesAnythingWhereNobodyLooks(String value) {
        String spec = "{\"metadata\":{\"name\":\"overlaid\"},\"spec\":{\"kubernetesVersion\":\"v1.36.3\","
                + "\"controlPlane\":{\"hosts\":[\"x\"]},\"kubeadm\":{\"clusterConfiguration\":{\"x\":" + value + "}}}}";
        Answer taken = api.post(CLUSTERS, spec);
        assertEquals(201, taken.code(), taken.response().body());
        assertEquals(taken.json(), api.get(CLUSTERS + "/overlaid").json());
        assertEquals(
                200,
                api.patch(CLUSTERS + "/overlaid", "{\"metadata\":{\"finalizers\":null}}")
                        .code());
        api.delete(CLUSTERS + "/overlaid");
        api.patch(CLUSTERS + "/overlaid", "{\"metadata\":{\"finalizers\":null}}");
        assertEquals(404, api.get(CLUSTERS + "/overlaid").code());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "finalizers":5
            "finalizers":{}
            "labels":[]
            "annotations":"x"
            "ownerReferences":5
            "name":{}
            """)
    void refusesMetadataOfOtherTypes(String part) {
        for (String collection : new String[] {CLUSTERS, CONFIG_MAPS, "/api/v1/namespaces"}) {
            Answer refused =
                    api.post(collection, "{\"metadata\":{\"generateName\":\"typed-\"," + part + "},\"spec\":{}}");
            isRefused(refused, 400, "metadata.");
        }
    }

    @Test
    void takesNearlyAMegabyte() {
        String body = "{\"metadata\":{\"name\":\"large\"},\"data\":{\"a\":\"" + "x".repeat(900_000) + "\"}}";
        assertEquals(201, api.post(CONFIG_MAPS, body).code());
        assertEquals(900_000, api.get(CONFIG_MAPS + "/large").text("/data/a").length());
    }

    @Test
    void waitsForASlowClientWithoutKeepingOthersWaiting() throws Exception {
        String body = "{\"metadata\":{\"name\":\"slow\"}}";
        try (SSLSocket slow = open(body.length(), "slow")) {
            OutputStream out = slow.getOutputStream();
            for (byte one : Arrays.copyOf(bytes(body), body.length() - 1)) {
                out.write(one);
                out.flush();
            }
            assertEquals(200, api.get(CONFIG_MAPS).code());
            assertEquals(404, api.get(CONFIG_MAPS + "/slow").code());
            out.write('}');
            out.flush();
            assertTrue(firstLine(slow).contains(" 201 "));
        }
        assertEquals(200, api.get(CONFIG_MAPS + "/slow").code());
    }

    @Test
    void storesNothingOfAClientThatGoesAwayHalfWay() throws Exception {
        String body = "{\"metadata\":{\"name\":\"half\"}}";
        try (SSLSocket half = open(body.length() + 1, "half")) {
            half.getOutputStream().write(bytes(body));
            half.getOutputStream().flush();
        }
        assertEquals(200, api.get("/readyz").code());
        assertEquals(404, api.get(CONFIG_MAPS + "/half").code());
    }

    private SSLSocket open(int length, String purpose) throws IOException {
        URI uri = URI.create(api.url());
        SSLSocket socket =
                (SSLSocket) api.client().sslContext().getSocketFactory().createSocket(uri.getHost(), uri.getPort());
        socket.setSoTimeout(60_000);
        String token =
                api.request("/").build().headers().firstValue("Authorization").orElseThrow();
        String head = "POST " + CONFIG_MAPS + " HTTP/1.1\r\nHost: " + purpose + "\r\nAuthorization: " + token
                + "\r\nContent-Type: application/json\r\nContent-Length: " + length + "\r\n\r\n";
        socket.getOutputStream().write(bytes(head));
        socket.getOutputStream().flush();
        return socket;
    }

    private static String firstLine(SSLSocket socket) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int one = socket.getInputStream().read();
                one >= 0 && one != '\n';
                one = socket.getInputStream().read()) {
            line.append((char) one);
        }
        return line.toString();
    }

    @Test
    void survivesHundredsOfMutatedBodies() {
        Random random = new Random(20261122);
        Map<String, String> types =
                Map.of("POST", "application/json", "PUT", "application/json", "DELETE", "application/json");
        List<String> patches = List.of(
                "application/merge-patch+json", "application/json-patch+json",
                "application/strategic-merge-patch+json", "application/merge-patch+yaml");
        Mutations mutations = new Mutations(random);
        api.post("/api/v1/namespaces", "{\"metadata\":{\"name\":\"fuzz\"}}");
        int taken = 0;
        mutations.originals().forEach(original -> {
            Answer made = post(original.collection(), "application/json", original.body());
            assertEquals(201, made.code(), made.response().body());
        });
        for (int i = 0; i < 800; i++) {
            String method = List.of("POST", "PUT", "PATCH", "PATCH", "DELETE").get(random.nextInt(5));
            String type = types.getOrDefault(method, patches.get(random.nextInt(patches.size())));
            Mutations.Sample sample = mutations.sample(type, method.equals("DELETE"));
            String path = sample.collection() + (method.equals("POST") ? "" : "/fuzzed");
            Answer answer = send(method, path + "?dryRun=" + (random.nextBoolean() ? "All" : ""), type, sample.body());
            String what = "case " + i + ": " + method + " " + path + " " + type + " "
                    + new String(sample.body(), StandardCharsets.UTF_8);
            assertTrue(
                    answer.code() < 500, answer.code() + " " + answer.response().body() + "\n" + what);
            taken += answer.code() < 300 ? 1 : 0;
        }
        assertTrue(
                taken > 40 && taken < 600, "the mutations are too wild or too tame: " + taken + " of 800 were taken");
        for (String collection : Mutations.COLLECTIONS) {
            JsonNode items = api.get(collection).json().at("/items");
            assertTrue(items.isArray());
            items.forEach(item -> assertFalse(item.at("/metadata/name").asText().isEmpty()));
        }
        assertEquals(200, api.get("/readyz").code());
        assertEquals(404, api.get(CLUSTERS + "/never").code());
    }
}
