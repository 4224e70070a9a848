package io.kubeforge.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperationsIT {
    /** A script that only ends when it is ended. */
    private static final double FOR_EVER = 1e9;

    private Simulation simulation;
    private RemoteShell shell;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        simulation = Simulation.start(folder.resolve("simulation"), 1, 1000);
        shell = RemoteShell.connect(simulation.inventory(), "sim-1");
    }

    @AfterEach
    void stop() {
        shell.close();
        simulation.close();
    }

    @Test
    void followsACommandFromStartToEndAndDoesNotRepeatIt() throws IOException {
        String start = Scripts.start("op", "uid", false, Scripts.prepare());
        assertEquals("started 1\n", shell.run(start).output());
        RemoteShell.Answer end = shell.follow("op", "1");
        assertEquals("finished 0", end.output());
        assertTrue(end.error().startsWith("==> Distribution\n"), end.error());
        assertTrue(end.error().endsWith("==> Prepared for Kubernetes 1.36.3\n"), end.error());
        assertEquals("finished 1 0\n", shell.run(start).output());
        assertEquals(
                "started 2\n",
                shell.run(Scripts.start("op", "uid", false, Scripts.prepare("1.36.2", "")))
                        .output());
    }

    @Test
    void countsAnotherTryAfterAFailure() throws IOException {
        simulation.fail("sim-1", "prepare", 100, "E: Could not get lock /var/lib/dpkg/lock-frontend", 1);
        String start = Scripts.start("op", "uid", false, Scripts.prepare());
        assertEquals("started 1\n", shell.run(start).output());
        RemoteShell.Answer end = shell.follow("op", "1");
        assertEquals("finished 100", end.output());
        assertEquals("E: Could not get lock /var/lib/dpkg/lock-frontend\n", end.error());
        assertEquals("started 2\n", shell.run(start).output());
        assertEquals("finished 0", shell.follow("op", "2").output());
    }

    @Test
    void reattachesAfterACutBecauseTheCommandGoesOn() throws IOException {
        startForEver("op");
        simulation.cut("sim-1");
        shell.awaitEnd();
        assertThrows(IOException.class, () -> RemoteShell.connect(simulation.inventory(), "sim-1"));
        simulation.heal("sim-1");
        try (RemoteShell again = RemoteShell.connect(simulation.inventory(), "sim-1")) {
            assertEquals(
                    "attached 1\n",
                    again.run(Scripts.start("op", "uid", false, Scripts.prepare()))
                            .output());
            assertTrue(again.run(Scripts.poll("op", "1", 0, 0)).output().startsWith("running - "));
        }
    }

    @Test
    void losesWhatRanWhenTheHostReboots() throws IOException {
        String boot = Scripts.keys(shell.run(Scripts.script("facts")).output()).get("boot_id");
        startForEver("op");
        simulation.off("sim-1");
        assertThrows(IOException.class, () -> RemoteShell.connect(simulation.inventory(), "sim-1"));
        simulation.on("sim-1");
        try (RemoteShell again = RemoteShell.connect(simulation.inventory(), "sim-1")) {
            assertEquals("lost rebooted", again.follow("op", "1").output());
            assertFalse(boot.equals(
                    Scripts.keys(again.run(Scripts.script("facts")).output()).get("boot_id")));
            simulation.slow("sim-1", 1);
            assertEquals(
                    "started 2\n",
                    again.run(Scripts.start("op", "uid", false, Scripts.prepare()))
                            .output());
            assertEquals("finished 0", again.follow("op", "2").output());
        }
    }

    @Test
    void isBusyForOthersAndIsTakenOverOnlyByItsOwnCluster() throws IOException {
        startForEver("op");
        assertEquals("busy uid default/demo op 1\n", start("another", "uid-2", true));
        assertEquals("busy uid default/demo op 1\n", start("later", "uid", false));
        assertEquals("started 1\n", start("later", "uid", true));
        assertEquals("finished 143", shell.follow("op", "1").output());
    }

    @Test
    void cancelsWhatRunsAndNothingElse() throws IOException {
        startForEver("op");
        assertEquals(
                "idle\n",
                shell.run(Scripts.script("operation-cancel", "OPERATION", "other"))
                        .output());
        assertEquals(
                "cancelled\n",
                shell.run(Scripts.script("operation-cancel", "OPERATION", "op")).output());
        assertEquals("finished 143", shell.follow("op", "1").output());
        assertEquals(
                "idle\n",
                shell.run(Scripts.script("operation-cancel", "OPERATION", "op")).output());
    }

    @Test
    void endsACommandAtItsDeadline() throws IOException {
        simulation.slow("sim-1", FOR_EVER);
        shell.run(Scripts.start("op", "uid", false, Scripts.prepare()).replace("DEADLINE='60'", "DEADLINE='0'"));
        assertEquals("finished 124", shell.follow("op", "1").output());
    }

    @Test
    void tellsLargeOutputInPiecesAndTheEndWithTheLast() throws IOException {
        simulation.fail("sim-1", "prepare", 7, "x".repeat(150_000), 1);
        shell.run(Scripts.start("op", "uid", false, Scripts.prepare()));
        RemoteShell.Answer first = shell.run(Scripts.poll("op", "1", 0, 5));
        assertEquals("running - 65536", first.firstLine());
        assertEquals(65_536, first.output().length() - first.firstLine().length() - 1);
        RemoteShell.Answer whole = shell.follow("op", "1");
        assertEquals("finished 7", whole.output());
        assertEquals(150_001, whole.error().length());
    }

    @Test
    void saysLostOfATryThatNeverWas() throws IOException {
        assertEquals("lost - 12\n", shell.run(Scripts.poll("never", "3", 12, 0)).output());
    }

    @Test
    void refusesNamesThatCouldLeaveTheFolder() throws IOException {
        assertEquals(2, shell.run(Scripts.poll("../host", "1", 0, 0)).exitCode());
    }

    @Test
    void keepsOnlyTheNewestOperations() throws IOException {
        simulation.fail("sim-1", "prepare", 1, "no", 60);
        for (int number = 1; number <= 55; number++) {
            shell.run(Scripts.start("op-" + number, "uid", false, Scripts.prepare()));
            shell.follow("op-" + number, "1");
        }
        assertEquals("lost -", shell.follow("op-1", "1").output());
        assertEquals("finished 1", shell.follow("op-55", "1").output());
    }

    @Test
    void writesDownWhatWasPlayed() throws IOException {
        shell.run(Scripts.start("op", "uid", false, Scripts.prepare()));
        shell.follow("op", "1");
        assertEquals(
                1,
                simulation.log("sim-1").stream()
                        .filter(played -> played.script().equals("prepare") && played.exitCode() == 0)
                        .count());
    }

    private void startForEver(String operation) throws IOException {
        simulation.slow("sim-1", FOR_EVER);
        assertEquals("started 1\n", start(operation, "uid", false));
    }

    private String start(String operation, String uid, boolean takeOver) throws IOException {
        return shell.run(Scripts.start(operation, uid, takeOver, Scripts.prepare()))
                .output();
    }
}
