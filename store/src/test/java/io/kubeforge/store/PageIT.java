package io.kubeforge.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.model.kind.Kinds;
import io.micronaut.context.ApplicationContext;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PageIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final StoreContext context = new StoreContext();
    private final ResourceStore store = context.store();

    @AfterEach
    void close() {
        context.close();
    }

    private ObjectNode create(String namespace, String name) {
        return store.create(Kinds.CONFIG_MAP, Objects.configMap(namespace, name, "first"));
    }

    private static List<String> names(ObjectPage page) {
        return page.items().stream()
                .map(object -> object.at("/metadata/namespace").asText() + "/"
                        + object.at("/metadata/name").asText())
                .toList();
    }

    private static ObjectKey key(String namespace, String name) {
        return new ObjectKey(Kinds.CONFIG_MAP, namespace, name);
    }

    @Test
    void beginsAfterAnObjectAndEndsAtTheLimit() {
        for (String name : List.of("a/1", "a/2", "a-b/1", "b/1")) {
            create(name.split("/")[0], name.split("/")[1]);
        }
        ObjectPage first = store.page(Kinds.CONFIG_MAP, null, null, null, 2);
        assertEquals(List.of("a/1", "a/2"), names(first));
        assertEquals(store.currentVersion(), first.resourceVersion());
        assertTrue(first.more());
        ObjectPage rest = store.page(Kinds.CONFIG_MAP, null, first.resourceVersion(), key("a", "2"), 2);
        assertEquals(List.of("a-b/1", "b/1"), names(rest));
        assertEquals(false, rest.more());
        assertEquals(List.of("a/2"), names(store.page(Kinds.CONFIG_MAP, "a", null, key("a", "1"), 2)));
        assertEquals(List.of(), names(store.page(Kinds.CONFIG_MAP, "a", null, key("a", "2"), 2)));
        assertEquals(
                4,
                store.page(Kinds.CONFIG_MAP, null, null, null, Integer.MAX_VALUE)
                        .items()
                        .size());
    }

    @Test
    void showsWhatWasThereAtAnOlderVersion() {
        ObjectNode changed = create("a", "changed");
        ObjectNode deleted = create("a", "deleted");
        ObjectNode replaced = create("a", "replaced");
        long version = store.currentVersion();
        create("a", "added");
        create("a", "came-and-went");
        store.delete(key("a", "came-and-went"), null, null);
        store.update(key("a", "changed"), object -> object.put("note", "second"));
        store.update(key("a", "changed"), object -> object.put("note", "third"));
        store.delete(key("a", "deleted"), null, null);
        store.delete(key("a", "replaced"), null, null);
        create("a", "replaced");

        ObjectPage page = store.page(Kinds.CONFIG_MAP, "a", version, null, 0);
        assertEquals(List.of(changed, deleted, replaced), page.items());
        assertEquals(Optional.of(2L), store.count(Kinds.CONFIG_MAP, "a", version, key("a", "changed")));
        assertEquals(List.of(), store.page(Kinds.CONFIG_MAP, "a", 1L, null, 0).items());
    }

    @Test
    void showsNothingThatHasNotBeenWrittenYet() {
        long current = store.currentVersion();
        FutureVersionException future = assertThrows(
                FutureVersionException.class, () -> store.page(Kinds.CONFIG_MAP, null, current + 1, null, 0));
        assertEquals(current + 1, future.asked());
        assertEquals(current, future.current());
    }

    @Test
    void waitsForAVersionThatAnotherProcessWrites() throws Exception {
        long next = store.currentVersion() + 1;
        try (ApplicationContext other = context.openAnother()) {
            CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> store.awaitVersion(next, PATIENCE));
            other.getBean(ResourceStore.class).create(Kinds.CONFIG_MAP, Objects.configMap("a", "one", "1"));
            waiting.get();
        }
        store.awaitVersion(next, Duration.ZERO);
        FutureVersionException late =
                assertThrows(FutureVersionException.class, () -> store.awaitVersion(next + 1, Duration.ofMillis(50)));
        assertEquals(next, late.current());
    }

    @Test
    void findsFormerVersionsInALogOfAnOlderRelease() throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = context.connection();
                Statement statement = connection.createStatement()) {
            statement.execute("create schema older; set search_path to older");
            migrate("2");
            statement.execute("update store_floor set version = 4");
            statement.execute("insert into stored_event (version, type, resource, namespace, name, doc, previous_doc)"
                    + " values (5, 'MODIFIED', 'configmaps', 'a', 'x', '{}', '{}'),"
                    + " (6, 'ADDED', 'configmaps', 'a', 'y', '{}', null),"
                    + " (8, 'MODIFIED', 'configmaps', 'a', 'x', '{}', '{}'),"
                    + " (9, 'DELETED', 'configmaps', 'a', 'y', '{}', null)");
            migrate("3");
            try (ResultSet found =
                    statement.executeQuery("select version, previous_version from stored_event order by version")) {
                while (found.next()) {
                    rows.add(found.getLong(1) + " after " + found.getObject(2));
                }
            }
        }
        assertEquals(List.of("5 after 4", "6 after null", "8 after 5", "9 after 6"), rows);
    }

    private void migrate(String version) {
        Flyway.configure()
                .dataSource(context.dataSource())
                .schemas("older")
                .locations("classpath:io/kubeforge/store/migration")
                .target(version)
                .load()
                .migrate();
    }
}
