package io.kubeforge.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The JDK's client of one WebSocket; each frame is kept as it came. */
final class WebSocketClient implements WebSocket.Listener {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long SECONDS = 30;

    private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> pongs = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder message = new StringBuilder();
    private WebSocket socket;

    private WebSocketClient() {}

    /** Opens a WebSocket with these headers, or throws what the handshake ended with. */
    static WebSocketClient open(ApiProcess api, String path, String subprotocol, String... headers) {
        WebSocketClient client = new WebSocketClient();
        WebSocket.Builder builder = api.client().newWebSocketBuilder();
        for (int i = 0; i < headers.length; i += 2) {
            builder.header(headers[i], headers[i + 1]);
        }
        if (!subprotocol.isEmpty()) {
            builder.subprotocols(subprotocol);
        }
        client.socket = builder.buildAsync(URI.create(api.url().replace("https:", "wss:") + path), client)
                .join();
        return client;
    }

    /** Opens one as the administrator. */
    static WebSocketClient open(ApiProcess api, String path) {
        return open(api, path, "", "Authorization", "Bearer " + api.token());
    }

    WebSocket socket() {
        return socket;
    }

    /** The event of the next text frame. */
    JsonNode next() throws InterruptedException, IOException {
        String text = texts.poll(SECONDS, TimeUnit.SECONDS);
        assertNotNull(text, "no frame came");
        assertEquals(text.length() - 1, text.indexOf('\n'), "a frame is one line");
        return JSON.readTree(text);
    }

    /** Type and name of the next event. */
    String nextSummary() throws InterruptedException, IOException {
        JsonNode event = next();
        return event.path("type").asText() + " "
                + event.at("/object/metadata/name").asText();
    }

    String nextPong() throws InterruptedException {
        return pongs.poll(SECONDS, TimeUnit.SECONDS);
    }

    /** The code with which the server closed. */
    int closeCode() throws Exception {
        return closed.get(SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
        message.append(part);
        if (last) {
            texts.add(message.toString());
            message.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onPong(WebSocket from, ByteBuffer payload) {
        pongs.add(StandardCharsets.UTF_8.decode(payload).toString());
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closed.complete(code);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        closed.completeExceptionally(error);
    }
}
