package io.kubeforge.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kubeforge.simulator.host.PlayLog.Played;
import io.kubeforge.simulator.ssh.KeyFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulationIT {
    private Path folder;
    private Simulation simulation;

    @BeforeEach
    void start(@TempDir Path temporary) {
        folder = temporary.resolve("simulation");
        simulation = Simulation.start(folder, 2, 1000);
    }

    @AfterEach
    void stop() {
        simulation.close();
    }

    @Test
    void saysThatItsHostsAreSimulatedAndThatEachIsItself() throws IOException {
        Map<String, String> first = facts("sim-1");
        Map<String, String> second = facts("sim-2");
        assertEquals("yes", first.get("simulated"));
        assertEquals("sim-1", first.get("hostname"));
        assertEquals("debian", first.get("os_id"));
        assertEquals("yes", first.get("systemd"));
        assertTrue(first.get("machine_id").matches("[0-9a-f]{32}"));
        for (String key : new String[] {"machine_id", "boot_id", "address", "hostname"}) {
            assertNotEquals(first.get(key), second.get(key), key);
        }
        assertTrue(simulation.inventory().simulated());
    }

    @Test
    void keepsPortsKeysAndDisksButNotTheBootOverARestart() throws IOException {
        Inventory before = simulation.inventory();
        Map<String, String> factsBefore = facts("sim-1");
        try (RemoteShell shell = connect("sim-1")) {
            shell.run(Scripts.prepare());
        }
        simulation.close();
        simulation = Simulation.start(folder, 2, 1000);
        assertEquals(before, simulation.inventory());
        Map<String, String> factsAfter = facts("sim-1");
        assertEquals(factsBefore.get("machine_id"), factsAfter.get("machine_id"));
        assertNotEquals(factsBefore.get("boot_id"), factsAfter.get("boot_id"));
        try (RemoteShell shell = connect("sim-1")) {
            assertTrue(!shell.run(Scripts.prepare()).output().contains("changed "));
        }
    }

    @Test
    void letsAScriptLastAsLongAsWasAskedForAndCountsWhoLogsIn() throws IOException {
        simulation.last("facts", Duration.ofMillis(500));
        facts("sim-1");
        Played played = simulation.log("sim-1").get(0);
        Duration took = Duration.between(Instant.parse(played.start()), Instant.parse(played.end()));
        assertTrue(took.compareTo(Duration.ofMillis(490)) >= 0, took.toString());
        assertEquals(1, simulation.connections("sim-1"));
        assertEquals(0, simulation.connections("sim-2"));
    }

    @Test
    void refusesASecondSimulationInTheSameDirectory() {
        IllegalStateException refusal =
                assertThrows(IllegalStateException.class, () -> Simulation.start(folder, 2, 1000));
        assertTrue(refusal.getMessage().contains("Another simulator already runs"), refusal.getMessage());
    }

    @Test
    void leavesAHostOffOverARestart() throws IOException {
        simulation.off("sim-1");
        simulation.close();
        simulation = Simulation.start(folder, 2, 1000);
        assertThrows(IOException.class, () -> connect("sim-1"));
        facts("sim-2");
        simulation.on("sim-1");
        facts("sim-1");
    }

    @Test
    void showsAnotherHostKeyWhenItIsToldTo() throws IOException {
        Inventory old = simulation.inventory();
        simulation.rekey("sim-1");
        assertThrows(IOException.class, () -> RemoteShell.connect(old, "sim-1"));
        facts("sim-1");
        facts("sim-2");
    }

    @Test
    void letsInOnlyTheAuthorizedKey() throws IOException {
        Path other = folder.resolve("other_key");
        String line = KeyFiles.line(KeyFiles.ensure(other, "other").getPublic());
        Inventory inventory = simulation.inventory();
        assertThrows(IOException.class, () -> RemoteShell.connect(inventory, "sim-1", "root", other));
        simulation.authorize("sim-1", line);
        RemoteShell.connect(inventory, "sim-1", "root", other).close();
        assertThrows(IOException.class, () -> connect("sim-1"));
        simulation.authorize("sim-1", "");
        assertThrows(IOException.class, () -> RemoteShell.connect(inventory, "sim-1", "root", other));
        simulation.authorize("sim-1", null);
        connect("sim-1").close();
    }

    @Test
    void keepsThePrivateKeyToItsOwner() throws IOException {
        Path key = Path.of(simulation.inventory().keyFile());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key)));
        assertTrue(Files.readString(key).startsWith("-----BEGIN OPENSSH PRIVATE KEY-----\n"));
    }

    @Test
    void givesRootToOthersOnlyBySudo() throws IOException {
        Path key = Path.of(simulation.inventory().keyFile());
        try (RemoteShell shell = RemoteShell.connect(simulation.inventory(), "sim-1", "forge", key)) {
            String state = Scripts.script("kubeadm-state", "NODE_NAME", "sim-1");
            assertEquals(0, shell.execute("sudo -n sh -s", state).exitCode());
            assertEquals(1, shell.execute("sh -s", state).exitCode());
            simulation.sudo("sim-1", false);
            RemoteShell.Answer refused = shell.execute("sudo -n sh -s", state);
            assertEquals(1, refused.exitCode());
            assertEquals("sudo: a password is required\n", refused.error());
        }
    }

    @Test
    void runsNoCommandAndNoShell() throws IOException {
        try (RemoteShell shell = connect("sim-1")) {
            Path trace = folder.resolve("trace");
            RemoteShell.Answer command = shell.execute("touch " + trace, "");
            assertEquals(127, command.exitCode());
            assertTrue(command.error().contains("simulated host: only \"sh -s\""), command.error());
            assertEquals(127, shell.run("touch " + trace + "\n").exitCode());
            RemoteShell.Answer unknown = shell.run(Scripts.script("no-such-script"));
            assertEquals(127, unknown.exitCode());
            assertTrue(unknown.error().contains("\"no-such-script\" is unknown"), unknown.error());
            assertTrue(Files.notExists(trace));
        }
    }

    @Test
    void claimsTheOperatingSystemThatItIsTold() throws IOException {
        simulation.os("sim-1", "ubuntu");
        assertEquals("debian", facts("sim-1").get("os_like"));
        simulation.os("sim-1", "darwin");
        assertEquals("no", facts("sim-1").get("systemd"));
        assertThrows(IllegalArgumentException.class, () -> simulation.os("sim-1", "plan9"));
    }

    @Test
    void playsAHundredHosts(@TempDir Path other) throws IOException {
        try (Simulation many = Simulation.start(other.resolve("many"), 100, 1000)) {
            assertEquals(100, many.hostNames().size());
            assertEquals("sim-100", many.hostNames().get(99));
            try (RemoteShell last = RemoteShell.connect(many.inventory(), "sim-100")) {
                assertEquals(
                        "sim-100",
                        Scripts.keys(last.run(Scripts.script("facts")).output()).get("hostname"));
            }
        }
    }

    private Map<String, String> facts(String host) throws IOException {
        try (RemoteShell shell = connect(host)) {
            return Scripts.keys(shell.run(Scripts.script("facts")).output());
        }
    }

    private RemoteShell connect(String host) throws IOException {
        return RemoteShell.connect(simulation.inventory(), host);
    }
}
