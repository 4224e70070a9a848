package io.kubeforge.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kubeforge.api.ApiProcess.Answer;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Flux's kustomize-controller sends to a cluster. It writes by server-side apply only, which KubeForge has not. */
class FluxIT {
    private static final String USER_AGENT = "kustomize-controller/v1.8.0 (linux/amd64) kubernetes/$Format";
    private static final String CLUSTERS = "/apis/kubeforge.io/v1alpha1/namespaces/default/clusters";
    private static final String CONFIG_MAPS = "/api/v1/namespaces/default/configmaps";
    private static final String APPLY = "?dryRun=All&fieldManager=kustomize-controller&force=true";

    private final ApiProcess api = ApiProcess.shared();

    private HttpRequest.Builder request(String path) {
        return api.request(path).header("User-Agent", USER_AGENT).header("Accept", "application/json");
    }

    private Answer get(String path) {
        return api.send(request(path).GET());
    }

    private static String cluster(String name) {
        return "{\"apiVersion\":\"kubeforge.io/v1alpha1\",\"kind\":\"Cluster\",\"metadata\":{\"name\":\"" + name
                + "\",\"namespace\":\"default\",\"labels\":{\"kustomize.toolkit.fluxcd.io/name\":\"fleet\"}},"
                + "\"spec\":{\"kubernetesVersion\":\"v1.36.3\",\"controlPlane\":{\"hosts\":[\"cp-of-" + name + "\"]}}}";
    }

    /** It refuses a kubeconfig that trusts anybody, and knows no other file or program beside it. */
    @Test
    void isGivenAKubeconfigThatStandsAlone() {
        String kubeconfig = api.kubeconfig();
        assertTrue(kubeconfig.contains("server: \"https://"));
        assertTrue(kubeconfig.contains("certificate-authority-data: "));
        assertTrue(kubeconfig.contains("token: "));
        assertFalse(kubeconfig.contains("insecure-skip-tls-verify"));
        assertFalse(kubeconfig.contains("exec:"));
    }

    /** Its mapper asks group by group: which resource a kind is, and whether it has a namespace. */
    @Test
    void findsTheResourceOfEachKindInDiscovery() {
        assertTrue(get("/api").json().path("versions").toString().contains("\"v1\""));
        assertTrue(get("/apis").json().findValuesAsText("groupVersion").contains("kubeforge.io/v1alpha1"));
        Answer kinds = get("/apis/kubeforge.io/v1alpha1");
        assertEquals("APIResourceList", kinds.text("/kind"));
        for (var resource : kinds.json().path("resources")) {
            if (resource.path("name").asText().equals("clusters")) {
                assertEquals("Cluster", resource.path("kind").asText());
                assertTrue(resource.path("namespaced").asBoolean());
                assertTrue(resource.path("verbs").toString().contains("\"patch\""));
                return;
            }
        }
        throw new AssertionError("no clusters in " + kinds.response().body());
    }

    @ParameterizedTest
    @ValueSource(strings = {CLUSTERS + "/flux", CONFIG_MAPS + "/flux", "/api/v1/namespaces/flux"})
    void isToldThatServerSideApplyComesLaterAndNothingIsWritten(String path) {
        assertEquals(404, get(path).code());
        for (String options : new String[] {APPLY, APPLY.replace("dryRun=All&", "")}) {
            Answer refused = api.send(request(path + options)
                    .header("Content-Type", "application/apply-patch+yaml")
                    .method("PATCH", HttpRequest.BodyPublishers.ofString(cluster("flux"))));
            assertEquals(415, refused.code());
            assertEquals("Status", refused.text("/kind"));
            assertEquals("UnsupportedMediaType", refused.text("/reason"));
            assertTrue(refused.text("/message").contains("server-side apply is not supported yet"));
            assertTrue(refused.text("/message").contains("use kubectl apply without --server-side"));
        }
        assertEquals(404, get(path).code());
    }

    /** Its health checks poll; an object without observedGeneration and conditions would count as ready at once. */
    @Test
    void pollsAStatusThatIsNotReadyFromTheFirstVersionOn() {
        assertEquals(201, api.post(CLUSTERS, cluster("flux-health")).code());
        Answer polled = get(CLUSTERS + "/flux-health");
        assertEquals("0", polled.text("/status/observedGeneration"));
        assertEquals("1", polled.text("/metadata/generation"));
        assertTrue(
                polled.json().at("/status/conditions").findValuesAsText("type").contains("Reconciling"));
        Answer selected = get(CLUSTERS + "?labelSelector=kustomize.toolkit.fluxcd.io%2Fname%3Dfleet");
        assertEquals("flux-health", selected.text("/items/0/metadata/name"));
    }

    /** What it prunes it reads, deletes by uid and polls until it is gone. */
    @Test
    void prunesInTheBackground() {
        String uid = api.post(CONFIG_MAPS, "{\"metadata\":{\"name\":\"flux-prune\"}}")
                .text("/metadata/uid");
        String path = CONFIG_MAPS + "/flux-prune";
        String options = "{\"kind\":\"DeleteOptions\",\"apiVersion\":\"v1\",\"propagationPolicy\":\"Background\","
                + "\"preconditions\":{\"uid\":\"%s\"}}";
        assertEquals(409, api.delete(path, options.formatted("another")).code());
        Answer deleted = api.delete(path, options.formatted(uid));
        assertEquals(200, deleted.code());
        assertEquals(uid, deleted.text("/details/uid"));
        assertEquals(404, get(path).code());
        assertEquals(404, api.delete(path, options.formatted(uid)).code());
    }
}
