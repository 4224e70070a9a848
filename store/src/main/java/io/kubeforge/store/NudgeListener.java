package io.kubeforge.store;

import com.zaxxer.hikari.HikariDataSource;
import io.micronaut.data.connection.jdbc.advice.DelegatingDataSource;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.jdbc.PgConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs an action whenever some process has written to the store, at least once a second, and after every reconnect. It
 * holds one connection of the pool for LISTEN; a nudge has no contents, so a lost one costs time and nothing else.
 */
@Singleton
final class NudgeListener {
    private static final Logger LOG = LoggerFactory.getLogger(NudgeListener.class);
    private static final int INTERVAL_MILLIS = 1000;

    private final DataSource dataSource;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private Connection listening;
    private Thread thread;

    NudgeListener(DataSource dataSource) {
        this.dataSource = DelegatingDataSource.unwrapDataSource(dataSource);
    }

    synchronized void start(Runnable action) {
        thread = new Thread(() -> run(action), "store-nudges");
        thread.setDaemon(true);
        thread.start();
    }

    void stop() {
        stopping.countDown();
        Thread running;
        synchronized (this) {
            running = thread;
            breakOff();
        }
        if (running == null) {
            return;
        }
        try {
            running.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(Runnable action) {
        boolean failing = false;
        while (!isStopping()) {
            try (Connection connection = connect()) {
                try {
                    PGConnection notifications = connection.unwrap(PGConnection.class);
                    while (!isStopping()) {
                        action.run();
                        failing = false;
                        notifications.getNotifications(INTERVAL_MILLIS);
                    }
                } finally {
                    evict(connection);
                }
            } catch (SQLException | RuntimeException e) {
                if (!isStopping() && !failing) {
                    LOG.warn("Cannot follow the watch log; watches stand still until the database answers again", e);
                }
                failing = true;
                pause();
            }
        }
    }

    private Connection connect() throws SQLException {
        Connection connection = dataSource.getConnection();
        try (Statement statement = connection.createStatement()) {
            statement.execute("listen kubeforge_store");
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        synchronized (this) {
            listening = connection;
        }
        return connection;
    }

    /** Cuts the connection: it waits for notifications. */
    private void breakOff() {
        if (listening == null) {
            return;
        }
        try {
            listening.unwrap(PgConnection.class).abort(Runnable::run);
        } catch (SQLException e) {
            LOG.debug("The listening connection was closed already", e);
        }
    }

    /** One that listens must not return to the pool; nor one that broke, which the pool has not noticed. */
    private void evict(Connection connection) throws SQLException {
        dataSource.unwrap(HikariDataSource.class).evictConnection(connection);
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }

    private void pause() {
        try {
            stopping.await(INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopping.countDown();
        }
    }
}
