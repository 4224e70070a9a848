package io.kubeforge.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.kubeforge.api.websocket.WebSocketCount;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What Java operators do with the client of fabric8. */
@Timeout(120)
class Fabric8IT {
    private static final long SECONDS = 60;
    private static final String CLUSTER = """
            apiVersion: kubeforge.io/v1alpha1
            kind: Cluster
            metadata: {name: %s, namespace: default, labels: {of: fabric8}}
            spec:
              kubernetesVersion: v1.36.3
              controlPlane: {hosts: [cp-of-%1$s]}
            """;

    private final ApiProcess api = ApiProcess.shared();
    private final KubernetesClient client = connect(api);

    private static KubernetesClient connect(ApiProcess api) {
        return new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(api.kubeconfig()))
                .build();
    }

    @AfterEach
    void disconnect() {
        client.close();
    }

    private NonNamespaceOperation<
                    GenericKubernetesResource, GenericKubernetesResourceList, Resource<GenericKubernetesResource>>
            clusters() {
        return client.genericKubernetesResources("kubeforge.io/v1alpha1", "Cluster")
                .inNamespace("default");
    }

    private static GenericKubernetesResource cluster(String name) {
        return Serialization.unmarshal(CLUSTER.formatted(name), GenericKubernetesResource.class);
    }

    private String namespace(String name) {
        client.namespaces()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .build())
                .create();
        return name;
    }

    private static ConfigMap configMap(String name) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .addToData("a", "b")
                .build();
    }

    @Test
    void writesReadsAndListsKindsThatItHasNoClassesFor() {
        GenericKubernetesResource created =
                clusters().resource(cluster("f8-crud")).create();
        assertEquals("Pending", created.get("status", "phase"));
        assertEquals(created, clusters().withName("f8-crud").get());
        assertEquals(
                List.of("f8-crud"),
                clusters().withLabel("of", "fabric8").list().getItems().stream()
                        .map(item -> item.getMetadata().getName())
                        .filter("f8-crud"::equals)
                        .toList());

        GenericKubernetesResource patched = clusters()
                .withName("f8-crud")
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"paused\":true}}");
        assertEquals(true, patched.get("spec", "paused"));
        assertEquals(2L, patched.getMetadata().getGeneration());

        patched.getMetadata().getLabels().put("crew", "blue");
        GenericKubernetesResource updated = clusters().resource(patched).update();
        assertEquals("blue", updated.getMetadata().getLabels().get("crew"));
        assertEquals(409, code(() -> clusters()
                .resource(created)
                .lockResourceVersion(created.getMetadata().getResourceVersion())
                .update()));
    }

    @Test
    void editsByJsonPatch() {
        clusters().resource(cluster("f8-edit")).create();
        GenericKubernetesResource edited = clusters().withName("f8-edit").edit(old -> {
            old.getMetadata().getLabels().put("edited", "yes");
            return old;
        });
        assertEquals("yes", edited.getMetadata().getLabels().get("edited"));
        assertEquals(1L, edited.getMetadata().getGeneration());
    }

    @Test
    void writesTheStatusAlone() {
        GenericKubernetesResource made =
                clusters().resource(cluster("f8-status")).create();
        made.setAdditionalProperty("status", Map.of("phase", "Ready", "observedGeneration", 1));
        made.getMetadata().getLabels().put("dropped", "yes");
        GenericKubernetesResource updated = clusters().resource(made).updateStatus();
        assertEquals("Ready", updated.get("status", "phase"));
        assertNull(updated.getMetadata().getLabels().get("dropped"));

        updated.setAdditionalProperty("status", Map.of("phase", "Degraded", "observedGeneration", 1));
        assertEquals("Degraded", clusters().resource(updated).patchStatus().get("status", "phase"));
    }

    @Test
    void deletesWithAPolicyAndWaitsForTheEnd() throws Exception {
        clusters().resource(cluster("f8-delete")).create();
        clusters()
                .withName("f8-delete")
                .withPropagationPolicy(DeletionPropagation.BACKGROUND)
                .withGracePeriod(0)
                .delete();
        assertTrue(clusters().withName("f8-delete").get().isMarkedForDeletion());
        clusters()
                .withName("f8-delete")
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\":{\"finalizers\":null}}");
        assertNull(
                clusters().withName("f8-delete").waitUntilCondition(found -> found == null, SECONDS, TimeUnit.SECONDS));
        assertEquals(List.of(), clusters().withName("f8-delete").delete());
    }

    @Test
    void storesNothingInADryRun() {
        ConfigMap shown = client.configMaps()
                .inNamespace("default")
                .resource(configMap("f8-dry"))
                .dryRun()
                .create();
        assertEquals("f8-dry", shown.getMetadata().getName());
        assertNull(client.configMaps().inNamespace("default").withName("f8-dry").get());
    }

    @Test
    void readsErrorsAsStatus() {
        client.configMaps()
                .inNamespace("default")
                .resource(configMap("f8-twice"))
                .create();
        KubernetesClientException twice = assertThrows(KubernetesClientException.class, () -> client.configMaps()
                .inNamespace("default")
                .resource(configMap("f8-twice"))
                .create());
        assertEquals(409, twice.getCode());
        assertEquals("AlreadyExists", twice.getStatus().getReason());
        assertEquals("configmaps", twice.getStatus().getDetails().getKind());

        assertNull(
                client.configMaps().inNamespace("default").withName("f8-none").get());
        assertEquals(404, code(() -> client.configMaps()
                .inNamespace("default")
                .withName("f8-none")
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"data\":{}}")));

        GenericKubernetesResource wrong = cluster("f8-wrong");
        wrong.setAdditionalProperty("spec", Map.of("kubernetesVersion", "v0.1.2"));
        KubernetesClientException invalid = assertThrows(
                KubernetesClientException.class,
                () -> clusters().resource(wrong).create());
        assertEquals(422, invalid.getCode());
        assertEquals("Invalid", invalid.getStatus().getReason());
        assertTrue(invalid.getStatus().getDetails().getCauses().stream()
                .anyMatch(cause -> cause.getField().equals("spec.kubernetesVersion")));
    }

    private static int code(Runnable call) {
        return assertThrows(KubernetesClientException.class, call::run).getCode();
    }

    @Test
    void readsAndWritesBuiltInKindsWithTheirClasses() {
        Secret secret = client.secrets()
                .inNamespace("default")
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName("f8-secret")
                        .endMetadata()
                        .addToStringData("password", "hunter2")
                        .build())
                .create();
        assertEquals(Map.of("password", "aHVudGVyMg=="), secret.getData());
        assertEquals("Opaque", secret.getType());
        ConfigMap first = client.configMaps()
                .inNamespace("default")
                .resource(configMap("f8-cm"))
                .createOr(existing -> existing.update());
        ConfigMap second = client.configMaps()
                .inNamespace("default")
                .resource(new ConfigMapBuilder(configMap("f8-cm"))
                        .addToData("c", "d")
                        .build())
                .createOr(existing -> existing.update());
        assertEquals("d", second.getData().get("c"));
        assertNotEquals(
                first.getMetadata().getResourceVersion(), second.getMetadata().getResourceVersion());
    }

    @Test
    void watchesOverAWebSocket() throws Exception {
        String namespace = namespace("f8-watch");
        int before = WebSocketCount.of(api.context());
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        try (Watch watch = client.configMaps().inNamespace(namespace).watch(new Recorder(seen))) {
            client.configMaps().inNamespace(namespace).resource(configMap("a")).create();
            assertEquals("ADDED a", next(seen));
            assertEquals(before + 1, WebSocketCount.of(api.context()));
            client.configMaps()
                    .inNamespace(namespace)
                    .withName("a")
                    .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"data\":{\"a\":\"c\"}}");
            assertEquals("MODIFIED a", next(seen));
            client.configMaps().inNamespace(namespace).withName("a").delete();
            assertEquals("DELETED a", next(seen));
        }
        assertEquals("closed", next(seen));
    }

    @Test
    void informsOverRestartsOfTheApi() throws Exception {
        try (ApiProcess own = ApiProcess.with(Map.of());
                KubernetesClient informed = connect(own)) {
            BlockingQueue<String> seen = new LinkedBlockingQueue<>();
            SharedIndexInformer<ConfigMap> informer =
                    informed.configMaps().inNamespace("default").inform(new Handler(seen));
            for (int restarts = 0; restarts < 3; restarts++) {
                String name = "after-" + restarts;
                informed.configMaps()
                        .inNamespace("default")
                        .resource(configMap(name))
                        .create();
                assertEquals("add " + name, next(seen));
                own.restart();
                informed.configMaps()
                        .inNamespace("default")
                        .withName(name)
                        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"data\":{\"a\":\"c\"}}");
                assertEquals("update " + name, next(seen));
                informed.configMaps().inNamespace("default").withName(name).delete();
                assertEquals("delete " + name, next(seen));
            }
            assertTrue(informer.isRunning());
            assertEquals(List.of(), informer.getStore().list());
            assertEquals(null, seen.poll());
            informer.close();
        }
    }

    private static String next(BlockingQueue<String> seen) throws InterruptedException {
        return seen.poll(SECONDS, TimeUnit.SECONDS);
    }

    private record Recorder(BlockingQueue<String> seen) implements Watcher<ConfigMap> {
        @Override
        public void eventReceived(Action action, ConfigMap object) {
            seen.add(action + " " + object.getMetadata().getName());
        }

        @Override
        public void onClose(WatcherException cause) {
            seen.add("failed: " + cause.getMessage());
        }

        @Override
        public void onClose() {
            seen.add("closed");
        }
    }

    private record Handler(BlockingQueue<String> seen) implements ResourceEventHandler<ConfigMap> {
        @Override
        public void onAdd(ConfigMap object) {
            seen.add("add " + object.getMetadata().getName());
        }

        @Override
        public void onUpdate(ConfigMap before, ConfigMap after) {
            seen.add("update " + after.getMetadata().getName());
        }

        @Override
        public void onDelete(ConfigMap object, boolean unknownLastState) {
            seen.add("delete " + object.getMetadata().getName());
        }
    }
}
