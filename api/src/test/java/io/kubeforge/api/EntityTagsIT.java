package io.kubeforge.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kubeforge.api.ApiProcess.Answer;
import java.net.http.HttpRequest;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** REST without a client library: where a new object is, and versions as HTTP's tags. */
class EntityTagsIT {
    private static final String CONFIG_MAPS = "/api/v1/namespaces/default/configmaps";

    private final ApiProcess api = ApiProcess.shared();

    private static String header(Answer answer, String name) {
        return answer.response().headers().firstValue(name).orElse("");
    }

    private static String tag(Answer answer) {
        return "\"" + answer.text("/metadata/resourceVersion") + "\"";
    }

    private Answer make(String name) {
        return api.post(CONFIG_MAPS, "{\"metadata\":{\"name\":\"" + name + "\"}}");
    }

    private Answer send(String method, String path, String condition, String tag, String body) {
        return api.send(api.request(path)
                .header(condition, tag)
                .header("Content-Type", method.equals("PATCH") ? "application/merge-patch+json" : "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body)));
    }

    @Test
    void saysWhereANewObjectIs() {
        Answer named = make("located");
        assertEquals(CONFIG_MAPS + "/located", header(named, "Location"));
        Answer generated = api.post(CONFIG_MAPS, "{\"metadata\":{\"generateName\":\"located-\"}}");
        Answer found = api.get(header(generated, "Location"));
        assertEquals(generated.text("/metadata/uid"), found.text("/metadata/uid"));
    }

    @Test
    void tagsEachObjectWithItsVersion() {
        Answer made = make("tagged");
        assertEquals(tag(made), header(made, "ETag"));
        assertEquals(tag(made), header(api.get(CONFIG_MAPS + "/tagged"), "ETag"));
        Answer patched = api.patch(CONFIG_MAPS + "/tagged", "{\"data\":{\"a\":\"b\"}}");
        assertEquals(tag(patched), header(patched, "ETag"));
        assertEquals(tag(patched), header(api.put(CONFIG_MAPS + "/tagged", patched.json()), "ETag"));
        assertEquals("", header(api.get(CONFIG_MAPS), "ETag"));
        Answer table = api.send(api.request(CONFIG_MAPS + "/tagged")
                .header("Accept", "application/json;as=Table;v=v1;g=meta.k8s.io")
                .header("If-None-Match", tag(patched)));
        assertEquals(200, table.code());
        assertEquals("", header(table, "ETag"));
    }

    @Test
    void answersAnObjectOnlyWhenItIsNotKnownYet() {
        String tag = header(make("known"), "ETag");
        for (String known : new String[] {tag, "\"1\", " + tag, "W/" + tag, "*"}) {
            Answer same = api.send(api.request(CONFIG_MAPS + "/known").header("If-None-Match", known));
            assertEquals(304, same.code(), known);
            assertEquals(tag, header(same, "ETag"));
            assertEquals("", same.response().body());
        }
        api.patch(CONFIG_MAPS + "/known", "{\"data\":{\"a\":\"b\"}}");
        Answer newer = api.send(api.request(CONFIG_MAPS + "/known").header("If-None-Match", tag));
        assertEquals(200, newer.code());
        assertEquals("b", newer.text("/data/a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "PATCH", "DELETE"})
    void changesOnlyTheVersionThatIfMatchNames(String method) {
        String name = "matched-" + method.toLowerCase(Locale.ROOT);
        String path = CONFIG_MAPS + "/" + name;
        String stale = header(make(name), "ETag");
        String current = header(api.patch(path, "{\"data\":{\"a\":\"b\"}}"), "ETag");
        String body =
                method.equals("DELETE") ? "" : "{\"metadata\":{\"name\":\"" + name + "\"},\"data\":{\"a\":\"c\"}}";
        Answer refused = send(method, path, "If-Match", stale, body);
        assertEquals(412, refused.code(), refused.response().body());
        assertEquals("PreconditionFailed", refused.text("/reason"));
        assertTrue(refused.text("/message").contains("get it again"), refused.text("/message"));
        assertEquals("b", api.get(path).text("/data/a"));
        assertEquals(200, send(method, path, "If-Match", current, body).code());
        if (!method.equals("DELETE")) {
            assertEquals("c", api.get(path).text("/data/a"));
            assertEquals(412, send(method, path, "If-Match", current, body).code());
            assertEquals(200, send(method, path, "If-Match", "*", body).code());
        }
        api.delete(path);
        assertEquals(404, send(method, path, "If-Match", "*", body).code());
    }

    @Test
    void readsYamlInEveryWrite() {
        Answer made = yaml("POST", CONFIG_MAPS, "application/yaml", "metadata: {name: by-yaml}\ndata: {a: b}\n");
        assertEquals(201, made.code(), made.response().body());
        String path = CONFIG_MAPS + "/by-yaml";
        assertEquals(
                "c",
                yaml("PUT", path, "application/yaml", "metadata: {name: by-yaml}\ndata: {a: c}\n")
                        .text("/data/a"));
        assertEquals(
                "d",
                yaml("PATCH", path, "application/merge-patch+yaml", "data: {a: d}\n")
                        .text("/data/a"));
        assertEquals(
                200,
                yaml("DELETE", path, "application/yaml", "propagationPolicy: Background\n")
                        .code());
    }

    private Answer yaml(String method, String path, String type, String body) {
        return api.send(api.request(path)
                .header("Content-Type", type)
                .method(method, HttpRequest.BodyPublishers.ofString(body)));
    }
}
