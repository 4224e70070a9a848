package io.kubeforge.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.api.ApiProcess.Answer;
import java.net.http.HttpRequest;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Creates, replacements and patches as the real API server answers them. */
class WritingIT {
    private static final String CLUSTERS = "/apis/kubeforge.io/v1alpha1/namespaces/default/clusters";
    private static final String CONFIG_MAPS = "/api/v1/namespaces/default/configmaps";
    private static final String SECRETS = "/api/v1/namespaces/default/secrets";

    private final ApiProcess api = ApiProcess.shared();

    private static String cluster(String name) {
        return "{\"metadata\":{\"name\":\"" + name + "\"},\"spec\":{\"kubernetesVersion\":\"v1.36.3\","
                + "\"controlPlane\":{\"hosts\":[\"cp-of-" + name + "\"]}}}";
    }

    private static String configMap(String name) {
        return "{\"metadata\":{\"name\":\"" + name + "\"},\"data\":{\"a\":\"b\"}}";
    }

    private static String version(Answer answer) {
        return answer.text("/metadata/resourceVersion");
    }

    @Test
    void replacesOwnKindsOnlyWithTheVersionThatTheClientSaw() {
        ObjectNode cluster =
                (ObjectNode) api.post(CLUSTERS, cluster("replaced")).json();
        String seen = cluster.at("/metadata/resourceVersion").asText();
        cluster.withObjectProperty("metadata").remove("resourceVersion");
        Answer refused = api.put(CLUSTERS + "/replaced", cluster);
        assertEquals(422, refused.code());
        assertEquals("metadata.resourceVersion", refused.text("/details/causes/0/field"));
        assertTrue(refused.text("/message").contains("must be specified for an update"), refused.text("/message"));
        cluster.withObjectProperty("metadata").put("resourceVersion", seen);
        assertEquals(200, api.put(CLUSTERS + "/replaced", cluster).code());
        assertEquals(
                404, api.put(CLUSTERS + "/absent", renamed(cluster, "absent")).code());
    }

    @ParameterizedTest
    @ValueSource(strings = {CONFIG_MAPS, SECRETS})
    void replacesCoreKindsWhoeverWroteLast(String collection) {
        ObjectNode object = (ObjectNode)
                api.post(collection, "{\"metadata\":{\"name\":\"last\"}}").json();
        object.withObjectProperty("metadata").remove("resourceVersion");
        object.putObject("data").put("a", "YQ==");
        Answer replaced = api.put(collection + "/last", object);
        assertEquals(200, replaced.code());
        assertEquals("YQ==", replaced.text("/data/a"));
        assertEquals(
                404, api.put(collection + "/nobody", renamed(object, "nobody")).code());
        assertEquals(404, api.get(collection + "/nobody").code());
    }

    private static ObjectNode renamed(ObjectNode object, String name) {
        ObjectNode copy = object.deepCopy();
        copy.withObjectProperty("metadata").put("name", name);
        return copy;
    }

    @Test
    void changesOnlyTheObjectThatIsMeant() {
        ObjectNode object =
                (ObjectNode) api.post(CONFIG_MAPS, configMap("itself")).json();
        object.withObjectProperty("metadata").put("uid", "another");
        Answer replaced = api.put(CONFIG_MAPS + "/itself", object);
        assertEquals(409, replaced.code());
        assertTrue(replaced.text("/message").contains("UID in precondition: another"), replaced.text("/message"));
        Answer patched = api.patch(CONFIG_MAPS + "/itself", "{\"metadata\":{\"uid\":\"another\"}}");
        assertEquals(422, patched.code());
        assertEquals("metadata.uid", patched.text("/details/causes/0/field"));
        assertTrue(patched.text("/message").contains("field is immutable"), patched.text("/message"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"metadata":{"name":"another"}}      | the name of the object (another) does not match the name on the URL (named)
            {"metadata":{"namespace":"another"}} | the namespace of the provided object does not match
            {"apiVersion":"v2"}                  | the API version in the data (v2) does not match
            """)
    void refusesAnObjectOfAnotherPath(String part, String message) throws Exception {
        api.post(CONFIG_MAPS, configMap("named"));
        Answer patched = api.patch(CONFIG_MAPS + "/named", part);
        assertEquals(400, patched.code());
        assertTrue(patched.text("/message").startsWith(message), patched.text("/message"));
        ObjectNode whole = (ObjectNode) api.get(CONFIG_MAPS + "/named").json();
        ObjectNode change = (ObjectNode) new ObjectMapper().readTree(part);
        if (change.get("metadata") instanceof ObjectNode metadata) {
            whole.withObjectProperty("metadata").setAll(metadata);
            change.remove("metadata");
        }
        whole.setAll(change);
        assertEquals(400, api.put(CONFIG_MAPS + "/named", whole).code());
    }

    @Test
    void needsTheKindOfAnObjectOfOurOwn() {
        String body = cluster("unkind");
        for (String part : new String[] {"\"kind\":\"\",", "\"apiVersion\":\"\","}) {
            Answer refused = api.post(CLUSTERS, body.replaceFirst("\\{", "{" + part));
            assertEquals(400, refused.code());
            assertTrue(refused.text("/message").startsWith("the object does not say its "), refused.text("/message"));
        }
        assertEquals(404, api.get(CLUSTERS + "/unkind").code());
    }

    @Test
    void refusesToReadWhatIsOfAWrongType() {
        for (String part :
                new String[] {"\"data\":{\"a\":1}", "\"binaryData\":{\"a\":\"%\"}", "\"immutable\":\"yes\""}) {
            Answer refused = api.post(CONFIG_MAPS, "{\"metadata\":{\"name\":\"typed\"}," + part + "}");
            assertEquals(400, refused.code());
            assertTrue(refused.text("/message")
                    .startsWith("ConfigMap in version \"v1\" cannot be handled as a ConfigMap"));
        }
        assertEquals(404, api.get(CONFIG_MAPS + "/typed").code());
    }

    @Test
    void warnsOfADoubledFieldAndTakesTheLast() {
        String body = "{\"metadata\":{\"name\":\"doubled\"},\"data\":{\"a\":\"b\",\"a\":\"c\"}}";
        Answer made = api.post(CONFIG_MAPS + "?dryRun=All", body);
        assertEquals(201, made.code());
        assertEquals("c", made.text("/data/a"));
        assertEquals(
                "299 - \"duplicate field \\\"data.a\\\"\"",
                made.response().headers().firstValue("Warning").orElse(""));
        Answer refused = api.post(CONFIG_MAPS + "?fieldValidation=Strict", body);
        assertEquals(400, refused.code());
        assertTrue(refused.text("/message").endsWith("strict decoding error: duplicate field \"data.a\""));
    }

    @Test
    void needsTheNameInAReplacement() throws Exception {
        api.post(CONFIG_MAPS, configMap("nameless"));
        Answer refused = api.put(
                CONFIG_MAPS + "/nameless", new ObjectMapper().readTree("{\"metadata\":{},\"data\":{\"a\":\"z\"}}"));
        assertEquals(400, refused.code());
        assertEquals("b", api.get(CONFIG_MAPS + "/nameless").text("/data/a"));
    }

    @Test
    void refusesAnotherKindAsEachSortOfKindsDoes() {
        api.post(CONFIG_MAPS, configMap("unkinded"));
        Answer patched = api.patch(CONFIG_MAPS + "/unkinded", "{\"kind\":\"Secret\"}");
        assertEquals(422, patched.code());
        assertEquals("kind", patched.text("/details/causes/0/field"));
        String body = cluster("kind").replaceFirst("\\{", "{\"kind\":\"Host\",");
        Answer own = api.post(CLUSTERS, body);
        assertEquals(422, own.code());
        assertEquals("kind", own.text("/details/causes/0/field"));
        assertEquals(
                400,
                api.post(CONFIG_MAPS, "{\"kind\":\"Secret\",\"metadata\":{\"name\":\"kind\"}}")
                        .code());
    }

    @Test
    void createsNothingThatHasAVersionAlready() {
        Answer refused = api.post(CONFIG_MAPS, "{\"metadata\":{\"name\":\"versioned\",\"resourceVersion\":\"1\"}}");
        assertEquals(400, refused.code());
        assertTrue(refused.text("/message").contains("metadata.resourceVersion must not be set"));
        assertEquals(404, api.get(CONFIG_MAPS + "/versioned").code());
    }

    @Test
    void readsNullAsTheDefault() {
        String body = cluster("defaulted").replace("\"spec\":{", "\"spec\":{\"provisioner\":null,\"paused\":null,");
        Answer created = api.post(CLUSTERS, body);
        assertEquals(
                "kubeadm", created.text("/spec/provisioner"), created.response().body());
        Answer patched = api.patch(CLUSTERS + "/defaulted", "{\"spec\":{\"provisioner\":null}}");
        assertEquals("kubeadm", patched.text("/spec/provisioner"));
        assertEquals(version(created), version(patched));
        Answer labelled = api.post(CONFIG_MAPS, "{\"metadata\":{\"name\":\"null-label\",\"labels\":{\"a\":null}}}");
        assertEquals("\"\"", labelled.json().at("/metadata/labels/a").toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            application/merge-patch+json            | {"data":{"a":"b"}}
            application/merge-patch+yaml            | data: {a: b}
            application/strategic-merge-patch+json  | {"data":{"a":"b"}}
            application/json-patch+json             | [{"op":"replace","path":"/data/a","value":"b"}]
            """)
    void writesNothingWhenAPatchChangesNothing(String type, String patch) {
        api.post(CONFIG_MAPS, configMap("unchanged"));
        String before = version(api.get(CONFIG_MAPS + "/unchanged"));
        Answer same = api.patch(CONFIG_MAPS + "/unchanged", type, patch);
        assertEquals(200, same.code(), same.response().body());
        assertEquals(before, version(same));
        assertEquals(before, version(api.put(CONFIG_MAPS + "/unchanged", same.json())));
    }

    @Test
    void countsSpecsAndKeepsAGenerationThatNobodyCounts() {
        api.post(CLUSTERS, cluster("counted").replace("\"name\"", "\"generation\":7,\"name\""));
        assertEquals("1", api.get(CLUSTERS + "/counted").text("/metadata/generation"));
        Answer labelled = api.patch(CLUSTERS + "/counted", "{\"metadata\":{\"labels\":{\"a\":\"b\"}}}");
        assertEquals("1", labelled.text("/metadata/generation"));
        Answer spec = api.patch(CLUSTERS + "/counted", "{\"spec\":{\"paused\":true}}");
        assertEquals("2", spec.text("/metadata/generation"));
        assertEquals("3", api.delete(CLUSTERS + "/counted").text("/metadata/generation"));
        String own = "{\"metadata\":{\"name\":\"own-generation\",\"generation\":7}}";
        assertEquals("7", api.post(CONFIG_MAPS, own).text("/metadata/generation"));
        assertEquals(
                "8",
                api.patch(CONFIG_MAPS + "/own-generation", "{\"metadata\":{\"generation\":8}}")
                        .text("/metadata/generation"));
    }

    @Test
    void writesOnlyTheStatusThroughTheStatus() {
        ObjectNode cluster = (ObjectNode) api.post(CLUSTERS, cluster("halves")).json();
        cluster.withObjectProperty("metadata").putObject("labels").put("a", "b");
        cluster.withObjectProperty("metadata").putArray("finalizers").add("example.org/x");
        cluster.withObjectProperty("spec").put("paused", true);
        cluster.withObjectProperty("status").put("phase", "Mine");
        Answer status = api.put(CLUSTERS + "/halves/status", cluster);
        assertEquals(200, status.code(), status.response().body());
        assertEquals("Mine", status.text("/status/phase"));
        assertTrue(status.json().at("/metadata/labels").isMissingNode());
        assertFalse(status.json().at("/metadata/finalizers").toString().contains("example.org"));
        assertEquals("1", status.text("/metadata/generation"));
        Answer patched = api.patch(
                CLUSTERS + "/halves/status",
                "application/json-patch+json",
                "[{\"op\":\"add\",\"path\":\"/spec/paused\",\"value\":true},"
                        + "{\"op\":\"replace\",\"path\":\"/status/phase\",\"value\":\"Yours\"}]");
        assertEquals("Yours", patched.text("/status/phase"));
        cluster.withObjectProperty("metadata")
                .set("resourceVersion", patched.json().at("/metadata/resourceVersion"));
        cluster.withObjectProperty("status").putNull("conditions");
        assertEquals(200, api.put(CLUSTERS + "/halves/status", cluster).code());
        assertFalse(patched.json().at("/spec/paused").asBoolean());
    }

    @Test
    void showsInADryRunWhatWouldBeStored() {
        Answer born = api.post(CLUSTERS + "?dryRun=All", cluster("dreamt"));
        assertEquals(201, born.code());
        assertFalse(born.text("/metadata/uid").isEmpty());
        assertFalse(born.text("/metadata/creationTimestamp").isEmpty());
        assertEquals("1", born.text("/metadata/generation"));
        assertTrue(born.json().at("/metadata/resourceVersion").isMissingNode());
        assertTrue(born.response().headers().firstValue("Location").isEmpty());
        assertEquals(404, api.get(CLUSTERS + "/dreamt").code());

        Answer real = api.post(CLUSTERS, cluster("dreamt"));
        Answer changed = api.patch(CLUSTERS + "/dreamt?dryRun=All", "{\"spec\":{\"paused\":true}}");
        assertEquals(version(real), version(changed));
        assertEquals("2", changed.text("/metadata/generation"));
        assertTrue(changed.response().headers().firstValue("ETag").isEmpty());
        assertEquals("1", api.get(CLUSTERS + "/dreamt").text("/metadata/generation"));
    }

    @ParameterizedTest
    @CsvSource({"POST,400", "PUT,400", "PATCH,422"})
    void refusesUnknownFieldsWhereTheClientIsStrict(String method, int code) {
        String name = "strict-" + method.toLowerCase(Locale.ROOT);
        if (!method.equals("POST")) {
            api.post(CONFIG_MAPS, configMap(name));
        }
        String body = "{\"metadata\":{\"name\":\"" + name + "\"},\"colour\":\"red\"}";
        String path = CONFIG_MAPS + (method.equals("POST") ? "" : "/" + name);
        String type = method.equals("PATCH") ? "application/merge-patch+json" : "application/json";
        Answer refused = api.send(api.request(path + "?fieldValidation=Strict")
                .header("Content-Type", type)
                .method(method, HttpRequest.BodyPublishers.ofString(body)));
        assertEquals(code, refused.code(), refused.response().body());
        assertTrue(refused.text("/message").contains("strict decoding error: unknown field \"colour\""));
        Answer warned = api.send(api.request(path)
                .header("Content-Type", type)
                .method(method, HttpRequest.BodyPublishers.ofString(body)));
        assertEquals(method.equals("POST") ? 201 : 200, warned.code());
        assertTrue(warned.response().headers().firstValue("Warning").orElse("").contains("unknown field"));
    }

    @ParameterizedTest
    @CsvSource({
        "POST,fieldValidation=Sometimes,CreateOptions,fieldValidation",
        "PUT,fieldValidation=Sometimes,UpdateOptions,fieldValidation",
        "PATCH,fieldValidation=Sometimes,PatchOptions,fieldValidation",
        "POST,dryRun=Maybe,CreateOptions,dryRun",
        "PATCH,dryRun=Maybe,PatchOptions,dryRun",
        "PATCH,force=true,PatchOptions,force",
        "DELETE,dryRun=Maybe,DeleteOptions,dryRun",
        "DELETE,propagationPolicy=Sideways,DeleteOptions,propagationPolicy"
    })
    void refusesOptionsThatItDoesNotKnow(String method, String option, String kind, String field) {
        api.post(CONFIG_MAPS, configMap("options"));
        String path = CONFIG_MAPS + (method.equals("POST") ? "" : "/options");
        Answer refused = api.send(api.request(path + "?" + option)
                .header("Content-Type", method.equals("PATCH") ? "application/merge-patch+json" : "application/json")
                .method(
                        method,
                        HttpRequest.BodyPublishers.ofString(method.equals("DELETE") ? "" : configMap("options"))));
        assertEquals(422, refused.code(), refused.response().body());
        assertEquals(kind, refused.text("/details/kind"));
        assertEquals(field, refused.text("/details/causes/0/field"));
        assertEquals(200, api.get(CONFIG_MAPS + "/options").code());
    }

    @Test
    void refusesServerSideApplyWithARemedy() {
        Answer refused = api.patch(
                CONFIG_MAPS + "/applied?fieldManager=x&force=true",
                "application/apply-patch+yaml",
                "metadata: {name: applied}\n");
        assertEquals(415, refused.code());
        assertTrue(refused.text("/message").contains("without --server-side"), refused.text("/message"));
        assertTrue(refused.text("/message").contains("application/merge-patch+json"));
        assertEquals(404, api.get(CONFIG_MAPS + "/applied").code());
    }

    @Test
    void keepsManagedFieldsFree() {
        String managed = "\"managedFields\":[{\"manager\":\"me\",\"operation\":\"Update\"}]";
        Answer made = api.post(CONFIG_MAPS, "{\"metadata\":{\"name\":\"managed\"," + managed + "}}");
        assertEquals(201, made.code());
        assertTrue(made.json().at("/metadata/managedFields").isMissingNode());
        Answer patched = api.patch(CONFIG_MAPS + "/managed", "{\"metadata\":{" + managed + "}}");
        assertEquals(version(made), version(patched));
        Answer removed = api.patch(
                CONFIG_MAPS + "/managed",
                "application/json-patch+json",
                "[{\"op\":\"replace\",\"path\":\"/metadata/managedFields\",\"value\":[{}]}]");
        assertEquals(200, removed.code(), removed.response().body());
        assertTrue(removed.json().at("/metadata/managedFields").isMissingNode());
    }

    @Test
    void warnsOfAFinalizerWithoutADomainOrRefusesIt() {
        Answer own = api.post(CLUSTERS, cluster("hold").replace("\"name\"", "\"finalizers\":[\"mine\"],\"name\""));
        assertEquals(201, own.code());
        assertTrue(own.response().headers().allValues("Warning").toString().contains("domain-qualified"));
        Answer core = api.post(CONFIG_MAPS, "{\"metadata\":{\"name\":\"hold\",\"finalizers\":[\"mine\"]}}");
        assertEquals(422, core.code());
        assertEquals("metadata.finalizers[0]", core.text("/details/causes/0/field"));
    }

    @Test
    void doesNothingThatCouldNotBeAnswered() {
        Answer refused = api.send(api.request(CONFIG_MAPS)
                .header("Accept", "text/html")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(configMap("unanswered"))));
        assertEquals(406, refused.code());
        assertEquals(404, api.get(CONFIG_MAPS + "/unanswered").code());
    }

    @Test
    void writesToACollectionOfAllNamespacesOnlyThroughItsNamespaces() {
        assertEquals(
                404,
                api.post("/apis/kubeforge.io/v1alpha1/clusters", cluster("nowhere"))
                        .code());
        assertEquals(405, api.post("/api/v1/configmaps", configMap("nowhere")).code());
        assertEquals(404, api.delete("/apis/kubeforge.io/v1alpha1/clusters").code());
        assertEquals(405, api.delete("/api/v1/configmaps").code());
        assertEquals(405, api.delete("/api/v1/namespaces").code());
    }
}
