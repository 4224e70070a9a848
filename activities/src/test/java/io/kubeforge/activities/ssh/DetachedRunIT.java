package io.kubeforge.activities.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kubeforge.activities.failure.ConnectionLost;
import io.kubeforge.activities.failure.HostBusy;
import io.kubeforge.activities.failure.OperationLost;
import io.kubeforge.activities.failure.SystemdMissing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Detached commands followed over a real SSH server, run by a real shell; only systemd is played. */
@EnabledOnOs(OS.LINUX)
class DetachedRunIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private Keys keys;
    private FakeSystemd systemd;
    private SshHost ssh;
    private Cable cable;

    @BeforeEach
    void makeHost() throws Exception {
        keys = Keys.ed25519();
        systemd = new FakeSystemd(folder);
        ssh = new SshHost(systemd.environment(), keys.publicKey());
        cable = new Cable(ssh.port());
    }

    @AfterEach
    void endHost() throws Exception {
        cable.close();
        ssh.close();
        systemd.close();
    }

    @Test
    void runsDetachedAndHearsEveryCharacter() {
        StringBuilder heard = new StringBuilder();
        String commands = "for i in 1 2 3 4 5 6; do head -c 30000 /dev/zero | tr '\\0' x; printf 'ü🚀'; done; exit 4";
        try (RemoteHost host = RemoteHost.connect(target("forge"))) {
            ScriptResult result = host.run(operation("op"), talk(commands), heard::append);

            assertEquals(4, result.exitCode());
            assertEquals(("x".repeat(30_000) + "ü🚀").repeat(6), heard.toString());
            assertEquals(heard.toString(), result.stdout());
            assertEquals(1, result.tryNumber());
            assertFalse(result.attached());
        }
    }

    @Test
    void attachesAfterTheConnectionBrokeAndHearsAllOfIt() throws Exception {
        String commands = "echo begun; while ! [ -e " + folder + "/go ]; do sleep 0.1; done; echo ended";
        try (RemoteHost host = RemoteHost.connect(through(cable))) {
            assertThrows(
                    ConnectionLost.class,
                    () -> host.run(operation("op"), talk(commands), text -> {
                        if (text.contains("begun")) {
                            cut();
                        }
                    }));
        }
        Files.createFile(folder.resolve("go"));
        StringBuilder heard = new StringBuilder();
        try (RemoteHost host = RemoteHost.connect(target("root"))) {
            ScriptResult result = host.run(operation("op"), talk(commands), heard::append);

            assertEquals("begun\nended\n", heard.toString());
            assertTrue(result.attached());
            assertEquals(1, result.tryNumber());
        }
    }

    @Test
    void keepsTheListenerAliveAndLetsItLeaveWithoutEndingTheCommand() throws Exception {
        AtomicInteger silent = new AtomicInteger();
        String commands = "while ! [ -e " + folder + "/go ]; do sleep 0.1; done; echo ended";
        try (RemoteHost host = RemoteHost.connect(target("root"))) {
            assertThrows(
                    IllegalStateException.class,
                    () -> host.run(operation("op"), talk(commands), text -> {
                        if (text.isEmpty() && silent.incrementAndGet() == 3) {
                            throw new IllegalStateException("enough");
                        }
                    }));
            Files.createFile(folder.resolve("go"));
            assertEquals(
                    "ended\n",
                    host.run(operation("op"), talk(commands), text -> {}).stdout());
        }
    }

    @Test
    void callsAnOperationLostWhoseCommandWasKilled() {
        try (RemoteHost host = RemoteHost.connect(target("root"))) {
            assertThrows(
                    OperationLost.class,
                    () -> host.run(operation("op"), talk("echo begun; sleep 600"), text -> {
                        if (text.contains("begun")) {
                            crash();
                        }
                    }));
            ScriptResult result = host.run(operation("op"), talk("echo again"), text -> {});
            assertEquals(2, result.tryNumber());
        }
    }

    @Test
    void cancelsWhatRuns() {
        try (RemoteHost host = RemoteHost.connect(target("root"));
                RemoteHost other = RemoteHost.connect(target("root"))) {
            ScriptResult result = host.run(operation("op"), talk("echo begun; sleep 600"), text -> {
                if (text.contains("begun")) {
                    assertTrue(other.cancel("op"));
                }
            });
            assertEquals(143, result.exitCode());
            assertFalse(other.cancel("op"));
        }
    }

    @Test
    void isBusyForAnotherClusterAtOnceAndForTheSameClusterAfterTheEnd() {
        String commands = "echo begun; while ! [ -e " + folder + "/go ]; do sleep 0.1; done";
        Operation ofAnotherCluster = new Operation("x", "default/another", "uid-2", SOON, true);
        try (RemoteHost host = RemoteHost.connect(target("root"));
                RemoteHost other = RemoteHost.connect(target("root"))) {
            assertThrows(
                    IllegalStateException.class,
                    () -> host.run(operation("op"), talk(commands), text -> {
                        if (text.contains("begun")) {
                            throw new IllegalStateException("leaving it alone");
                        }
                    }));
            HostBusy foreign =
                    assertThrows(HostBusy.class, () -> other.run(ofAnotherCluster, talk("true"), text -> {}));
            assertEquals("default/demo", foreign.cluster());
            AtomicInteger waited = new AtomicInteger();
            HostBusy own = assertThrows(
                    HostBusy.class,
                    () -> other.run(operation("next"), talk("true"), text -> {
                        if (waited.incrementAndGet() == 2) {
                            go();
                        }
                    }));
            assertTrue(own.getMessage().contains("has ended"), own.getMessage());
            assertTrue(other.run(operation("next"), talk("true"), text -> {}).succeeded());
        }
    }

    @Test
    void saysThatSystemdIsMissing() throws Exception {
        systemd.says("system", "offline\n");
        try (RemoteHost host = RemoteHost.connect(target("root"))) {
            assertThrows(SystemdMissing.class, () -> host.run(operation("op"), talk("true"), text -> {}));
        }
    }

    private void go() {
        try {
            Files.createFile(folder.resolve("go"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void cut() {
        try {
            cable.cut();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void crash() {
        try {
            systemd.crash();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Script talk(String commands) {
        return Script.of("talk").with("COMMANDS", commands);
    }

    private static Operation operation(String id) {
        return new Operation(id, "default/demo", "uid-1", Duration.ofSeconds(60), false);
    }

    private SshTarget target(String user) {
        return new SshTarget("h", "127.0.0.1", ssh.port(), user, keys.credential(), null, false);
    }

    private SshTarget through(Cable wire) {
        return new SshTarget("h", "127.0.0.1", wire.port(), "root", keys.credential(), null, false);
    }
}
