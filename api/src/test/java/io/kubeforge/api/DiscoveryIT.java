package io.kubeforge.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubeforge.api.ApiProcess.Answer;
import io.kubeforge.model.kind.Kind;
import io.kubeforge.model.kind.Kinds;
import org.junit.jupiter.api.Test;

class DiscoveryIT {
    private final ApiProcess api = ApiProcess.shared();

    @Test
    void namesEveryKindThatItServes() {
        assertEquals("v1", api.get("/api").text("/versions/0"));
        assertEquals("kubeforge.io/v1alpha1", api.get("/apis").text("/groups/0/preferredVersion/groupVersion"));
        for (Kind<?> kind : Kinds.ALL) {
            String path = (kind.group().isEmpty() ? "/api/" : "/apis/") + kind.apiVersion();
            assertTrue(api.get(path).json().findValuesAsText("name").contains(kind.plural()), kind.plural());
            assertEquals(
                    kind.name() + "List", api.get(path + "/" + kind.plural()).text("/kind"));
        }
        assertEquals(404, api.get("/apis/absent.example.org/v1").code());
    }

    @Test
    void promisesPlainJsonWhateverFormIsPreferred() {
        Answer answer = api.send(api.request("/api")
                .header(
                        "Accept",
                        "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json")
                .GET());
        assertEquals(
                "application/json",
                answer.response().headers().firstValue("Content-Type").orElse(""));
    }

    @Test
    void describesEveryKindInOpenApi() {
        JsonNode paths = api.get("/openapi/v3").json().path("paths");
        for (Kind<?> kind : Kinds.ALL) {
            String root = (kind.group().isEmpty() ? "api/" : "apis/") + kind.apiVersion();
            JsonNode document =
                    api.get(paths.path(root).path("serverRelativeURL").asText()).json();
            long described = document.at("/components/schemas").findParents("x-kubernetes-group-version-kind").stream()
                    .filter(schema -> kind.name()
                            .equals(schema.at("/x-kubernetes-group-version-kind/0/kind")
                                    .asText()))
                    .count();
            assertEquals(1, described, kind.name());
        }
    }

    @Test
    void answersAPathThatIsNoResourceInPlainWords() {
        assertEquals("404 page not found\n", api.get("/nowhere").response().body());
    }
}
