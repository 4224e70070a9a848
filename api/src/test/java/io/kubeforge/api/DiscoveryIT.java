package io.kubeforge.api;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubeforge.api.ApiProcess.Answer;
import io.kubeforge.api.discovery.CustomResources;
import io.kubeforge.model.kind.Kind;
import io.kubeforge.model.kind.Kinds;
import io.kubeforge.model.kind.Verb;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiscoveryIT {
    private static final String AGGREGATED = "application/json;g=apidiscovery.k8s.io;v=%s;as=APIGroupDiscoveryList";

    private final ApiProcess api = ApiProcess.shared();

    @ParameterizedTest
    @ValueSource(strings = {"/version", "/api/v1/namespaces/default/secrets"})
    void refusesATimeoutThatIsNoDuration(String path) {
        Answer refused = api.get(path + "?timeout=invalid");
        assertEquals(400, refused.code());
        assertTrue(
                refused.text("/message").startsWith("invalid timeout specified in the request URL"),
                refused.text("/message"));
        for (String sound : List.of("0s", "3m", "1m30.5s", "0")) {
            assertEquals(200, api.get(path + "?timeout=" + sound).code(), sound);
        }
    }

    @Test
    void namesEveryKindThatItServes() {
        assertEquals("v1", api.get("/api").text("/versions/0"));
        assertEquals("kubeforge.io/v1alpha1", api.get("/apis").text("/groups/0/preferredVersion/groupVersion"));
        for (Kind<?> kind : Kinds.ALL) {
            assertTrue(api.get(root(kind)).json().findValuesAsText("name").contains(kind.plural()), kind.plural());
            if (kind.allows(Verb.LIST)) {
                Answer list = api.get(root(kind) + "/" + kind.plural());
                assertEquals(kind.name() + "List", list.text("/kind"));
            }
        }
        for (String absent : new String[] {"/apis/absent.example.org/v1", "/apis/kubeforge.io/v1alpha1/pebbles"}) {
            Answer page = api.get(absent);
            assertEquals(404, page.code());
            assertEquals("404 page not found\n", page.response().body());
        }
        assertEquals("Status", api.get("/api/v1/pebbles").text("/kind"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"v2", "v2beta1"})
    void answersAllGroupsInOneDocumentToThoseWhoReadIt(String version) {
        Answer answer = accepting("/apis", AGGREGATED.formatted(version) + ",application/json");
        assertEquals(AGGREGATED.formatted(version), contentType(answer));
        assertEquals("apidiscovery.k8s.io/" + version, answer.text("/apiVersion"));
        JsonNode cluster = answer.json().at("/items/0/versions/0/resources/0");
        assertEquals("clusters", cluster.path("resource").asText());
        assertEquals("Cluster", cluster.at("/responseKind/kind").asText());
        assertEquals(
                "status", cluster.at("/subresources/0/subresource").asText(), "the status is a part of its resource");
        assertEquals("Accept", answer.response().headers().firstValue("Vary").orElse(""));
    }

    @Test
    void answersTheOldDocumentsToThoseWhoPreferThem() {
        Answer answer = accepting("/api", "application/json," + AGGREGATED.formatted("v2"));
        assertEquals("application/json", contentType(answer));
        assertEquals("APIVersions", answer.text("/kind"));
        assertEquals(
                "APIVersions",
                accepting("/api", AGGREGATED.formatted("v3") + ",*/*").text("/kind"));
        assertEquals(406, accepting("/api", AGGREGATED.formatted("v3")).code());
    }

    @Test
    void describesEveryKindInOpenApi() {
        JsonNode paths = api.get("/openapi/v3").json().path("paths");
        for (Kind<?> kind : Kinds.ALL) {
            JsonNode document = api.get(paths.path(root(kind).substring(1))
                            .path("serverRelativeURL")
                            .asText())
                    .json();
            long described = document.at("/components/schemas").findParents("x-kubernetes-group-version-kind").stream()
                    .filter(schema -> kind.name()
                            .equals(schema.at("/x-kubernetes-group-version-kind/0/kind")
                                    .asText()))
                    .count();
            assertEquals(1, described, kind.name());
        }
    }

    @Test
    void describesNoOperationTwiceAndRefersToNothingThatIsAbsent() {
        JsonNode document = api.get("/openapi/v2").json();
        List<String> operations = document.path("paths").findValuesAsText("operationId");
        assertEquals(operations.size(), new HashSet<>(operations).size(), operations.toString());
        Set<String> definitions = new HashSet<>();
        document.path("definitions").fieldNames().forEachRemaining(name -> definitions.add("#/definitions/" + name));
        List<String> absent = new ArrayList<>(document.findValuesAsText("$ref"));
        absent.removeAll(definitions);
        assertEquals(List.of(), absent);
    }

    /** What Argo CD and kubectl ask for; the type is answered with a dot, for Go cannot parse the other. */
    @Test
    void answersOpenApiV2AsProtobuf() throws Exception {
        HttpResponse<byte[]> answer = api.client()
                .send(
                        api.request("/openapi/v2")
                                .header("Accept", "application/com.github.proto-openapi.spec.v2@v1.0+protobuf")
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
        assertEquals(
                "application/com.github.proto-openapi.spec.v2.v1.0+protobuf",
                answer.headers().firstValue("Content-Type").orElse(""));
        assertArrayEquals(new byte[] {0x0a, 3, '2', '.', '0'}, Arrays.copyOf(answer.body(), 5));
    }

    @Test
    void servesTheDefinitionsOfItsOwnKinds() {
        String path = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
        Answer list = api.get(path);
        assertEquals(
                List.of("clusters.kubeforge.io", "hosts.kubeforge.io", "operations.kubeforge.io"),
                namesOf(list.json()));
        JsonNode served = api.get(path + "/hosts.kubeforge.io").json();
        assertEquals(
                CustomResources.definitions().get(1).path("spec").toString(),
                served.path("spec").toString());
        assertEquals("True", served.at("/status/conditions/1/status").asText());
        assertEquals(404, api.get(path + "/absent.kubeforge.io").code());
        assertEquals(405, api.delete(path + "/hosts.kubeforge.io").code());
        assertEquals(405, api.get(path + "?watch=true").code());
    }

    @Test
    void answersAPathThatIsNoResourceInPlainWords() {
        assertEquals("404 page not found\n", api.get("/nowhere").response().body());
    }

    private Answer accepting(String path, String types) {
        return api.send(api.request(path).header("Accept", types).GET());
    }

    private static List<String> namesOf(JsonNode list) {
        List<String> names = new ArrayList<>();
        list.path("items").forEach(item -> names.add(item.at("/metadata/name").asText()));
        return names;
    }

    private static String contentType(Answer answer) {
        return answer.response().headers().firstValue("Content-Type").orElse("");
    }

    private static String root(Kind<?> kind) {
        return (kind.group().isEmpty() ? "/api/" : "/apis/") + kind.apiVersion();
    }
}
