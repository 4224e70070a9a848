package io.kubeforge.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kubeforge.api.ApiProcess.Answer;
import java.util.Collections;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** JSON patches (RFC 6902), with what the real API server does otherwise. */
class JsonPatchIT {
    private static final String CONFIG_MAPS = "/api/v1/namespaces/default/configmaps";
    private static final String PATH = CONFIG_MAPS + "/json-patched";
    private static final String TYPE = "application/json-patch+json";

    private final ApiProcess api = ApiProcess.shared();

    @BeforeEach
    void makeAnew() {
        api.delete(PATH);
        String body = "{\"metadata\":{\"name\":\"json-patched\"},\"data\":{\"a\":\"1\",\"b\":\"2\"}}";
        assertEquals(201, api.post(CONFIG_MAPS, body).code());
    }

    private Answer patch(String operations) {
        return api.patch(PATH, TYPE, operations.replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            [{'op':'add','path':'/data/c','value':'3'}]                                          | {'a':'1','b':'2','c':'3'}
            [{'op':'replace','path':'/data/a','value':'3'}]                                      | {'a':'3','b':'2'}
            [{'op':'replace','path':'/data/c','value':'3'}]                                      | {'a':'1','b':'2','c':'3'}
            [{'op':'remove','path':'/data/a'}]                                                   | {'b':'2'}
            [{'op':'move','from':'/data/a','path':'/data/c'}]                                    | {'b':'2','c':'1'}
            [{'op':'copy','from':'/data/a','path':'/data/c'}]                                    | {'a':'1','b':'2','c':'1'}
            [{'op':'test','path':'/data/a','value':'1'},{'op':'remove','path':'/data/b'}]        | {'a':'1'}
            [{'op':'add','path':'/data','value':{}},{'op':'add','path':'/data/x','value':'y'}]   | {'x':'y'}
            [{'op':'copy','from':'/data/a','path':'/data/c'},{'op':'remove','path':'/data/a'},{'op':'copy','from':'/data/c','path':'/data/d'}] | {'b':'2','c':'1','d':'1'}
            """)
    void appliesEachOperation(String operations, String data) {
        Answer patched = patch(operations);
        assertEquals(200, patched.code(), patched.response().body());
        assertEquals(data.replace('\'', '"'), patched.json().at("/data").toString());
        assertEquals(patched.json(), api.get(PATH).json());
    }

    @Test
    void escapesKeysAndAppendsToLists() {
        Answer patched = patch("[{'op':'add','path':'/metadata/annotations','value':{}},"
                + "{'op':'add','path':'/metadata/annotations/example.org~1x','value':'y'},"
                + "{'op':'add','path':'/metadata/finalizers','value':['example.org/a']},"
                + "{'op':'add','path':'/metadata/finalizers/-','value':'example.org/b'},"
                + "{'op':'add','path':'/metadata/finalizers/0','value':'example.org/c'}]");
        assertEquals("y", patched.text("/metadata/annotations/example.org~1x"));
        assertEquals(
                "[\"example.org/c\",\"example.org/a\",\"example.org/b\"]",
                patched.json().at("/metadata/finalizers").toString());
        assertEquals(
                200, patch("[{'op':'remove','path':'/metadata/finalizers'}]").code());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            [{'op':'remove','path':'/data/c'}]                        | 422
            [{'op':'test','path':'/data/a','value':'other'}]          | 422
            [{'op':'test','path':'/data/c','value':'1'}]              | 422
            [{'op':'add','path':'/absent/c','value':'1'}]             | 422
            [{'op':'move','from':'/data/c','path':'/data/d'}]         | 422
            [{'op':'copy','from':'/data/c','path':'/data/d'}]         | 422
            [{'op':'add','path':'data/c','value':'1'}]                | 422
            [{'op':'add','path':'/data/~','value':'1'}]               | 422
            [{'op':'add','path':'/data/~2','value':'1'}]              | 422
            [{'op':'add','path':'/data/c'}]                           | 422
            [{'op':'add','value':'1'}]                                | 422
            [{'op':'frobnicate','path':'/data/a'}]                    | 422
            [{'op':1,'path':'/data/a'}]                               | 422
            [{}]                                                      | 422
            [{'op':'replace','path':'','value':[]}]                   | 422
            [{'op':'remove','path':''}]                               | 422
            [{'op':'add','path':'/metadata/finalizers','value':[]},{'op':'replace','path':'/metadata/finalizers/5','value':'example.org/x'}] | 422
            [{'op':'add','path':'/metadata/finalizers','value':[]},{'op':'add','path':'/metadata/finalizers/99999999999','value':'example.org/x'}] | 422
            [{'op':'add','path':'/metadata/finalizers','value':[]},{'op':'add','path':'/metadata/finalizers/x','value':'example.org/x'}] | 422
            [1]                                                       | 400
            {}                                                        | 400
            {'op':'remove','path':'/data/a'}                          | 400
            null                                                      | 400
            [                                                         | 400
            """)
    void changesNothingWhenAnOperationDoesNotApply(String operations, int code) {
        Answer before = api.get(PATH);
        String first = "[{'op':'replace','path':'/data/a','value':'changed'},";
        Answer refused = patch(operations.startsWith("[{") ? first + operations.substring(1) : operations);
        assertEquals(code, refused.code(), refused.response().body());
        assertTrue(refused.json().at("/details/causes").isMissingNode());
        assertEquals(before.json(), api.get(PATH).json());
    }

    @Test
    void saysWhichOperationFailedButNoValue() {
        Answer refused = patch("[{'op':'test','path':'/data/a','value':'secret'}]");
        assertEquals("Invalid", refused.text("/reason"));
        String message = refused.text("/message");
        assertTrue(message.startsWith("the server rejected our request due to an error in our request"), message);
        assertTrue(message.contains("test") && message.contains("/data/a"), message);
        assertFalse(message.contains("secret") || message.contains("1"), message);
    }

    @Test
    void holdsTheVersionInAPatchForAPrecondition() {
        String version = api.get(PATH).text("/metadata/resourceVersion");
        String pinned = "[{'op':'%s','path':'/metadata/resourceVersion','value':'" + version
                + "'},{'op':'replace','path':'/data/a','value':'%s'}]";
        assertEquals(200, patch(pinned.formatted("replace", "first")).code());
        Answer late = patch(pinned.formatted("add", "second"));
        assertEquals(409, late.code());
        assertEquals("Conflict", late.text("/reason"));
        assertEquals(422, patch(pinned.formatted("test", "third")).code());
        assertEquals("first", api.get(PATH).text("/data/a"));
    }

    @Test
    void checksWhatComesOfAPatch() {
        assertEquals(
                400,
                patch("[{'op':'replace','path':'/metadata/name','value':'other'}]")
                        .code());
        assertEquals(
                422,
                patch("[{'op':'add','path':'/metadata/uid','value':'other'}]").code());
        assertEquals(422, patch("[{'op':'add','path':'/data/a','value':5}]").code());
        Answer strict = api.patch(
                PATH + "?fieldValidation=Strict", TYPE, "[{\"op\":\"add\",\"path\":\"/colour\",\"value\":\"red\"}]");
        assertEquals(422, strict.code());
        assertTrue(strict.text("/message").contains("unknown field \"colour\""));
    }

    @Test
    void boundsTheNumberOfOperations() {
        String test = "{\"op\":\"test\",\"path\":\"/data/a\",\"value\":\"1\"}";
        Answer most = api.patch(PATH, TYPE, "[" + String.join(",", Collections.nCopies(10_000, test)) + "]");
        assertEquals(200, most.code());
        Answer more = api.patch(PATH, TYPE, "[" + String.join(",", Collections.nCopies(10_001, test)) + "]");
        assertEquals(413, more.code());
        assertTrue(more.text("/message").contains("10000, got 10001"), more.text("/message"));
    }

    @Test
    void boundsWhatCopiesMakeOfAnObject() {
        String doubling = "{\"op\":\"copy\",\"from\":\"/data\",\"path\":\"/data/x\"}";
        Answer huge = api.patch(PATH, TYPE, "[" + String.join(",", Collections.nCopies(9_000, doubling)) + "]");
        assertTrue(huge.code() == 413 || huge.code() == 422, huge.response().body());
        String wider = "{\"op\":\"add\",\"path\":\"/data/l\",\"value\":[\"" + "x".repeat(1000) + "\"]},"
                + String.join(
                        ",", Collections.nCopies(60, "{\"op\":\"copy\",\"from\":\"/data/l\",\"path\":\"/data/l/-\"}"));
        assertTrue(api.patch(PATH, TYPE, "[" + wider + "]").code() >= 400);
        assertEquals(200, api.get(PATH).code());
    }

    @Test
    void boundsHowDeepAnObjectGets() {
        StringBuilder operations = new StringBuilder("[{\"op\":\"add\",\"path\":\"/deep\",\"value\":{}}");
        StringBuilder path = new StringBuilder("/deep");
        for (int i = 0; i < 900; i++) {
            path.append("/x");
            operations.append(",{\"op\":\"add\",\"path\":\"").append(path).append("\",\"value\":{}}");
        }
        Answer refused = api.patch(PATH, TYPE, operations.append("]").toString());
        assertEquals(422, refused.code());
        assertTrue(refused.text("/message").contains("deeper than"), refused.text("/message"));
    }

    @Test
    void readsYaml() {
        Answer patched = api.patch(PATH, "application/json-patch+yaml", "- {op: add, path: /data/c, value: \"3\"}\n");
        assertEquals("3", patched.text("/data/c"));
    }
}
