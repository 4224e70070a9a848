package io.kubeforge.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubeforge.api.ApiProcess.Answer;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What Terraform's {@code kubernetes_manifest} sends: it plans with what it is told here, and applies on the server. */
class TerraformIT {
    private static final String USER_AGENT = "HashiCorp/1.0 Terraform/1.13.0";
    private static final String DEFINITIONS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    private static final String OBJECT_META = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";
    private static final String CLUSTER = "/apis/kubeforge.io/v1alpha1/namespaces/default/clusters/terraform";

    private final ApiProcess api = ApiProcess.shared();

    private HttpRequest.Builder request(String path) {
        return api.request(path).header("User-Agent", USER_AGENT).header("Accept", "application/json");
    }

    private Answer get(String path) {
        Answer answer = api.send(request(path).GET());
        assertEquals(200, answer.code(), path);
        return answer;
    }

    /** Without this group and kind every plan ends with an error. */
    @Test
    void findsDefinitionsOfCustomResourcesInDiscovery() {
        assertTrue(get("/apis").json().findValuesAsText("name").contains("apiextensions.k8s.io"));
        for (JsonNode resource : get("/apis/apiextensions.k8s.io/v1").json().path("resources")) {
            if (resource.path("kind").asText().equals("CustomResourceDefinition")) {
                assertEquals("customresourcedefinitions", resource.path("name").asText());
                assertTrue(resource.path("verbs").toString().contains("\"list\""));
                return;
            }
        }
        throw new AssertionError("CustomResourceDefinition is not in discovery");
    }

    /** It looks for the kind of the manifest, and takes the schema of the version from the definition. */
    @Test
    void listsTheDefinitionsWithTheirSchemas() {
        JsonNode list = get(DEFINITIONS).json();
        assertEquals("CustomResourceDefinitionList", list.path("kind").asText());
        List<String> kinds = new ArrayList<>();
        for (JsonNode definition : list.path("items")) {
            kinds.add(definition.at("/spec/names/kind").asText());
            assertEquals("kubeforge.io", definition.at("/spec/group").asText());
            JsonNode version = definition.at("/spec/versions/0");
            assertEquals("v1alpha1", version.path("name").asText());
            assertTrue(version.path("served").asBoolean());
            assertTrue(version.at("/schema/openAPIV3Schema/properties/metadata").isObject());
        }
        assertTrue(kinds.containsAll(List.of("Cluster", "Host")), kinds.toString());
    }

    /** It finds a kind's type by the group, version and kind in it, and the type of metadata by its name. */
    @Test
    void findsTheTypesOfTheManifestInOpenApiV2() {
        Answer answer = get("/openapi/v2");
        assertEquals(
                "application/json",
                answer.response().headers().firstValue("Content-Type").orElse(""));
        JsonNode definitions = answer.json().path("definitions");
        assertEquals("object", definitions.path(OBJECT_META).path("type").asText());
        assertTrue(definitions.path(OBJECT_META).at("/properties/name").isObject());
        for (String kind : List.of("Cluster", "Host", "Secret", "ConfigMap", "Namespace")) {
            List<JsonNode> types = new ArrayList<>();
            for (JsonNode definition : definitions) {
                if (definition
                        .at("/x-kubernetes-group-version-kind/0/kind")
                        .asText()
                        .equals(kind)) {
                    types.add(definition);
                }
            }
            assertEquals(1, types.size(), kind);
            assertEquals(
                    "#/definitions/" + OBJECT_META,
                    types.get(0).at("/properties/metadata/$ref").asText(),
                    kind);
        }
    }

    @Test
    void isToldThatServerSideApplyComesLater() {
        assertEquals(404, api.send(request(CLUSTER).GET()).code());
        Answer refused = api.send(request(CLUSTER + "?fieldManager=Terraform&force=false")
                .header("Content-Type", "application/apply-patch+yaml")
                .method(
                        "PATCH",
                        HttpRequest.BodyPublishers.ofString("{\"apiVersion\":\"kubeforge.io/v1alpha1\","
                                + "\"kind\":\"Cluster\",\"metadata\":{\"name\":\"terraform\"},\"spec\":{}}")));
        assertEquals(415, refused.code());
        assertEquals("UnsupportedMediaType", refused.text("/reason"));
        assertTrue(refused.text("/message").contains("server-side apply is not supported yet"));
    }

    /** A value that the server writes in another way is "an inconsistent result after apply". */
    @Test
    void isAnsweredTheValuesThatItSet() {
        String path = "/api/v1/namespaces/default/configmaps";
        String data = "{\"empty\":\"\",\"lines\":\"a\\n\\tb\\r\\n\",\"number\":\"007\"}";
        Answer created = api.post(path, "{\"metadata\":{\"name\":\"terraform\"},\"data\":" + data + "}");
        assertEquals(201, created.code());
        assertEquals(data, created.json().path("data").toString());
        assertEquals(data, get(path + "/terraform").json().path("data").toString());
    }
}
