package io.kubeforge.standalone.process;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The PostgreSQL that KubeForge brings along, on a folder that outlives it; it knows nothing of what is stored there.
 * One that outlived a killed KubeForge is adopted.
 */
public final class EmbeddedDatabase implements AutoCloseable {
    /** The database in which KubeForge keeps its objects. */
    public static final String NAME = "kubeforge";

    /** The user as which KubeForge connects. */
    public static final String USER = "postgres";

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);
    private static final String LOG_NAME = "postgres";

    /** The library waits this long even for a PostgreSQL that has ended; one that is recovering is waited for below. */
    private static final Duration TO_START = Duration.ofSeconds(5);

    private static final Duration TO_RECOVER = Duration.ofMinutes(5);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);
    private static final String DUPLICATE_DATABASE = "42P04";
    private static final String CANNOT_CONNECT_NOW = "57P03";

    private final PostgresFolder folder;
    private final String password;
    private final int port;
    private final Optional<EmbeddedPostgres> own;

    private EmbeddedDatabase(PostgresFolder folder, String password, int port, Optional<EmbeddedPostgres> own) {
        this.folder = folder;
        this.password = password;
        this.port = port;
        this.own = own;
    }

    /** Starts PostgreSQL on the data folder, or adopts the one that runs there, and makes the database if needed. */
    public static EmbeddedDatabase start(DataFolder data) {
        PostgresFolder folder = PostgresFolder.of(data);
        folder.removeUnfinished();
        folder.requireVersion();
        String password = folder.password();
        EmbeddedDatabase database =
                adopt(folder, password).orElseGet(() -> startNew(data, folder, password, folder.port()));
        try {
            database.restrictAccess();
            database.createDatabase();
        } catch (SQLException cause) {
            database.close();
            throw new RefusedToStart(
                    "PostgreSQL on " + folder.data() + " cannot be used: " + cause.getMessage() + "; see "
                            + data.log(LOG_NAME) + ".",
                    cause);
        }
        folder.finish();
        return database;
    }

    private static Optional<EmbeddedDatabase> adopt(PostgresFolder folder, String password) {
        Optional<Postmaster> survivor = Postmaster.on(folder.data());
        if (survivor.isEmpty()) {
            return Optional.empty();
        }
        Postmaster postmaster = survivor.get();
        EmbeddedDatabase database = new EmbeddedDatabase(folder, password, postmaster.port(), Optional.empty());
        try (Connection connection = database.connectWhenRecovered()) {
            if (connection.isValid((int) Duration.ofSeconds(5).toSeconds())) {
                LOG.info(
                        "Adopting PostgreSQL (process {}), which outlived its parent",
                        postmaster.process().pid());
                return Optional.of(database);
            }
        } catch (SQLException cause) {
            LOG.warn(
                    "PostgreSQL (process {}) does not answer",
                    postmaster.process().pid(),
                    cause);
        }
        postmaster.stop();
        return Optional.empty();
    }

    private static EmbeddedDatabase startNew(DataFolder data, PostgresFolder folder, String password, int port) {
        File log = data.log(LOG_NAME).toFile();
        try {
            Path programs = data.tools().resolve("postgres");
            DataFolder.makePrivate(programs);
            folder.begin();
            EmbeddedPostgres started = EmbeddedPostgres.builder()
                    .setDataDirectory(folder.data())
                    .setOverrideWorkingDirectory(programs.toFile())
                    .setCleanDataDirectory(false)
                    .setRegisterShutdownHook(false)
                    .setPort(port)
                    .setConnectConfig("password", password)
                    // The library is made for tests and trades durability for speed; we keep what was committed.
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("unix_socket_directories", "")
                    .setServerConfig("listen_addresses", "127.0.0.1")
                    .setOutputRedirector(ProcessBuilder.Redirect.appendTo(log))
                    .setErrorRedirector(ProcessBuilder.Redirect.appendTo(log))
                    .setPGStartupWait(TO_START)
                    .start();
            return new EmbeddedDatabase(folder, password, port, Optional.of(started));
        } catch (IOException | IllegalStateException cause) {
            Optional<EmbeddedDatabase> recovered = adopt(folder, password);
            if (recovered.isPresent()) {
                return recovered.get();
            }
            throw new RefusedToStart(
                    "PostgreSQL did not start on " + folder.data() + " (" + lastLine(data.log(LOG_NAME)) + "); see "
                            + data.log(LOG_NAME) + ", or move the folder away to begin with an empty one.",
                    cause);
        }
    }

    private static String lastLine(Path log) {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> line.contains("FATAL") || line.contains("PANIC") || line.contains("error"))
                    .reduce((first, second) -> second)
                    .map(String::strip)
                    .orElse("it said nothing");
        } catch (IOException unreadable) {
            return "it left no log";
        }
    }

    /** From the first start on, every connection needs the password, whoever else works on this computer. */
    private void restrictAccess() throws SQLException {
        if (folder.isRestricted()) {
            return;
        }
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER ROLE " + USER + " PASSWORD '" + password + "'");
            folder.restrict();
            statement.execute("SELECT pg_reload_conf()");
        }
    }

    private void createDatabase() throws SQLException {
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("SELECT 1 FROM pg_database WHERE datname = '" + NAME + "'")) {
            if (!found.next()) {
                statement.execute("CREATE DATABASE " + NAME);
            }
        } catch (SQLException failure) {
            if (!DUPLICATE_DATABASE.equals(failure.getSQLState())) {
                throw failure;
            }
        }
    }

    /** Connects; a PostgreSQL that still replays its log after it was killed is waited for, for that is its work. */
    private Connection connectWhenRecovered() throws SQLException {
        long deadline = System.nanoTime() + TO_RECOVER.toNanos();
        while (true) {
            try {
                return connect("postgres");
            } catch (SQLException cause) {
                if (!CANNOT_CONNECT_NOW.equals(cause.getSQLState()) || System.nanoTime() > deadline) {
                    throw cause;
                }
                LOG.debug("PostgreSQL on {} is recovering", folder.data());
                LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
            }
        }
    }

    private Connection connect(String database) throws SQLException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {"127.0.0.1"});
        source.setPortNumbers(new int[] {port});
        source.setDatabaseName(database);
        source.setUser(USER);
        source.setPassword(password);
        source.setConnectTimeout(5);
        return source.getConnection();
    }

    /** Where the database is reached; user and password are given apart. */
    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + NAME;
    }

    /** The password of {@link #USER}, which lies in a file that only its owner can read. */
    public String password() {
        return password;
    }

    /** The port that was chosen at the first start, or a new one when that was taken meanwhile. */
    public int port() {
        return port;
    }

    /** Stops PostgreSQL; what was committed is on disk. */
    @Override
    public void close() {
        own.ifPresentOrElse(this::closeOwn, () -> Postmaster.on(folder.data()).ifPresent(Postmaster::stop));
    }

    private void closeOwn(EmbeddedPostgres postgres) {
        try {
            postgres.close();
        } catch (IOException cause) {
            LOG.warn("PostgreSQL on {} did not stop as asked", folder.data(), cause);
        }
        Postmaster.on(folder.data()).ifPresent(Postmaster::stop);
    }
}
