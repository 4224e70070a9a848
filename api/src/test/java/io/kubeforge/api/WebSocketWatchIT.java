package io.kubeforge.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubeforge.model.kind.Kinds;
import io.kubeforge.store.ObjectKey;
import io.kubeforge.store.OpenSubscriptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class WebSocketWatchIT {
    private static final String KEY = "AAAAAAAAAAAAAAAAAAAAAA==";
    private static final int MANY = 50;
    private static final int GOING_AWAY = 1001;
    private static final int TOO_MANY = 20_000;
    private static final int LARGE = 8 * 1024;

    private final ApiProcess api = ApiProcess.shared();

    /** The configmaps of a namespace of this test alone. */
    private String configMaps(String namespace) {
        api.post("/api/v1/namespaces", "{\"metadata\":{\"name\":\"" + namespace + "\"}}");
        return "/api/v1/namespaces/" + namespace + "/configmaps";
    }

    private String create(String path, String name) {
        return api.post(path, "{\"metadata\":{\"name\":\"" + name + "\"}}").text("/metadata/resourceVersion");
    }

    @Test
    void sendsATextFrameForEachEvent() throws Exception {
        String path = configMaps("ws-all");
        create(path, "a");
        WebSocketClient client = WebSocketClient.open(api, path + "?watch=true");
        assertEquals("ADDED a", client.nextSummary());
        create(path, "b");
        assertEquals("ADDED b", client.nextSummary());
        api.patch(path + "/a", "{\"data\":{\"x\":\"y\"}}");
        JsonNode modified = client.next();
        assertEquals("MODIFIED", modified.path("type").asText());
        assertEquals(api.get(path + "/a").json(), modified.path("object"));
        api.delete(path + "/a");
        assertEquals("DELETED a", client.nextSummary());
        client.socket().abort();
    }

    @Test
    void goesOnAfterAVersionAndEndsWithABookmarkAndANormalClose() throws Exception {
        String path = configMaps("ws-resume");
        String seen = create(path, "a");
        create(path, "b");
        WebSocketClient client = WebSocketClient.open(
                api, path + "?watch=1&allowWatchBookmarks=true&timeoutSeconds=1&resourceVersion=" + seen);
        assertEquals("ADDED b", client.nextSummary());
        assertEquals("BOOKMARK", client.next().path("type").asText());
        assertEquals(WebSocket.NORMAL_CLOSURE, client.closeCode());
    }

    @Test
    void answersTheCloseOfAClient() throws Exception {
        WebSocketClient client = WebSocketClient.open(api, configMaps("ws-close") + "?watch=1");
        client.socket().sendClose(WebSocket.NORMAL_CLOSURE, "enough").join();
        assertEquals(WebSocket.NORMAL_CLOSURE, client.closeCode());
    }

    @Test
    void refusesInHttpWhatItRefusesAnyWatch() {
        String path = configMaps("ws-refused");
        assertEquals(401, refusal(path + "?watch=1", ""));
        assertEquals(401, refusal(path + "?watch=1", "", "Authorization", "Bearer wrong"));
        String bearer = "Bearer " + api.token();
        assertEquals(404, refusal("/api/v1/namespaces/default/pods?watch=1", "", "Authorization", bearer));
        assertEquals(400, refusal(path + "?watch=1&resourceVersion=abc", "", "Authorization", bearer));
        assertEquals(422, refusal(path + "?watch=1&sendInitialEvents=true", "", "Authorization", bearer));
        assertEquals(200, refusal(path, "", "Authorization", bearer));
    }

    private int refusal(String path, String subprotocol, String... headers) {
        CompletionException refused =
                assertThrows(CompletionException.class, () -> WebSocketClient.open(api, path, subprotocol, headers));
        return assertInstanceOf(WebSocketHandshakeException.class, refused.getCause())
                .getResponse()
                .statusCode();
    }

    @Test
    void agreesOnTheOneSubprotocolThatIsAsked() {
        String path = configMaps("ws-protocol") + "?watch=1";
        WebSocketClient none = WebSocketClient.open(api, path);
        assertEquals("", none.socket().getSubprotocol());
        none.socket().abort();
        WebSocketClient one =
                WebSocketClient.open(api, path, "base64.binary.k8s.io", "Authorization", "Bearer " + api.token());
        assertEquals("base64.binary.k8s.io", one.socket().getSubprotocol());
        one.socket().abort();
        assertTrue(
                answer(path, "Sec-WebSocket-Key: " + KEY, "Sec-WebSocket-Version: 13", "Sec-WebSocket-Protocol: a, b")
                        .startsWith("HTTP/1.1 400 "));
    }

    @Test
    void takesTheTokenOfABrowserFromASubprotocolAndNeverRepeatsIt() {
        String path = configMaps("ws-browser") + "?watch=1";
        String token = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(api.token().getBytes(StandardCharsets.US_ASCII));
        String protocol = "base64url.bearer.authorization.k8s.io." + token;
        String[] handshake = {
            "Sec-WebSocket-Key: " + KEY,
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Protocol: " + protocol + ", v1.k8s.io"
        };
        String answer = anonymousAnswer(path, handshake);
        assertTrue(answer.startsWith("HTTP/1.1 101 "), answer);
        assertTrue(answer.toLowerCase(Locale.ROOT).contains("sec-websocket-protocol: v1.k8s.io\r\n"), answer);
        assertFalse(answer.contains(token), answer);
        handshake[2] = "Sec-WebSocket-Protocol: " + protocol;
        assertTrue(anonymousAnswer(path, handshake).startsWith("HTTP/1.1 401 "));
        handshake[2] = "Sec-WebSocket-Protocol: " + protocol + "x, v1.k8s.io";
        assertTrue(anonymousAnswer(path, handshake).startsWith("HTTP/1.1 401 "));
    }

    @Test
    void tellsTheVersionThatItSpeaks() {
        String path = configMaps("ws-version") + "?watch=1";
        String old = answer(path, "Sec-WebSocket-Key: " + KEY, "Sec-WebSocket-Version: 8");
        assertTrue(old.startsWith("HTTP/1.1 400 "), old);
        assertTrue(old.toLowerCase(Locale.ROOT).contains("sec-websocket-version: 13\r\n"), old);
        assertTrue(answer(path, "Sec-WebSocket-Key: short", "Sec-WebSocket-Version: 13")
                .startsWith("HTTP/1.1 400 "));
        String agreed = answer(path, "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Version: 13");
        assertTrue(agreed.contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="), agreed);
    }

    @Test
    void streamsAsBeforeToWhoOnlyMentionsWebSockets() {
        String path = configMaps("ws-mentioned") + "?watch=1";
        String answer = exchange(path, "Upgrade: websocket", "Authorization: Bearer " + api.token());
        assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
        assertTrue(answer.toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked"), answer);
    }

    @Test
    void answersPings() throws Exception {
        WebSocketClient client = WebSocketClient.open(api, configMaps("ws-ping") + "?watch=1");
        client.socket()
                .sendPing(ByteBuffer.wrap("anybody?".getBytes(StandardCharsets.UTF_8)))
                .join();
        assertEquals("anybody?", client.nextPong());
        client.socket().sendText("ignored", true).join();
        client.socket()
                .sendPing(ByteBuffer.wrap("still?".getBytes(StandardCharsets.UTF_8)))
                .join();
        assertEquals("still?", client.nextPong());
        client.socket().abort();
    }

    @Test
    void freesTheWatchesOfClientsThatLeave() throws Exception {
        try (ApiProcess own = ApiProcess.with(Map.of())) {
            OpenSubscriptions subscriptions = new OpenSubscriptions(own.context());
            int before = subscriptions.count();
            List<WebSocketClient> clients = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                clients.add(WebSocketClient.open(own, "/api/v1/configmaps?watch=1"));
            }
            own.post("/api/v1/namespaces/default/configmaps", "{\"metadata\":{\"name\":\"seen-by-all\"}}");
            for (WebSocketClient client : clients) {
                assertEquals("ADDED seen-by-all", client.nextSummary());
            }
            assertEquals(before + MANY, subscriptions.count());
            for (int i = 0; i < MANY; i++) {
                WebSocket socket = clients.get(i).socket();
                if (i % 2 == 0) {
                    socket.abort();
                } else {
                    socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
                }
            }
            subscriptions.awaitCount(before);
        }
    }

    /** The client never reads: what waits for it is bounded, and the store forgets it. */
    @Test
    void endsTheWatchOfAClientThatReadsTooSlowly() throws Exception {
        try (ApiProcess own = ApiProcess.with(Map.of());
                SSLSocket socket = own.connect()) {
            OpenSubscriptions subscriptions = new OpenSubscriptions(own.context());
            int before = subscriptions.count();
            handshake(own, socket, "/api/v1/namespaces/default/configmaps?watch=1");
            ObjectKey key = new ObjectKey(Kinds.CONFIG_MAP, "default", "busy");
            own.post("/api/v1/namespaces/default/configmaps", "{\"metadata\":{\"name\":\"busy\"}}");
            subscriptions.awaitCount(before + 1);
            for (int i = 0; i < TOO_MANY && subscriptions.count() > before; i++) {
                String value = i + "x".repeat(LARGE);
                own.store().update(key, busy -> {
                    busy.withObjectProperty("data").put("a", value);
                    return busy;
                });
            }
            subscriptions.awaitCount(before);
            readToClose(socket.getInputStream());
        }
    }

    private static void handshake(ApiProcess api, SSLSocket socket, String path) throws IOException {
        String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + api.token()
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
                + KEY
                + "\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        String status = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
        assertEquals("HTTP/1.1 101", status);
    }

    /** What was sent before the end comes first; the last frame is a close of code 1000. */
    private static void readToClose(InputStream in) throws IOException {
        byte[] close = {(byte) 0x88, 2, 3, (byte) 0xe8};
        byte[] part = new byte[LARGE];
        byte[] end = new byte[0];
        while (!Arrays.equals(close, end)) {
            int read = in.read(part);
            assertTrue(
                    read > 0,
                    "the stream ended without a close frame, but with "
                            + HexFormat.of().formatHex(end));
            byte[] both = Arrays.copyOf(end, end.length + read);
            System.arraycopy(part, 0, both, end.length, read);
            end = Arrays.copyOfRange(both, Math.max(0, both.length - close.length), both.length);
        }
    }

    @Test
    void saysGoingAwayWhenTheServerStops() throws Exception {
        ApiProcess own = ApiProcess.with(Map.of());
        WebSocketClient first = WebSocketClient.open(own, "/api/v1/configmaps?watch=1");
        WebSocketClient second = WebSocketClient.open(own, "/api/v1/secrets?watch=1");
        own.close();
        assertEquals(GOING_AWAY, first.closeCode());
        assertEquals(GOING_AWAY, second.closeCode());
    }

    private String answer(String path, String... headers) {
        List<String> all = new ArrayList<>(List.of(headers));
        all.add("Authorization: Bearer " + api.token());
        return anonymousAnswer(path, all.toArray(String[]::new));
    }

    private String anonymousAnswer(String path, String... headers) {
        List<String> all = new ArrayList<>(List.of(headers));
        all.add("Upgrade: websocket");
        all.add("Connection: keep-alive, Upgrade");
        return exchange(path, all.toArray(String[]::new));
    }

    /** The status and headers of an answer, byte by byte, to a request that the JDK's client would not send. */
    private String exchange(String path, String... headers) {
        try (SSLSocket socket = api.connect()) {
            OutputStream out = socket.getOutputStream();
            String request =
                    "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
            out.write(request.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            StringBuilder answer = new StringBuilder();
            InputStream in = socket.getInputStream();
            while (answer.indexOf("\r\n\r\n") < 0) {
                int next = in.read();
                assertTrue(next >= 0, "the connection ended after: " + answer);
                answer.append((char) next);
            }
            return answer.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
