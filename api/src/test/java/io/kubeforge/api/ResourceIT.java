package io.kubeforge.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.api.ApiProcess.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResourceIT {
    private static final String CLUSTERS = "/apis/kubeforge.io/v1alpha1/namespaces/default/clusters";
    private static final String HOSTS = "/apis/kubeforge.io/v1alpha1/namespaces/default/hosts";
    private static final String SECRETS = "/api/v1/namespaces/default/secrets";
    private static final String CONFIG_MAPS = "/api/v1/namespaces/default/configmaps";

    private final ApiProcess api = ApiProcess.shared();

    private static String cluster(String name) {
        return "{\"metadata\":{\"name\":\"" + name + "\"},\"spec\":{\"kubernetesVersion\":\"v1.36.3\","
                + "\"controlPlane\":{\"hosts\":[\"cp-of-" + name + "\"]}}}";
    }

    @Test
    void makesAClusterThatIsPendingFromItsFirstVersionOn() {
        Answer created = api.post(CLUSTERS, cluster("born"));
        assertEquals(201, created.code());
        assertEquals("Cluster", created.text("/kind"));
        assertEquals("1", created.text("/metadata/generation"));
        assertEquals("Pending", created.text("/status/phase"));
        assertEquals("0", created.text("/status/observedGeneration"));
        assertTrue(created.response()
                .headers()
                .firstValue("Warning")
                .orElse("")
                .startsWith("299 - \"Host \\\"cp-of-born\\\" does not exist"));
        assertEquals(created.json(), api.get(CLUSTERS + "/born").json());
        assertEquals(409, api.post(CLUSTERS, cluster("born")).code());
    }

    @Test
    void keepsSpecAndStatusApart() {
        api.post(CLUSTERS, cluster("parts"));
        String path = CLUSTERS + "/parts";
        Answer spec = api.patch(path, "{\"spec\":{\"paused\":true},\"status\":{\"phase\":\"Mine\"}}");
        assertEquals("2", spec.text("/metadata/generation"));
        assertEquals("Pending", spec.text("/status/phase"));

        Answer status = api.patch(
                path + "/status",
                "{\"spec\":{\"paused\":false},\"metadata\":{\"labels\":{\"a\":\"b\"}},\"status\":{\"phase\":\"Mine\"}}");
        assertEquals("Mine", status.text("/status/phase"));
        assertEquals("true", status.text("/spec/paused"));
        assertEquals("2", status.text("/metadata/generation"));
        assertTrue(status.json().at("/metadata/labels").isMissingNode());
        assertEquals(405, api.delete(path + "/status").code());
    }

    @Test
    void writesNothingWhenNothingChanges() {
        Answer created = api.post(CONFIG_MAPS, "{\"metadata\":{\"name\":\"same\"},\"data\":{\"a\":\"b\"}}");
        Answer again = api.patch(CONFIG_MAPS + "/same", "{\"data\":{\"a\":\"b\"}}");
        assertEquals(created.text("/metadata/resourceVersion"), again.text("/metadata/resourceVersion"));
    }

    @Test
    void refusesAReplacementOfAnotherVersion() {
        ObjectNode first = (ObjectNode) api.post(CLUSTERS, cluster("versions")).json();
        api.patch(CLUSTERS + "/versions", "{\"metadata\":{\"labels\":{\"a\":\"b\"}}}");
        Answer stale = api.put(CLUSTERS + "/versions", first);
        assertEquals(409, stale.code());
        assertEquals("Conflict", stale.text("/reason"));

        first.withObjectProperty("metadata").remove("resourceVersion");
        assertEquals(422, api.put(CLUSTERS + "/versions", first).code());
        first.withObjectProperty("metadata").put("uid", "another").put("resourceVersion", "1");
        assertEquals(409, api.put(CLUSTERS + "/versions", first).code());
        first.withObjectProperty("metadata").put("name", "another");
        assertEquals(400, api.put(CLUSTERS + "/versions", first).code());
    }

    @Test
    void saysAllThatIsWrongAndWhere() {
        Answer wrong = api.post(
                CLUSTERS,
                "{\"metadata\":{\"name\":\"wrong\"},\"spec\":{\"kubernetesVersion\":\"v1.99.0\",\"controlPlane\":{\"hosts\":[\"a\",\"a\"]}}}");
        assertEquals(422, wrong.code());
        assertEquals("Cluster", wrong.text("/details/kind"));
        assertEquals("spec.kubernetesVersion", wrong.text("/details/causes/0/field"));
        assertEquals("FieldValueNotSupported", wrong.text("/details/causes/0/reason"));
        assertTrue(wrong.json().at("/details/causes").size() >= 3);
        assertEquals(404, api.get(CLUSTERS + "/wrong").code());
    }

    @Test
    void refusesAChangeThatNobodyCanCarryOut() {
        api.post(CLUSTERS, cluster("fixed"));
        Answer refused = api.patch(CLUSTERS + "/fixed", "{\"spec\":{\"kubernetesVersion\":\"v1.36.4\"}}");
        assertEquals(422, refused.code());
        assertEquals("FieldValueForbidden", refused.text("/details/causes/0/reason"));
        assertEquals("v1.36.3", api.get(CLUSTERS + "/fixed").text("/spec/kubernetesVersion"));
    }

    @ParameterizedTest
    @CsvSource({"Strict,400", "Warn,201", "Ignore,201", "Sometimes,422"})
    void treatsUnknownFieldsAsAsked(String validation, int code) {
        Answer answer = api.post(
                CONFIG_MAPS + "?dryRun=All&fieldValidation=" + validation,
                "{\"metadata\":{\"name\":\"unknown\"},\"extra\":1}");
        assertEquals(code, answer.code());
        boolean warned = answer.response().headers().firstValue("Warning").isPresent();
        assertEquals(validation.equals("Warn"), warned);
        assertTrue(answer.json().at("/extra").isMissingNode());
    }

    @Test
    void storesNothingInADryRun() {
        Answer created = api.post(CONFIG_MAPS + "?dryRun=All", "{\"metadata\":{\"name\":\"dry\"}}");
        assertEquals(201, created.code());
        assertFalse(created.text("/metadata/uid").isEmpty());
        assertTrue(created.json().at("/metadata/resourceVersion").isMissingNode());
        assertEquals(404, api.get(CONFIG_MAPS + "/dry").code());
        api.post(CONFIG_MAPS, "{\"metadata\":{\"name\":\"dry\"}}");
        assertEquals(
                "b",
                api.patch(CONFIG_MAPS + "/dry?dryRun=All", "{\"data\":{\"a\":\"b\"}}")
                        .text("/data/a"));
        assertEquals("", api.get(CONFIG_MAPS + "/dry").text("/data/a"));
        assertEquals(200, api.delete(CONFIG_MAPS + "/dry?dryRun=All").code());
        assertEquals(200, api.get(CONFIG_MAPS + "/dry").code());
    }

    @Test
    void completesAGeneratedName() {
        Answer created = api.post(CONFIG_MAPS, "{\"metadata\":{\"generateName\":\"made-\"}}");
        assertTrue(created.text("/metadata/name").matches("made-[a-z0-9]{5}"), created.text("/metadata/name"));
    }

    @Test
    void holdsADeletedObjectUntilItsFinalizersAreGone() {
        api.post(CLUSTERS, cluster("held"));
        Answer asked = api.delete(CLUSTERS + "/held");
        assertEquals(200, asked.code());
        assertFalse(asked.text("/metadata/deletionTimestamp").isEmpty());
        assertEquals(
                200,
                api.patch(CLUSTERS + "/held", "{\"metadata\":{\"finalizers\":null}}")
                        .code());
        assertEquals(404, api.get(CLUSTERS + "/held").code());
        Answer missing = api.delete(CLUSTERS + "/held");
        assertEquals(404, missing.code());
        assertEquals("clusters", missing.text("/details/kind"));
    }

    @Test
    void deletesOnlyTheObjectThatIsMeant() {
        Answer created = api.post(CONFIG_MAPS, "{\"metadata\":{\"name\":\"meant\"}}");
        String path = CONFIG_MAPS + "/meant";
        assertEquals(
                409,
                api.delete(path, "{\"preconditions\":{\"uid\":\"another\"}}").code());
        assertEquals(
                422, api.delete(path, "{\"propagationPolicy\":\"Sideways\"}").code());
        Answer gone = api.delete(path, "{\"preconditions\":{\"uid\":\"" + created.text("/metadata/uid") + "\"}}");
        assertEquals("Success", gone.text("/status"));
        assertEquals(created.text("/metadata/uid"), gone.text("/details/uid"));
    }

    @Test
    void neverAnswersPlainTextOfASecretAndKeepsItsType() {
        Answer secret = api.post(SECRETS, "{\"metadata\":{\"name\":\"plain\"},\"stringData\":{\"a\":\"x\"}}");
        assertEquals("eA==", secret.text("/data/a"));
        assertTrue(secret.json().at("/stringData").isMissingNode());
        assertEquals(422, api.patch(SECRETS + "/plain", "{\"type\":\"other\"}").code());
    }

    @Test
    void warnsOfAHostWithoutItsBastion() {
        Answer host = api.post(
                HOSTS,
                "{\"metadata\":{\"name\":\"remote\"},\"spec\":{\"address\":\"10.0.0.9\","
                        + "\"credentialsRef\":{\"name\":\"absent\"},\"bastionRef\":{\"name\":\"jump\"}}}");
        assertEquals(201, host.code());
        assertTrue(host.response().headers().allValues("Warning").toString().contains("jump"));
    }

    @Test
    void warnsOfAHostWithoutItsSecret() {
        Answer host = api.post(
                HOSTS,
                "{\"metadata\":{\"name\":\"lonely\"},\"spec\":{\"address\":\"10.0.0.9\",\"credentialsRef\":{\"name\":\"absent\"}}}");
        assertEquals(201, host.code());
        assertTrue(host.response().headers().firstValue("Warning").orElse("").contains("Secret"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"kind":"Secret","metadata":{"name":"x"}}               | 400
            {"metadata":{"name":"x","namespace":"other"}}           | 400
            {"metadata":{"name":"x","resourceVersion":"1"}}         | 400
            {"metadata":{"name":"X"}}                               | 422
            {"metadata":{}}                                         | 422
            {"metadata":"x"}                                        | 400
            []                                                      | 400
            {                                                       | 400
            """)
    void refusesABodyThatMakesNoSense(String body, int code) {
        Answer refused = api.post(CONFIG_MAPS, body);
        assertEquals(code, refused.code(), refused.response().body());
        assertEquals("Failure", refused.text("/status"));
    }

    @Test
    void readsYaml() {
        Answer created = api.send(api.request(CONFIG_MAPS)
                .header("Content-Type", "application/yaml")
                .POST(java.net.http.HttpRequest.BodyPublishers.ofString("metadata: {name: yaml}\ndata: {a: b}\n")));
        assertEquals("b", created.text("/data/a"));
    }

    @Test
    void letsNobodyWriteOperations() {
        String operations = "/apis/kubeforge.io/v1alpha1/namespaces/default/operations";
        assertEquals(200, api.get(operations).code());
        assertEquals(
                405, api.post(operations, "{\"metadata\":{\"name\":\"x\"}}").code());
        assertEquals(405, api.delete(operations + "/x").code());
    }

    @Test
    void deletesASelectedCollection() {
        for (String name : new String[] {"swept-1", "swept-2", "stays"}) {
            String label = name.startsWith("swept") ? "\"swept\":\"yes\"" : "";
            api.post(CONFIG_MAPS, "{\"metadata\":{\"name\":\"" + name + "\",\"labels\":{" + label + "}}}");
        }
        Answer deleted = api.delete(CONFIG_MAPS + "?labelSelector=swept%3Dyes");
        assertEquals("ConfigMapList", deleted.text("/kind"));
        assertEquals(2, deleted.json().at("/items").size());
        assertEquals(200, api.get(CONFIG_MAPS + "/stays").code());
        assertEquals(404, api.get(CONFIG_MAPS + "/swept-1").code());
    }
}
