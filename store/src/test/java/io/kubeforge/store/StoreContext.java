package io.kubeforge.store;

import io.micronaut.context.ApplicationContext;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** One PostgreSQL for all tests of this JVM; each test has a database of its own and may open several stores on it. */
final class StoreContext implements AutoCloseable {
    private static final EmbeddedPostgres SERVER = start();
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final String database = "store" + NUMBER.incrementAndGet();
    private final Path keysetFile;
    private final ApplicationContext context;

    StoreContext() {
        this(Map.of());
    }

    StoreContext(Map<String, Object> configuration) {
        try (Connection connection = SERVER.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + database);
            keysetFile = Files.createTempDirectory("keyset").resolve("keyset.json");
        } catch (SQLException | IOException e) {
            throw new IllegalStateException("No database for this test", e);
        }
        Keyset.createIfAbsent(keysetFile);
        context = open(keysetFile, configuration);
    }

    /** Another process, as it were, on the same database. */
    ApplicationContext open(Path keyset, Map<String, Object> configuration) {
        Map<String, Object> properties = new HashMap<>(Map.of(
                "datasources.default.url", SERVER.getJdbcUrl("postgres", database),
                "datasources.default.username", "postgres",
                "datasources.default.password", "postgres",
                "datasources.default.driver-class-name", "org.postgresql.Driver",
                "kubeforge.store.keyset-file", keyset.toString()));
        properties.putAll(configuration);
        return ApplicationContext.run(properties, "test");
    }

    ApplicationContext openAnother() {
        return open(keysetFile, Map.of());
    }

    /** Another process on a database that is made only after this time, while the process tries to reach it. */
    ApplicationContext openOn(String name, Duration later) {
        CompletableFuture.runAsync(
                () -> {
                    try (Connection connection = SERVER.getPostgresDatabase().getConnection();
                            Statement statement = connection.createStatement()) {
                        statement.execute("create database " + name);
                    } catch (SQLException e) {
                        throw new IllegalStateException("No database for this test", e);
                    }
                },
                CompletableFuture.delayedExecutor(later.toMillis(), TimeUnit.MILLISECONDS));
        return open(keysetFile, Map.of("datasources.default.url", SERVER.getJdbcUrl("postgres", name)));
    }

    Path keysetFile() {
        return keysetFile;
    }

    ResourceStore store() {
        return context.getBean(ResourceStore.class);
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    Connection connection() throws SQLException {
        return dataSource().getConnection();
    }

    /** The database without the store's settings and migrations. */
    DataSource dataSource() {
        return SERVER.getDatabase("postgres", database);
    }

    @Override
    public void close() {
        context.close();
    }

    private static EmbeddedPostgres start() {
        try {
            return EmbeddedPostgres.builder().start();
        } catch (IOException e) {
            throw new UncheckedIOException("The embedded PostgreSQL does not start", e);
        }
    }
}
