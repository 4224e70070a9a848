package io.kubeforge.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kubeforge.simulator.state.JsonFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The simulator as a process of its own, as it is packaged and with little memory. */
class SimulatorIT {
    @TempDir
    private Path folder;

    private Process process;

    @BeforeEach
    void begin() throws IOException {
        process = start();
    }

    @AfterEach
    void end() {
        process.destroyForcibly();
    }

    private Process start() throws IOException {
        Process started = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-jar",
                        Path.of("target", "kubeforge-simulator.jar").toString(),
                        "--directory",
                        folder.toString(),
                        "--hosts",
                        "3",
                        "--speed",
                        "1000")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out = started.inputReader();
        assertTrue(String.valueOf(out.readLine()).startsWith("ready "));
        return started;
    }

    @Test
    void endsWellWhenItIsTerminated() throws InterruptedException {
        process.destroy();
        assertTrue(process.waitFor(20, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue());
        assertThrows(IOException.class, () -> Control.ask(folder, List.of("list")));
    }

    @Test
    void keepsPortsKeysAndDisksWhenItIsKilledAndLosesOnlyWhatRan() throws Exception {
        Inventory before = inventory();
        try (RemoteShell shell = RemoteShell.connect(before, "sim-1")) {
            assertEquals(0, shell.run(Scripts.prepare()).exitCode());
            Control.ask(folder, List.of("slow", "sim-1", "1e9"));
            String endless = Scripts.start("op", "uid", false, Scripts.prepare());
            assertEquals("started 1\n", shell.run(endless).output());
        }
        process.destroyForcibly().waitFor();
        process = start();
        assertEquals(before, inventory());
        try (RemoteShell shell = RemoteShell.connect(before, "sim-1")) {
            assertEquals("lost rebooted", shell.follow("op", "1").output());
            Control.ask(folder, List.of("slow", "sim-1", "1"));
            assertTrue(!shell.run(Scripts.prepare()).output().contains("changed "));
        }
    }

    @Test
    void obeysTheControlClient() throws IOException {
        assertTrue(Control.ask(folder, List.of("list")).contains("sim-3 127.0.0.1:"));
        Control.ask(folder, List.of("off", "sim-3"));
        assertTrue(Control.ask(folder, List.of("list")).endsWith(" off"));
        Control.ask(folder, List.of("fail", "sim-2", "facts", "9", "no facts today", "1"));
        try (RemoteShell shell = RemoteShell.connect(inventory(), "sim-2")) {
            RemoteShell.Answer failed = shell.run(Scripts.script("facts"));
            assertEquals(9, failed.exitCode());
            assertEquals("no facts today\n", failed.error());
            assertEquals(0, shell.run(Scripts.script("facts")).exitCode());
        }
        List<String> log = Control.ask(folder, List.of("log", "sim-2")).lines().toList();
        assertTrue(log.get(0).endsWith(" facts 9"), log.get(0));
        assertTrue(log.get(1).endsWith(" facts 0"), log.get(1));
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> Control.ask(folder, List.of("explode", "sim-1")));
        assertTrue(refusal.getMessage().startsWith("This is not understood"), refusal.getMessage());
    }

    @Test
    void holdsAndReleasesAScriptForTheControlClient() throws IOException {
        Control.ask(folder, List.of("trap", "sim-1", "prepare", "1", "begin"));
        assertEquals("prepare 1 begin set", Control.ask(folder, List.of("traps", "sim-1")));
        try (RemoteShell shell = RemoteShell.connect(inventory(), "sim-1")) {
            shell.run(Scripts.start("op", "uid", false, Scripts.prepare()));
            assertEquals("op/1", Control.ask(folder, List.of("running", "sim-1")));
            Control.ask(folder, List.of("release", "sim-1"));
            assertEquals("finished 0", shell.follow("op", "1").output());
        }
        assertEquals("prepare 1 begin released", Control.ask(folder, List.of("traps", "sim-1")));
    }

    private Inventory inventory() {
        return new JsonFile<>(folder.resolve("inventory.json"), Inventory.class)
                .read()
                .orElseThrow();
    }
}
