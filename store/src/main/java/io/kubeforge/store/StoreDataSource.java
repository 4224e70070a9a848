package io.kubeforge.store;

import io.micronaut.configuration.jdbc.hikari.DatasourceConfiguration;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.data.connection.jdbc.advice.DelegatingDataSource;
import jakarta.inject.Singleton;
import java.time.Duration;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Makes every data source fit for the store: bounded waits on each connection, and the tables in place before use. */
@Factory
final class StoreDataSource {
    /**
     * A writer that hangs must not hold up all others, nor be waited for endlessly. A list that PostgreSQL takes for a long
     * one, before it has counted its rows, would be compiled each time, which takes five times as long as to read it.
     */
    private static final String SETTINGS = "set lock_timeout = '10s'; set idle_in_transaction_session_timeout = '30s';"
            + " set statement_timeout = '60s'; set jit = off";

    /** A process that starts while PostgreSQL still recovers from its own end waits for it, instead of ending as well. */
    private static final Duration TO_APPEAR = Duration.ofSeconds(60);

    @Singleton
    BeanCreatedEventListener<DatasourceConfiguration> settings() {
        return created -> {
            DatasourceConfiguration configuration = created.getBean();
            configuration.setInitializationFailTimeout(TO_APPEAR.toMillis());
            if (configuration.getConnectionInitSql() == null) {
                configuration.setConnectionInitSql(SETTINGS);
            }
            return configuration;
        };
    }

    /** Flyway holds a lock in the database, so that processes that start together migrate it once. */
    @Singleton
    BeanCreatedEventListener<DataSource> migration() {
        return created -> {
            Flyway.configure()
                    .dataSource(DelegatingDataSource.unwrapDataSource(created.getBean()))
                    .locations("classpath:io/kubeforge/store/migration")
                    .load()
                    .migrate();
            return created.getBean();
        };
    }
}
