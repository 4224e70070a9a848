package io.kubeforge.api;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.api.ApiProcess.Answer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What Argo CD's engine sends for a cluster that it manages, in its order and with its headers. */
@Timeout(60)
class ArgoCdIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String USER_AGENT = "argocd-application-controller/v3.1.0 (linux/amd64) kubernetes/$Format";
    private static final String DISCOVERY = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,"
            + "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json";
    private static final String OPEN_API_V2 = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";
    private static final String CLUSTERS = "/apis/kubeforge.io/v1alpha1/namespaces/default/clusters";
    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";
    private static final String MANAGER = "fieldManager=argocd-controller";

    private final ApiProcess api = ApiProcess.shared();

    private HttpRequest.Builder request(String path) {
        return api.request(path).header("User-Agent", USER_AGENT).header("Accept", "application/json");
    }

    private Answer get(String path) {
        return api.send(request(path).GET());
    }

    private Answer write(String method, String path, String type, JsonNode body) {
        return api.send(request(path)
                .header("Content-Type", type)
                .method(method, HttpRequest.BodyPublishers.ofString(body.toString())));
    }

    /** The collections that can be listed and watched, by their paths, as discovery tells them. */
    private Map<String, String> watchable() {
        Map<String, String> kinds = new HashMap<>();
        for (String root : List.of("/api", "/apis")) {
            Answer groups = api.send(api.request(root)
                    .header("User-Agent", USER_AGENT)
                    .header("Accept", DISCOVERY)
                    .GET());
            assertEquals(200, groups.code());
            for (JsonNode group : groups.json().path("items")) {
                for (JsonNode version : group.path("versions")) {
                    String prefix = group.at("/metadata/name").asText();
                    addWatchable(kinds, root + (prefix.isEmpty() ? "" : "/" + prefix), version);
                }
            }
        }
        return kinds;
    }

    private static void addWatchable(Map<String, String> kinds, String prefix, JsonNode version) {
        for (JsonNode resource : version.path("resources")) {
            List<String> verbs = new ArrayList<>();
            resource.path("verbs").forEach(verb -> verbs.add(verb.asText()));
            if (verbs.containsAll(List.of("list", "watch"))) {
                kinds.put(
                        prefix + "/" + version.path("version").asText() + "/"
                                + resource.path("resource").asText(),
                        resource.at("/responseKind/kind").asText());
            }
        }
    }

    @Test
    void readsTheVersionAndTheSchemaWithoutWhichItDoesNotBegin() throws Exception {
        assertTrue(get("/version").text("/gitVersion").startsWith("v1."), "a version of Kubernetes");
        HttpResponse<byte[]> schema = api.client()
                .send(
                        api.request("/openapi/v2")
                                .header("User-Agent", USER_AGENT)
                                .header("Accept", OPEN_API_V2)
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
        assertEquals(200, schema.statusCode());
        assertEquals(
                OPEN_API_V2.replace("@", "."),
                schema.headers().firstValue("Content-Type").orElse(""));
        assertArrayEquals(new byte[] {0x0a, 3, '2', '.', '0'}, Arrays.copyOf(schema.body(), 5));
    }

    @Test
    void listsPageByPageAndThenWatchesEveryKindThatDiscoveryNames() throws Exception {
        Map<String, String> kinds = watchable();
        assertTrue(
                kinds.values().containsAll(List.of("Cluster", "Host", "Operation", "Secret", "ConfigMap")),
                kinds.toString());
        for (Map.Entry<String, String> kind : kinds.entrySet()) {
            JsonNode page = listAll(kind.getKey(), kind.getValue());
            String version = page.at("/metadata/resourceVersion").asText();
            assertTrue(Long.parseLong(version) > 0, kind.getKey());
            try (Stream events = watchFrom(kind.getKey() + "?", version + "&timeoutSeconds=1")) {
                events.rest();
            }
        }
    }

    /** Returns the last page. */
    private JsonNode listAll(String path, String kind) {
        String next = "";
        JsonNode page;
        do {
            Answer answer = get(path + "?limit=500" + (next.isEmpty() ? "" : "&continue=" + next));
            assertEquals(200, answer.code(), path);
            page = answer.json();
            assertEquals(kind + "List", page.path("kind").asText());
            assertTrue(page.path("items").isArray(), path);
            next = page.at("/metadata/continue").asText();
        } while (!next.isEmpty());
        return page;
    }

    @Test
    void followsAnObjectThatItAppliedAndDeletesInTheForeground() throws Exception {
        String path = CLUSTERS + "/argo";
        assertEquals(404, get(path).code());
        String version = get(CLUSTERS).text("/metadata/resourceVersion");
        ObjectNode wanted = wanted("argo", false);
        String options = "?" + MANAGER + "&fieldValidation=Strict";
        assertEquals(
                201,
                write("POST", CLUSTERS + options + "&dryRun=All", "application/json", wanted)
                        .code());
        assertEquals(404, get(path).code());
        Answer created = write("POST", CLUSTERS + options, "application/json", wanted);
        assertEquals(201, created.code());
        assertHealthProgressing(created.json());

        ObjectNode changes = JSON.createObjectNode();
        changes.set("metadata", wanted("argo", true).path("metadata"));
        changes.set("spec", JSON.createObjectNode().put("paused", true));
        Answer patched = write("PATCH", path + options, "application/merge-patch+json", changes);
        assertEquals(200, patched.code());
        assertEquals("2", patched.text("/metadata/generation"));
        assertEquals("argo", patched.text("/metadata/labels/app.kubernetes.io~1instance"));

        Answer deleting = write(
                "DELETE", path, "application/json", JSON.createObjectNode().put("propagationPolicy", "Foreground"));
        assertEquals(200, deleting.code());
        assertFalse(get(path).text("/metadata/deletionTimestamp").isEmpty(), "it waits for the finalizers");
        letGo(path);
        assertEquals(404, get(path).code());
        try (Stream events = watchFrom(CLUSTERS + "?fieldSelector=metadata.name%3Dargo&", version)) {
            assertEquals("ADDED", events.next().path("type").asText());
            JsonNode event = events.next();
            while (event.path("type").asText().equals("MODIFIED")) {
                event = events.next();
            }
            assertEquals("DELETED", event.path("type").asText());
            assertEquals(
                    created.text("/metadata/uid"),
                    event.at("/object/metadata/uid").asText());
        }
    }

    /** What its health check reads: a generation that was not observed yet, and conditions. */
    private static void assertHealthProgressing(JsonNode created) {
        assertEquals(1, created.at("/metadata/generation").asInt());
        assertEquals(0, created.at("/status/observedGeneration").asInt(-1));
        assertTrue(created.at("/status/conditions").findValuesAsText("type").contains("Ready"));
    }

    /** As the worker and the garbage collector do it. */
    private void letGo(String path) {
        Answer freed = api.patch(path, "{\"metadata\":{\"finalizers\":null}}");
        assertEquals(200, freed.code(), freed.response().body());
    }

    private static ObjectNode wanted(String name, boolean paused) {
        ObjectNode cluster = JSON.createObjectNode();
        cluster.put("apiVersion", "kubeforge.io/v1alpha1").put("kind", "Cluster");
        ObjectNode metadata = cluster.putObject("metadata").put("name", name).put("namespace", "default");
        metadata.putObject("labels").put("app.kubernetes.io/instance", name);
        ObjectNode spec = cluster.putObject("spec").put("kubernetesVersion", "v1.36.3");
        spec.put("paused", paused).putObject("controlPlane").putArray("hosts").add("cp-of-" + name);
        metadata.putObject("annotations").put(LAST_APPLIED, cluster.toString());
        return cluster;
    }

    /** Its watcher lists again only when the stream itself says so; an HTTP 410 it would meet again and again. */
    @Test
    void isToldInTheStreamThatItMustListAgain() throws Exception {
        String version = get(CLUSTERS).text("/metadata/resourceVersion");
        api.post(CLUSTERS, wanted("argo-old", false).toString());
        api.forgetLog();
        try (Stream events = watchFrom(CLUSTERS + "?", version)) {
            JsonNode only = events.next();
            assertEquals("ERROR", only.path("type").asText());
            assertEquals("Status", only.at("/object/kind").asText());
            assertEquals(410, only.at("/object/code").asInt());
            assertEquals("Expired", only.at("/object/reason").asText());
            assertEquals(null, events.next());
        }
    }

    @Test
    void isToldThatServerSideApplyComesLater() {
        Answer refused = write(
                "PATCH",
                CLUSTERS + "/argo-ssa?" + MANAGER + "&force=true&dryRun=All",
                "application/apply-patch+yaml",
                wanted("argo-ssa", false));
        assertEquals(415, refused.code());
        assertEquals("UnsupportedMediaType", refused.text("/reason"));
        assertTrue(refused.text("/message").contains("server-side apply is not supported yet"));
    }

    private Stream watchFrom(String path, String version) throws Exception {
        HttpResponse<InputStream> response = api.client()
                .send(
                        request(path + "allowWatchBookmarks=true&watch=true&resourceVersion=" + version)
                                .GET()
                                .build(),
                        HttpResponse.BodyHandlers.ofInputStream());
        assertEquals(200, response.statusCode());
        return new Stream(new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8)));
    }

    private record Stream(BufferedReader reader) implements AutoCloseable {
        JsonNode next() throws IOException {
            String line = reader.readLine();
            return line == null ? null : JSON.readTree(line);
        }

        /** Reads to the end; its watcher needs a resourceVersion in everything that it is sent. */
        void rest() throws IOException {
            for (JsonNode event = next(); event != null; event = next()) {
                assertTrue(event.at("/object/metadata/resourceVersion").asLong() > 0, event.toString());
            }
        }

        @Override
        public void close() throws IOException {
            reader.close();
        }
    }
}
