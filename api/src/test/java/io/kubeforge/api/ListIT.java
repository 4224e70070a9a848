package io.kubeforge.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubeforge.api.ApiProcess.Answer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists in pages, at versions, and what is refused of them. */
class ListIT {
    private static final long FAR = 999_999_999;
    private static final String TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io";
    private static final String METADATA = "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io";

    private final ApiProcess api = ApiProcess.shared();

    /** The configmaps of a namespace of one test, with these names. */
    private String configMaps(String namespace, String... names) {
        api.post("/api/v1/namespaces", "{\"metadata\":{\"name\":\"" + namespace + "\"}}");
        String path = "/api/v1/namespaces/" + namespace + "/configmaps";
        for (String name : names) {
            create(path, name);
        }
        return path;
    }

    private long create(String path, String name) {
        String label = name.startsWith("odd") ? "odd" : "even";
        Answer created =
                api.post(path, "{\"metadata\":{\"name\":\"" + name + "\",\"labels\":{\"is\":\"" + label + "\"}}}");
        assertEquals(201, created.code(), created.response().body());
        return Long.parseLong(created.text("/metadata/resourceVersion"));
    }

    private static String names(Answer list) {
        List<String> names = new ArrayList<>();
        list.json()
                .path("items")
                .forEach(item -> names.add(item.at("/metadata/name").asText()));
        return String.join(" ", names);
    }

    private static String version(Answer list) {
        return list.text("/metadata/resourceVersion");
    }

    private static String next(Answer list) {
        return list.text("/metadata/continue");
    }

    private static String token(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    /** So does kube-apiserver, and its clients know by the list what its items are. */
    @Test
    void itemsOfOwnKindsSayWhatTheyAreAndThoseOfCoreKindsLeaveItToTheList() {
        String item = api.get(configMaps("typed", "a")).json().at("/items/0").toString();
        assertTrue(item.startsWith("{\"metadata\""), item);
        String crds = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
        assertTrue(api.get(crds).json().at("/items/0/kind").isMissingNode());
    }

    @Test
    void answersYamlWhereItIsAskedFor() {
        Answer list = api.send(api.request(configMaps("yaml", "a")).header("Accept", "application/yaml"));
        assertEquals(200, list.code());
        assertEquals(
                "application/yaml",
                list.response().headers().firstValue("Content-Type").orElse(""));
        assertTrue(list.response().body().startsWith("kind: \"ConfigMapList\"\napiVersion: \"v1\"\n"));
    }

    @Test
    void pagesKeepTheContentOfTheFirstWhileObjectsComeAndGo() {
        String path = configMaps("pages", "a", "b", "c", "d", "e", "f", "g");
        Answer first = api.get(path + "?limit=3");
        assertEquals("a b c", names(first));
        assertEquals("4", first.text("/metadata/remainingItemCount"));
        api.delete(path + "/d");
        api.delete(path + "/a");
        create(path, "e-and-a-half");
        api.patch(path + "/f", "{\"data\":{\"is\":\"new\"}}");

        Answer second = api.get(path + "?limit=3&continue=" + next(first));
        assertEquals("d e f", names(second));
        assertEquals("", second.text("/items/2/data/is"));
        assertEquals("1", second.text("/metadata/remainingItemCount"));
        Answer third = api.get(path + "?limit=3&continue=" + next(second));
        assertEquals("g", names(third));
        assertTrue(third.json().at("/metadata/continue").isMissingNode());
        assertTrue(third.json().at("/metadata/remainingItemCount").isMissingNode());
        assertEquals(List.of(version(first), version(first)), List.of(version(second), version(third)));
        assertEquals("d e f g", names(api.get(path + "?continue=" + next(first))));
        assertEquals("b c e e-and-a-half f g", names(api.get(path)));
    }

    @ParameterizedTest
    @ValueSource(strings = {TABLE, METADATA})
    void pagesComeInEveryForm(String form) {
        String path = configMaps("forms-" + (form.equals(TABLE) ? "table" : "metadata"), "a", "b", "c");
        Answer first =
                api.send(api.request(path + "?limit=2").header("Accept", form).GET());
        assertEquals("1", first.text("/metadata/remainingItemCount"));
        Answer second = api.send(api.request(path + "?limit=2&continue=" + next(first))
                .header("Accept", form)
                .GET());
        assertEquals(version(first), version(second));
        JsonNode rest = second.json().path(form.equals(TABLE) ? "rows" : "items");
        assertEquals(1, rest.size());
        assertTrue(rest.toString().contains("\"name\":\"c\""), rest::toString);
    }

    @Test
    void pagesGoOnThroughAllNamespaces() {
        configMaps("wide-a", "odd-1", "odd-2");
        configMaps("wide-b", "odd-1", "odd-2");
        Answer whole = api.get("/api/v1/configmaps");
        String token = "";
        List<JsonNode> items = new ArrayList<>();
        do {
            Answer page = api.get("/api/v1/configmaps?limit=1&continue=" + token
                    + (token.isEmpty() ? "&resourceVersion=" + version(whole) : ""));
            assertEquals(version(whole), version(page));
            page.json().path("items").forEach(items::add);
            token = next(page);
        } while (!token.isEmpty());
        List<JsonNode> expected = new ArrayList<>();
        whole.json().path("items").forEach(expected::add);
        assertEquals(expected, items);
    }

    @Test
    void pagesOfASelectionAreFull() {
        String path = configMaps("selection", "even-2", "even-4", "odd-1", "odd-3", "odd-5", "zero");
        Answer first = api.get(path + "?limit=2&labelSelector=is%3Dodd");
        assertEquals("odd-1 odd-3", names(first));
        assertTrue(first.json().at("/metadata/remainingItemCount").isMissingNode());
        create(path, "odd-4");
        Answer second = api.get(path + "?limit=2&labelSelector=is%3Dodd&continue=" + next(first));
        assertEquals("odd-5", names(second));
        assertEquals("", next(second));
        assertEquals(version(first), version(second));
        assertEquals("zero", names(api.get(path + "?limit=1&fieldSelector=metadata.name%3Dzero")));
    }

    @Test
    void showsTheVersionThatIsAskedFor() {
        String path = configMaps("versions", "a", "b");
        String old = version(api.get(path));
        api.delete(path + "/a");
        create(path, "c");
        assertEquals("b c", names(api.get(path + "?resourceVersion=" + old)));
        assertEquals("b c", names(api.get(path + "?resourceVersionMatch=NotOlderThan&limit=5&resourceVersion=" + old)));
        assertEquals("b c", names(api.get(path + "?resourceVersion=0&limit=1")));
        Answer exact = api.get(path + "?resourceVersionMatch=Exact&resourceVersion=" + old);
        assertEquals("a b", names(exact));
        assertEquals(old, version(exact));
        Answer page = api.get(path + "?limit=1&resourceVersion=" + old);
        assertEquals("a", names(page));
        assertEquals("b", names(api.get(path + "?limit=1&resourceVersion=0&continue=" + next(page))));
        assertEquals(200, api.get(path + "/b?resourceVersion=" + old).code());
        assertEquals(404, api.get(path + "/a?resourceVersion=" + old).code());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            resourceVersionMatch=Exact                        | 422 | resourceVersionMatch is forbidden unless resourceVersion is provided
            resourceVersionMatch=NotOlderThan                 | 422 | resourceVersionMatch is forbidden unless resourceVersion is provided
            resourceVersionMatch=Exact&resourceVersion=0      | 422 | resourceVersionMatch "exact" is forbidden for resourceVersion "0"
            resourceVersionMatch=Newest&resourceVersion=1     | 422 | Unsupported value: "Newest": supported values: "Exact", "NotOlderThan", ""
            resourceVersionMatch=Exact&resourceVersion=1&continue=x | 422 | resourceVersionMatch is forbidden when continue is provided
            sendInitialEvents=true                            | 422 | sendInitialEvents is forbidden for list
            sendInitialEvents=false                           | 422 | sendInitialEvents is forbidden for list
            resourceVersion=abc                               | 400 | resourceVersion: Invalid value: "abc"
            resourceVersion=-1                                | 400 | resourceVersion: Invalid value: "-1"
            limit=abc                                         | 400 | limit: Invalid value: "abc"
            continue=x                                        | 400 | continue key is not valid
            """)
    void refusesWhatMakesNoSense(String query, int code, String message) {
        Answer refused = api.get("/api/v1/namespaces/default/configmaps?" + query);
        assertEquals(code, refused.code(), refused.response().body());
        assertTrue(refused.text("/message").contains(message), refused.text("/message"));
        assertEquals(code == 422 ? "Invalid" : "BadRequest", refused.text("/reason"));
    }

    @Test
    void namesEveryFieldThatIsWrong() {
        Answer refused = api.get("/api/v1/configmaps?resourceVersionMatch=Newest&sendInitialEvents=true");
        assertEquals("ListOptions", refused.text("/details/kind"));
        assertEquals(3, refused.json().at("/details/causes").size());
        assertEquals("FieldValueForbidden", refused.text("/details/causes/0/reason"));
        assertEquals("FieldValueNotSupported", refused.text("/details/causes/1/reason"));
        assertEquals("sendInitialEvents", refused.text("/details/causes/2/field"));
        assertEquals(
                400, api.get("/api/v1/namespaces/default?resourceVersion=abc").code());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"v":"meta.k8s.io/v2","rv":5,"start":"a\\u0000"}      | does not recognize this encoded version
            {"v":"meta.k8s.io/v1","rv":0,"start":"a\\u0000"}      | incorrect encoded start resourceVersion
            {"v":"meta.k8s.io/v1","rv":-2,"start":"a\\u0000"}     | incorrect encoded start resourceVersion
            {"v":"meta.k8s.io/v1","rv":5}                         | encoded start key empty
            {"v":"meta.k8s.io/v1","rv":5,"start":"a"}             | its start is not the name of an object
            {"v":"meta.k8s.io/v1","rv":5,"start":"\\u0000a\\u0000"} | its start is not the name of an object
            {"v":"meta.k8s.io/v1","rv":5,"start":"../a/b\\u0000"} | its start is not the name of an object
            {"v":"meta.k8s.io/v1","rv":5,"start":"other/a\\u0000"} | it belongs to another collection
            []                                                    | it is not JSON
            """)
    void refusesTokensThatItDidNotGive(String json, String message) {
        Answer refused = api.get("/api/v1/namespaces/default/configmaps?continue=" + token(json));
        assertEquals(400, refused.code(), refused.response().body());
        assertTrue(refused.text("/message").startsWith("invalid continue token: continue key is not valid"));
        assertTrue(refused.text("/message").contains(message), refused.text("/message"));
    }

    @Test
    void refusesATokenTogetherWithAVersion() {
        String path = configMaps("both", "a", "b");
        Answer page = api.get(path + "?limit=1");
        Answer refused = api.get(path + "?resourceVersion=" + version(page) + "&continue=" + next(page));
        assertEquals(400, refused.code());
        assertEquals("specifying resource version is not allowed when using continue", refused.text("/message"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/configmaps?resourceVersion=" + FAR,
                "/api/v1/configmaps?resourceVersionMatch=Exact&resourceVersion=" + FAR,
                "/api/v1/namespaces/default?resourceVersion=" + FAR
            })
    void waitsALittleForAVersionThatDoesNotCome(String path) {
        long start = System.nanoTime();
        Answer late = api.get(path);
        assertTrue(System.nanoTime() - start >= TimeUnit.SECONDS.toNanos(3), "did not wait");
        assertEquals(504, late.code());
        assertEquals("Timeout", late.text("/reason"));
        assertTrue(late.text("/message").startsWith("Timeout: Too large resource version: " + FAR + ", current: "));
        assertEquals("ResourceVersionTooLarge", late.text("/details/causes/0/reason"));
        assertEquals("1", late.text("/details/retryAfterSeconds"));
        assertEquals("1", late.response().headers().firstValue("Retry-After").orElse(""));
    }

    @Test
    void showsAVersionAsSoonAsItComes() {
        String path = configMaps("soon");
        long version = create(path, "a") + 1;
        CompletableFuture<Answer> list =
                CompletableFuture.supplyAsync(() -> api.get(path + "?resourceVersion=" + version));
        create(path, "b");
        assertEquals("a b", names(list.join()));
    }

    @Test
    void goesOnWithWhatThereIsWhenAVersionIsForgotten() throws Exception {
        ApiProcess own = ApiProcess.with(java.util.Map.of());
        String path = "/api/v1/namespaces/default/configmaps";
        for (String name : List.of("a", "b", "c")) {
            own.post(path, "{\"metadata\":{\"name\":\"" + name + "\"}}");
        }
        Answer first = own.get(path + "?limit=1");
        own.delete(path + "/b");
        own.forgetLog();

        Answer expired = own.get(path + "?limit=1&continue=" + next(first));
        assertEquals(410, expired.code());
        assertEquals("Expired", expired.text("/reason"));
        assertTrue(expired.text("/message").startsWith("The provided continue parameter is too old"));
        Answer rest = own.get(path + "?limit=1&continue=" + next(expired));
        assertEquals("c", names(rest));
        assertFalse(version(rest).equals(version(first)));

        Answer exact = own.get(path + "?resourceVersionMatch=Exact&resourceVersion=" + version(first));
        assertEquals(410, exact.code());
        assertEquals("The resourceVersion for the provided list is too old.", exact.text("/message"));
        assertTrue(exact.json().at("/metadata/continue").isMissingNode());
        assertEquals("a c", names(own.get(path + "?resourceVersion=" + version(first))));
        assertEquals("a c", names(own.get(path + "?resourceVersionMatch=Exact&resourceVersion=" + version(rest))));
    }
}
