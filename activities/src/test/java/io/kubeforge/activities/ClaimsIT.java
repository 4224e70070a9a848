package io.kubeforge.activities;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.model.kind.Host;
import io.kubeforge.model.kind.Kind;
import io.kubeforge.model.kind.Kinds;
import io.kubeforge.store.Keyset;
import io.kubeforge.store.ObjectKey;
import io.kubeforge.store.ResourceStore;
import io.kubeforge.workflows.ClusterRef;
import io.micronaut.context.ApplicationContext;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ClaimsIT {
    private static final String NAMESPACE = "default";
    private static final int CLUSTERS = 8;

    private EmbeddedPostgres postgres;
    private ApplicationContext context;
    private ApplicationContext another;
    private ResourceStore store;
    private Claims claims;
    /** Those of two processes, as it were. */
    private List<Claims> both;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        postgres = EmbeddedPostgres.start();
        Path keyset = folder.resolve("keyset.json");
        Keyset.createIfAbsent(keyset);
        Map<String, Object> configuration = Map.of(
                "datasources.default.url", postgres.getJdbcUrl("postgres", "postgres"),
                "datasources.default.username", "postgres",
                "datasources.default.password", "postgres",
                "datasources.default.driver-class-name", "org.postgresql.Driver",
                "kubeforge.store.keyset-file", keyset.toString());
        context = ApplicationContext.run(configuration, "test");
        another = ApplicationContext.run(configuration, "test");
        store = context.getBean(ResourceStore.class);
        claims = context.getBean(Claims.class);
        both = List.of(claims, another.getBean(Claims.class));
    }

    @AfterEach
    void stop() throws IOException {
        another.close();
        context.close();
        postgres.close();
    }

    @Test
    void whatNobodyNeedsAnyMoreIsFreeThoughManyGiveItBackAtOnce() throws Exception {
        create(Kinds.SECRET, "key");
        host("bastion", null);
        for (int i = 0; i < CLUSTERS; i++) {
            host("node" + i, "bastion");
        }
        for (int round = 0; round < 5; round++) {
            atOnce(i -> claim(cluster(i), "node" + i));
            assertTrue(isKept(Kinds.SECRET, "key"));
            assertTrue(isKept(Kinds.HOST, "bastion"));
            atOnce(i -> both.get(i % 2).release(cluster(i), List.of("node" + i)));
            assertEquals(List.of(), kept(), "in round " + round);
        }
    }

    @Test
    void whatAnotherClusterNeedsIsKept() {
        create(Kinds.SECRET, "key");
        host("bastion", null);
        host("node0", "bastion");
        host("node1", "bastion");
        claim(cluster(0), "node0");
        claim(cluster(1), "node1");
        claims.release(cluster(0), List.of("node0"));
        assertEquals(List.of("bastion", "node1", "key"), kept());
        claims.release(cluster(0), List.of("node1"));
        assertEquals(List.of("bastion", "node1", "key"), kept(), "that of another cluster is not given back");
        claims.release(cluster(1), List.of("node1"));
        assertEquals(List.of(), kept());
    }

    @Test
    void whoeverTakesUpAHostWhileItsCredentialIsLetGoFindsItKept() throws Exception {
        create(Kinds.SECRET, "key");
        host("node0", null);
        host("node1", null);
        for (int round = 0; round < 20; round++) {
            claim(cluster(0), "node0");
            atOnce(List.of(() -> both.get(1).release(cluster(0), List.of("node0")), () -> claim(cluster(1), "node1")));
            assertEquals(List.of("node1", "key"), kept(), "in round " + round);
            claims.release(cluster(1), List.of("node1"));
        }
    }

    private void claim(ClusterRef cluster, String name) {
        Host host = Kinds.HOST.read(store.get(key(Kinds.HOST, name)).orElseThrow());
        claims.claim(cluster, host);
        claims.keepCredential(cluster, "key");
        if (host.spec().bastionRef() != null) {
            claims.keepBastion(
                    cluster,
                    Kinds.HOST.read(store.get(key(Kinds.HOST, "bastion")).orElseThrow()));
        }
    }

    private List<String> kept() {
        List<String> kept = new ArrayList<>();
        for (Kind<?> kind : List.of(Kinds.HOST, Kinds.SECRET)) {
            store.list(kind, NAMESPACE).items().stream()
                    .map(object -> object.at("/metadata/name").asText())
                    .filter(name -> isKept(kind, name))
                    .forEach(kept::add);
        }
        return kept;
    }

    private boolean isKept(Kind<?> kind, String name) {
        return store.get(key(kind, name))
                .orElseThrow()
                .at("/metadata/finalizers")
                .toString()
                .contains(Host.IN_USE);
    }

    private void host(String name, String bastion) {
        ObjectNode object = object(Kinds.HOST, name);
        ObjectNode spec = object.putObject("spec");
        spec.put("address", "192.0.2.1").put("port", 22).put("user", "root");
        spec.putObject("credentialsRef").put("name", "key");
        if (bastion != null) {
            spec.putObject("bastionRef").put("name", bastion);
        }
        store.create(Kinds.HOST, object);
    }

    private void create(Kind<?> kind, String name) {
        store.create(kind, object(kind, name));
    }

    private static ObjectNode object(Kind<?> kind, String name) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.put("apiVersion", kind.apiVersion()).put("kind", kind.name());
        object.putObject("metadata").put("name", name).put("namespace", NAMESPACE);
        return object;
    }

    private static ObjectKey key(Kind<?> kind, String name) {
        return new ObjectKey(kind, NAMESPACE, name);
    }

    private static ClusterRef cluster(int number) {
        return new ClusterRef(NAMESPACE, "c" + number, "uid-" + number);
    }

    private interface OfOne {
        void run(int number);
    }

    private static void atOnce(OfOne work) throws Exception {
        List<Runnable> works = new ArrayList<>();
        for (int i = 0; i < CLUSTERS; i++) {
            int number = i;
            works.add(() -> work.run(number));
        }
        atOnce(works);
    }

    private static void atOnce(List<Runnable> works) throws Exception {
        CyclicBarrier start = new CyclicBarrier(works.size());
        ExecutorService threads = Executors.newFixedThreadPool(works.size());
        try {
            List<Future<?>> running = new ArrayList<>();
            for (Runnable work : works) {
                running.add(threads.submit(() -> {
                    start.await();
                    work.run();
                    return null;
                }));
            }
            for (Future<?> each : running) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
