package io.kubeforge.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nobody holds a part of the API's memory by doing nothing. */
@Timeout(120)
class SlowClientIT {
    private static final String CONFIG_MAPS = "/api/v1/namespaces/default/configmaps";
    private static final int MEGABYTE = 1 << 20;
    private static final int TIMEOUT_MILLIS = 30_000;
    private static final Pattern LENGTH = Pattern.compile("(?i)content-length: (\\d+)");

    private static ApiProcess api;

    @BeforeAll
    static void start() {
        api = ApiProcess.with(Map.of("kubeforge.api.patience", "2s"));
    }

    @AfterAll
    static void stop() throws IOException {
        api.close();
    }

    @Test
    void aRequestThatIsNeverFinishedIsAnsweredWith408() throws Exception {
        try (SSLSocket socket = api.connect()) {
            say(socket, "POST " + CONFIG_MAPS + " HTTP/1.1", "Content-Type: application/json", "Content-Length: 100");
            socket.getOutputStream().write("{\"metadata\":".getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(answer.startsWith("HTTP/1.1 408 "), answer);
            assertTrue(answer.contains("was not sent to its end within 2 s"), answer);
            assertTrue(answer.contains("\"kind\":\"Status\""), answer);
        }
    }

    @Test
    void whoSaysNothingIsLetGo() throws Exception {
        untilSomebodyIsLetGo();
    }

    @Test
    void aClientMayBeSilentBetweenTwoRequests() throws Exception {
        try (SSLSocket patient = api.connect()) {
            get(patient, "/version");
            untilSomebodyIsLetGo();
            get(patient, "/version");
        }
    }

    @Test
    void anAnswerThatNobodyTakesIsNotKept() throws Exception {
        for (int i = 0; i < 12; i++) {
            String large =
                    "{\"metadata\":{\"name\":\"large-" + i + "\"},\"data\":{\"a\":\"" + "x".repeat(900_000) + "\"}}";
            assertEquals(201, api.post(CONFIG_MAPS, large).code());
        }
        try (SSLSocket stalled = api.connect()) {
            say(stalled, "GET " + CONFIG_MAPS + " HTTP/1.1");
            assertEquals('H', stalled.getInputStream().read());
            untilSomebodyIsLetGo();
            untilSomebodyIsLetGo();
            long taken = remaining(stalled.getInputStream());
            assertTrue(taken < 10 * MEGABYTE, "all of the answer was kept: " + taken + " bytes");
        }
        assertEquals(12, api.get(CONFIG_MAPS).json().get("items").size());
    }

    /** Waits for as long as the API's patience lasts, by its own clock. */
    private static void untilSomebodyIsLetGo() throws IOException {
        try (SSLSocket silent = api.connect()) {
            silent.setSoTimeout(TIMEOUT_MILLIS);
            silent.startHandshake();
            assertEquals(-1, silent.getInputStream().read());
        }
    }

    private static long remaining(InputStream in) throws IOException {
        byte[] buffer = new byte[MEGABYTE];
        long all = 0;
        try {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                all += read;
            }
        } catch (SocketException reset) {
            // Also a way to be let go.
        }
        return all;
    }

    /** Gets something, and reads it to its end, so that the connection is free for another request. */
    private static void get(SSLSocket socket, String path) throws IOException {
        say(socket, "GET " + path + " HTTP/1.1");
        String head = head(socket.getInputStream());
        assertTrue(head.startsWith("HTTP/1.1 200 "), head);
        Matcher length = LENGTH.matcher(head);
        assertTrue(length.find(), head);
        socket.getInputStream().skipNBytes(Long.parseLong(length.group(1)));
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            assertTrue(next >= 0, "the connection ended after " + head);
            head.append((char) next);
        }
        return head.toString();
    }

    private static void say(SSLSocket socket, String... lines) throws IOException {
        socket.setSoTimeout(TIMEOUT_MILLIS);
        OutputStream out = socket.getOutputStream();
        String head =
                String.join("\r\n", lines) + "\r\nHost: slow\r\nAuthorization: Bearer " + api.token() + "\r\n\r\n";
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }
}
