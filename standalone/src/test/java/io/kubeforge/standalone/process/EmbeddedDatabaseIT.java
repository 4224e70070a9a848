package io.kubeforge.standalone.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseIT {
    @TempDir
    Path root;

    private DataFolder folder;
    private FileLock lock;

    @BeforeEach
    void lockFolder() {
        folder = new DataFolder(root.resolve("data"));
        lock = folder.lock();
    }

    @AfterEach
    void stopWhatIsLeft() throws IOException {
        Postmaster.on(folder.root().resolve("postgres")).ifPresent(Postmaster::stop);
        lock.channel().close();
    }

    @Test
    void dataIsThereAfterAStopAndTheServerIsGone() throws SQLException {
        int port;
        try (EmbeddedDatabase database = EmbeddedDatabase.start(folder)) {
            port = database.port();
            write(database, "kept");
        }
        assertTrue(Postmaster.on(folder.root().resolve("postgres")).isEmpty());
        try (EmbeddedDatabase database = EmbeddedDatabase.start(folder)) {
            assertEquals("kept", read(database));
            assertEquals(port, database.port());
        }
    }

    /** After a kill PostgreSQL replays its log, which takes as long as it takes: here its archive is slow. */
    @Test
    void waitsForAServerThatIsStillRecovering() throws Exception {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(folder)) {
            write(database, "recovered");
        }
        Path data = folder.root().resolve("postgres");
        Files.writeString(data.resolve("recovery.signal"), "");
        Files.writeString(
                data.resolve("postgresql.auto.conf"),
                "restore_command = 'sleep 4; false'\n",
                StandardOpenOption.APPEND);
        try (EmbeddedDatabase database = EmbeddedDatabase.start(folder)) {
            assertEquals("recovered", read(database));
        }
    }

    @Test
    void adoptsTheServerWhoseParentWasKilled() throws Exception {
        try (OtherJvm owner = OtherJvm.run(DatabaseOwner.class, folder.root().toString())) {
            int port = Integer.parseInt(owner.says("started"));
            Postmaster before = Postmaster.on(folder.root().resolve("postgres")).orElseThrow();
            owner.kill();
            try (EmbeddedDatabase database = EmbeddedDatabase.start(folder)) {
                assertEquals(port, database.port());
                assertEquals(
                        before.process().pid(),
                        Postmaster.on(folder.root().resolve("postgres"))
                                .orElseThrow()
                                .process()
                                .pid());
                write(database, "written after adoption");
            }
            assertFalse(before.process().isAlive());
            try (EmbeddedDatabase database = EmbeddedDatabase.start(folder)) {
                assertEquals("written after adoption", read(database));
            }
        }
    }

    @Test
    void startsAgainAfterServerAndParentWereKilled() throws Exception {
        try (OtherJvm owner = OtherJvm.run(DatabaseOwner.class, folder.root().toString())) {
            owner.says("started");
            Postmaster postmaster =
                    Postmaster.on(folder.root().resolve("postgres")).orElseThrow();
            owner.kill();
            postmaster.process().destroyForcibly();
            postmaster.process().onExit().join();
        }
        try (EmbeddedDatabase database = EmbeddedDatabase.start(folder)) {
            write(database, "after a crash");
            assertEquals("after a crash", read(database));
        }
    }

    @Test
    void nobodyConnectsWithoutThePassword() {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(folder)) {
            assertThrows(SQLException.class, () -> DriverManager.getConnection(
                            database.url(), EmbeddedDatabase.USER, "wrong")
                    .close());
        }
    }

    @Test
    void saysInOneSentenceThatTheFolderIsBroken() throws IOException {
        EmbeddedDatabase.start(folder).close();
        Path data = folder.root().resolve("postgres");
        Files.delete(data.resolve("global/pg_control"));
        RefusedToStart broken = assertThrows(RefusedToStart.class, () -> EmbeddedDatabase.start(folder));
        assertTrue(broken.getMessage().contains(data.toString()), broken.getMessage());
        assertTrue(broken.getMessage().contains("move the folder away"), broken.getMessage());

        Files.writeString(data.resolve("PG_VERSION"), "9\n");
        RefusedToStart old = assertThrows(RefusedToStart.class, () -> EmbeddedDatabase.start(folder));
        assertTrue(old.getMessage().contains("PostgreSQL 9"), old.getMessage());
    }

    @Test
    void beginsAnewWhenTheVeryFirstStartWasCutOff() throws IOException, SQLException {
        PostgresFolder.of(folder).begin();
        Files.writeString(folder.root().resolve("postgres/postgresql.conf"), "half a file");
        try (EmbeddedDatabase database = EmbeddedDatabase.start(folder)) {
            write(database, "fine");
            assertEquals("fine", read(database));
        }
    }

    private static void write(EmbeddedDatabase database, String text) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS note(text text)");
            statement.execute("INSERT INTO note VALUES ('" + text + "')");
        }
    }

    private static String read(EmbeddedDatabase database) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT text FROM note")) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static Connection connect(EmbeddedDatabase database) throws SQLException {
        return DriverManager.getConnection(database.url(), EmbeddedDatabase.USER, database.password());
    }
}
