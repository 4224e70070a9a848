package io.kubeforge.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

        CountDownLatch clusterAsked = latch(Kinds.CLUSTER, "team", false);
        assertEquals("Terminating", api.delete("/api/v1/namespaces/team").text("/status/phase"));
        assertTrue(clusterAsked.await(60, TimeUnit.SECONDS), "the cluster is asked to go");
        Answer refused = api.post("/api/v1/namespaces/team/secrets", "{\"metadata\":{\"name\":\"late\"}}");
        assertEquals(403, refused.code());
        assertEquals("NamespaceTerminating", refused.text("/details/causes/0/reason"));
        assertEquals(200, api.get(GROUP + "team/hosts/w").code());
        assertEquals(200, api.get("/api/v1/namespaces/team/secrets/key").code());

        CountDownLatch namespaceGone = latch(Kinds.NAMESPACE, null, true);
        api.patch(GROUP + "team/clusters/demo", "{\"metadata\":{\"finalizers\":null}}");
        assertTrue(namespaceGone.await(60, TimeUnit.SECONDS), "the namespace goes once it is empty");
        assertEquals(404, api.get("/api/v1/namespaces/team").code());
        assertTrue(api.store().get(new ObjectKey(Kinds.SECRET, "team", "key")).isEmpty());
        assertTrue(api.store().get(new ObjectKey(Kinds.HOST, "team", "w")).isEmpty());
    }

    /** Opens when an object of the kind is asked to go, or is gone. */
    private CountDownLatch latch(Kind<?> kind, String namespace, boolean gone) {
        CountDownLatch latch = new CountDownLatch(1);
        api.store().watch(kind, namespace, api.store().currentVersion(), new WatchListener() {
            @Override
            public void onEvent(WatchEvent event) {
                boolean isGone = event.type() == EventType.DELETED;
                boolean isAsked =
                        event.object().at("/metadata/deletionTimestamp").isTextual();
                if (isGone || !gone && isAsked) {
                    latch.countDown();
                }
            }

            @Override
            public void onClosed(CloseReason reason) {}
        });
        return latch;
    }
}
