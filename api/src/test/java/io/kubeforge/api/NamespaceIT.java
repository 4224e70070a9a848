package io.kubeforge.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.api.ApiProcess.Answer;
import io.kubeforge.model.kind.Kind;
import io.kubeforge.model.kind.Kinds;
import io.kubeforge.store.CloseReason;
import io.kubeforge.store.EventType;
import io.kubeforge.store.ObjectKey;
import io.kubeforge.store.WatchEvent;
import io.kubeforge.store.WatchListener;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class NamespaceIT {
    private static final String GROUP = "/apis/kubeforge.io/v1alpha1/namespaces/";

    private final ApiProcess api = ApiProcess.shared();

    @Test
    void hasADefaultNamespaceThatCannotBeDeleted() {
        assertEquals("Active", api.get("/api/v1/namespaces/default").text("/status/phase"));
        Answer refused = api.delete("/api/v1/namespaces/default");
        assertEquals(403, refused.code());
        assertEquals("Forbidden", refused.text("/reason"));
    }

    @Test
    void createsNothingInAnAbsentNamespace() {
        Answer refused = api.post("/api/v1/namespaces/absent/secrets", "{\"metadata\":{\"name\":\"x\"}}");
        assertEquals(404, refused.code());
        assertEquals("namespaces", refused.text("/details/kind"));
        assertEquals(
                0,
                api.get("/api/v1/namespaces/absent/secrets").json().at("/items").size());
    }

    @Test
    void letsCredentialsGoLast() throws Exception {
        api.post("/api/v1/namespaces", "{\"metadata\":{\"name\":\"team\"}}");
        api.post("/api/v1/namespaces/team/secrets", "{\"metadata\":{\"name\":\"key\"}}");
        api.post(
                GROUP + "team/hosts",
                "{\"metadata\":{\"name\":\"w\"},\"spec\":{\"address\":\"w\",\"credentialsRef\":{\"name\":\"key\"}}}");
        api.post(
                GROUP + "team/clusters",
                "{\"metadata\":{\"name\":\"demo\"},\"spec\":{\"kubernetesVersion\":\"v1.36.3\",\"controlPlane\":{\"hosts\":[\"w\"]}}}");

        CountDownLatch clusterAsked = latch(Kinds.CLUSTER, "team", NamespaceIT::isAsked);
        assertEquals("Terminating", api.delete("/api/v1/namespaces/team").text("/status/phase"));
        assertTrue(clusterAsked.await(60, TimeUnit.SECONDS), "the cluster is asked to go");
        Answer refused = api.post("/api/v1/namespaces/team/secrets", "{\"metadata\":{\"name\":\"late\"}}");
        assertEquals(403, refused.code());
        assertEquals("NamespaceTerminating", refused.text("/details/causes/0/reason"));
        assertEquals(200, api.get(GROUP + "team/hosts/w").code());
        assertEquals(200, api.get("/api/v1/namespaces/team/secrets/key").code());

        CountDownLatch namespaceGone = latch(
                Kinds.NAMESPACE,
                null,
                event -> isGone(event)
                        && event.object().at("/metadata/name").asText().equals("team"));
        api.patch(GROUP + "team/clusters/demo", "{\"metadata\":{\"finalizers\":null}}");
        assertTrue(namespaceGone.await(60, TimeUnit.SECONDS), "the namespace goes once it is empty");
        assertEquals(404, api.get("/api/v1/namespaces/team").code());
        assertTrue(api.store().get(new ObjectKey(Kinds.SECRET, "team", "key")).isEmpty());
        assertTrue(api.store().get(new ObjectKey(Kinds.HOST, "team", "w")).isEmpty());
    }

    @Test
    void takesItsStatusWithItsMetadata() {
        String path = "/api/v1/namespaces/state";
        api.post("/api/v1/namespaces", "{\"metadata\":{\"name\":\"state\"}}");
        Answer patched = api.patch(
                path + "/status",
                "{\"metadata\":{\"annotations\":{\"a\":\"b\"}},\"spec\":{\"finalizers\":[]},\"status\":{\"conditions\":["
                        + "{\"type\":\"Seen\",\"status\":\"True\",\"lastTransitionTime\":null,\"reason\":\"Test\"}]}}");
        assertEquals(200, patched.code(), patched.response().body());
        assertEquals("b", patched.text("/metadata/annotations/a"));
        assertEquals("Seen", patched.text("/status/conditions/0/type"));
        assertEquals("Active", patched.text("/status/phase"));
        assertEquals("[\"kubernetes\"]", patched.json().at("/spec/finalizers").toString());

        Answer label = api.patch(path, "{\"metadata\":{\"labels\":{\"l\":\"v\"}},\"status\":null}");
        assertEquals("Seen", label.text("/status/conditions/0/type"));
        assertEquals(
                422,
                api.patch(path + "/status", "{\"metadata\":{\"labels\":{\"l\":\"no value\"}}}")
                        .code());
    }

    @Test
    void isHeldByWhatItsSpecNames() throws Exception {
        String path = "/api/v1/namespaces/held";
        ObjectNode namespace = (ObjectNode) api.post("/api/v1/namespaces", "{\"metadata\":{\"name\":\"held\"}}")
                .json();
        namespace.withArray("/spec/finalizers").add("example.com/mine");
        Answer ignored = api.put(path, namespace);
        assertEquals("[\"kubernetes\"]", ignored.json().at("/spec/finalizers").toString());
        Answer held = api.put(path + "/finalize", namespace);
        assertEquals(200, held.code(), held.response().body());
        assertEquals("example.com/mine", held.text("/spec/finalizers/1"));
        assertEquals(405, api.get(path + "/finalize").code());

        CountDownLatch empty = latch(
                Kinds.NAMESPACE,
                null,
                event -> event.object().at("/metadata/name").asText().equals("held")
                        && event.object().at("/spec/finalizers").size() == 1);
        api.delete(path);
        assertTrue(empty.await(60, TimeUnit.SECONDS), "nothing is in the namespace any more");
        ObjectNode emptied = (ObjectNode) api.get(path).json();
        assertEquals("[\"example.com/mine\"]", emptied.at("/spec/finalizers").toString());
        emptied.withArray("/spec/finalizers").removeAll();
        assertEquals(200, api.put(path + "/finalize", emptied).code());
        assertEquals(404, api.get(path).code());
    }

    private static boolean isGone(WatchEvent event) {
        return event.type() == EventType.DELETED;
    }

    private static boolean isAsked(WatchEvent event) {
        return isGone(event) || event.object().at("/metadata/deletionTimestamp").isTextual();
    }

    /** Opens when this happens to an object of the kind. */
    private CountDownLatch latch(Kind<?> kind, String namespace, Predicate<WatchEvent> expected) {
        CountDownLatch latch = new CountDownLatch(1);
        api.store().watch(kind, namespace, api.store().currentVersion(), new WatchListener() {
            @Override
            public void onEvent(WatchEvent event) {
                if (expected.test(event)) {
                    latch.countDown();
                }
            }

            @Override
            public void onClosed(CloseReason reason) {}
        });
        return latch;
    }
}
