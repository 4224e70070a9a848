package io.kubeforge.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WatchIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MANY = 200;

    private final ApiProcess api = ApiProcess.shared();

    /** The configmaps of a namespace of this test alone. */
    private String configMaps(String namespace) {
        api.post("/api/v1/namespaces", "{\"metadata\":{\"name\":\"" + namespace + "\"}}");
        return "/api/v1/namespaces/" + namespace + "/configmaps";
    }

    private String create(String path, String name, String labels) {
        return api.post(path, "{\"metadata\":{\"name\":\"" + name + "\",\"labels\":{" + labels + "}}}")
                .text("/metadata/resourceVersion");
    }

    private Stream watch(String path) throws Exception {
        return watch(path, "application/json");
    }

    private Stream watch(String path, String accept) throws Exception {
        HttpResponse<InputStream> response = api.client()
                .send(
                        api.request(path).header("Accept", accept).GET().build(),
                        HttpResponse.BodyHandlers.ofInputStream());
        assertEquals(200, response.statusCode());
        return new Stream(new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8)));
    }

    private record Stream(BufferedReader reader) implements AutoCloseable {
        JsonNode next() throws IOException {
            String line = reader.readLine();
            return line == null ? null : JSON.readTree(line);
        }

        String nextSummary() throws IOException {
            JsonNode event = next();
            return event.path("type").asText() + " "
                    + event.at("/object/metadata/name").asText();
        }

        @Override
        public void close() throws IOException {
            reader.close();
        }
    }

    @Test
    void showsWhatThereIsAndThenWhatHappens() throws Exception {
        String path = configMaps("watch-all");
        create(path, "a", "");
        try (Stream events = watch(path + "?watch=true")) {
            assertEquals("ADDED a", events.nextSummary());
            create(path, "b", "");
            assertEquals("ADDED b", events.nextSummary());
            api.patch(path + "/a", "{\"data\":{\"x\":\"y\"}}");
            assertEquals("MODIFIED a", events.nextSummary());
            api.delete(path + "/a");
            assertEquals("DELETED a", events.nextSummary());
        }
    }

    @Test
    void goesOnAfterTheVersionThatAClientSaw() throws Exception {
        String path = configMaps("watch-resume");
        String seen = create(path, "a", "");
        create(path, "b", "");
        create(path, "c", "");
        try (Stream events = watch(path + "?watch=1&resourceVersion=" + seen)) {
            assertEquals("ADDED b", events.nextSummary());
            assertEquals("ADDED c", events.nextSummary());
        }
    }

    @Test
    void answersAQuietWatchAtOnceAndEndsItCleanly() throws Exception {
        String path = configMaps("watch-quiet");
        watch(path + "?watch=1&resourceVersion=999999999").close();
        try (Stream events = watch(path + "?watch=1&timeoutSeconds=1")) {
            assertEquals(null, events.next());
        }
    }

    @Test
    void showsAnObjectThatLeavesASelectionAsDeletedWithItsOldContent() throws Exception {
        String path = configMaps("watch-selection");
        create(path, "a", "\"tier\":\"web\"");
        try (Stream events = watch(path + "?watch=1&labelSelector=tier%3Dweb")) {
            assertEquals("ADDED a", events.nextSummary());
            String version = api.patch(path + "/a", "{\"metadata\":{\"labels\":{\"tier\":\"db\"}}}")
                    .text("/metadata/resourceVersion");
            JsonNode left = events.next();
            assertEquals("DELETED", left.path("type").asText());
            assertEquals("web", left.at("/object/metadata/labels/tier").asText());
            assertEquals(version, left.at("/object/metadata/resourceVersion").asText());
            api.patch(path + "/a", "{\"metadata\":{\"labels\":{\"tier\":\"web\"}}}");
            assertEquals("ADDED a", events.nextSummary());
        }
    }

    @Test
    void marksTheEndOfTheInitialEvents() throws Exception {
        String path = configMaps("watch-list");
        String version = create(path, "a", "");
        String options = "?watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true";
        try (Stream events = watch(path + options + "&timeoutSeconds=2")) {
            assertEquals("ADDED a", events.nextSummary());
            JsonNode end = events.next();
            assertEquals("BOOKMARK", end.path("type").asText());
            assertEquals(
                    "true",
                    end.at("/object/metadata/annotations/k8s.io~1initial-events-end")
                            .asText());
            assertTrue(end.at("/object/metadata/resourceVersion").asLong() >= Long.parseLong(version));
            assertEquals("BOOKMARK", events.next().path("type").asText());
            assertEquals(null, events.next());
        }
    }

    @Test
    void sendsBookmarksInTheFormThatIsAskedFor() throws Exception {
        String path = configMaps("watch-forms");
        create(path, "a", "");
        String options = "?watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true"
                + "&timeoutSeconds=2";
        try (Stream events = watch(path + options, "application/json;as=Table;v=v1;g=meta.k8s.io")) {
            assertEquals("a", events.next().at("/object/rows/0/cells/0").asText());
            JsonNode end = events.next().path("object");
            assertEquals("Table", end.path("kind").asText());
            assertTrue(end.path("columnDefinitions").isNull());
            assertEquals("", end.at("/rows/0/cells/0").asText());
            assertEquals(
                    "true",
                    end.at("/rows/0/object/metadata/annotations/k8s.io~1initial-events-end")
                            .asText());
        }
        try (Stream events = watch(path + options, "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io")) {
            assertEquals("a", events.next().at("/object/metadata/name").asText());
            JsonNode end = events.next().path("object");
            assertEquals("PartialObjectMetadata", end.path("kind").asText());
            assertEquals(
                    "true",
                    end.at("/metadata/annotations/k8s.io~1initial-events-end").asText());
        }
    }

    @Test
    void sendsTablesToKubectl() throws Exception {
        String path = configMaps("watch-table");
        create(path, "a", "");
        String accept = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";
        try (Stream events = watch(path + "?watch=1", accept)) {
            JsonNode first = events.next().path("object");
            assertEquals("Table", first.path("kind").asText());
            assertEquals("a", first.at("/rows/0/cells/0").asText());
            create(path, "b", "");
            assertTrue(events.next().at("/object/columnDefinitions").isNull());
        }
    }

    @Test
    void refusesOptionsThatItWouldHaveToIgnore() {
        String path = configMaps("watch-options");
        assertEquals(400, api.get(path + "?watch=1&resourceVersion=abc").code());
        assertEquals(400, api.get(path + "?watch=1&fieldSelector=data.a%3Db").code());
        assertEquals(422, api.get(path + "?watch=1&sendInitialEvents=true").code());
        assertEquals(422, api.get(path + "?watch=1&resourceVersionMatch=Exact").code());
        assertEquals(
                422,
                api.get(path + "?sendInitialEvents=true&resourceVersionMatch=NotOlderThan")
                        .code());
    }

    @Test
    void holdsManyWatchesWithoutAThreadForEach() throws Exception {
        String path = configMaps("watch-many");
        int threads = Thread.activeCount();
        List<Stream> streams = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            // One after the other: what is looked at is what an open watch costs, not how many are opened at once.
            HttpResponse<InputStream> response = api.client()
                    .send(api.request(path + "?watch=1").GET().build(), HttpResponse.BodyHandlers.ofInputStream());
            streams.add(new Stream(new BufferedReader(new InputStreamReader(response.body()))));
        }
        assertTrue(Thread.activeCount() - threads < MANY / 2, "threads: " + Thread.activeCount());
        create(path, "seen-by-all", "");
        for (Stream stream : streams) {
            try (Stream events = stream) {
                assertEquals("ADDED seen-by-all", events.nextSummary());
            }
        }
    }
}
