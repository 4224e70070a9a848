package io.kubeforge.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CompressionIT {
    private static final int LARGE = 200_000;

    private final ApiProcess api = ApiProcess.shared();

    @Test
    void compressesWhatIsLargeAndNothingElse() throws Exception {
        String path = configMaps("compression-size");
        String large = "x".repeat(LARGE);
        api.post(path, "{\"metadata\":{\"name\":\"large\"},\"data\":{\"value\":\"" + large + "\"}}");
        api.post(path, "{\"metadata\":{\"name\":\"small\"}}");

        HttpResponse<byte[]> compressed = get(path + "/large");
        assertEquals(Optional.of("gzip"), encoding(compressed));
        assertTrue(compressed.body().length < LARGE / 50, compressed.body().length + " bytes");
        assertTrue(unzipped(compressed.body()).contains(large));
        assertEquals(Optional.empty(), encoding(get(path + "/small")));
    }

    @Test
    void sendsWhatIsLargePlainlyToWhoDoesNotAcceptOtherwise() throws Exception {
        String path = configMaps("compression-plain");
        String large = "x".repeat(LARGE);
        api.post(path, "{\"metadata\":{\"name\":\"large\"},\"data\":{\"value\":\"" + large + "\"}}");
        HttpResponse<String> plain =
                api.client().send(api.request(path + "/large").GET().build(), BodyHandlers.ofString());
        assertEquals(Optional.empty(), encoding(plain));
        assertTrue(plain.body().contains(large));
    }

    @Test
    void compressesAListThatIsLarge() throws Exception {
        String path = configMaps("compression-list");
        String half = "x".repeat(LARGE / 2);
        api.post(path, "{\"metadata\":{\"name\":\"first\"},\"data\":{\"value\":\"" + half + "\"}}");
        assertEquals(Optional.empty(), encoding(get(path)));
        api.post(path, "{\"metadata\":{\"name\":\"second\"},\"data\":{\"value\":\"" + half + "\"}}");
        HttpResponse<byte[]> list = get(path);
        assertEquals(Optional.of("gzip"), encoding(list));
        assertTrue(list.body().length < LARGE / 50, list.body().length + " bytes");
        assertEquals(api.get(path).response().body(), unzipped(list.body()));
    }

    @Test
    void neverCompressesAWatch() throws Exception {
        String path = configMaps("compression-watch");
        HttpResponse<InputStream> watch = api.client()
                .send(
                        api.request(path + "?watch=true&timeoutSeconds=1")
                                .header("Accept-Encoding", "gzip")
                                .GET()
                                .build(),
                        BodyHandlers.ofInputStream());
        assertEquals(200, watch.statusCode());
        assertEquals(Optional.empty(), encoding(watch));
        watch.body().close();
    }

    /** The configmaps of a namespace of this test alone. */
    private String configMaps(String namespace) {
        api.post("/api/v1/namespaces", "{\"metadata\":{\"name\":\"" + namespace + "\"}}");
        return "/api/v1/namespaces/" + namespace + "/configmaps";
    }

    private HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
        return api.client()
                .send(api.request(path).header("Accept-Encoding", "gzip").GET().build(), BodyHandlers.ofByteArray());
    }

    private static Optional<String> encoding(HttpResponse<?> response) {
        return response.headers().firstValue("Content-Encoding");
    }

    private static String unzipped(byte[] body) throws IOException {
        try (InputStream plain = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return new String(plain.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
