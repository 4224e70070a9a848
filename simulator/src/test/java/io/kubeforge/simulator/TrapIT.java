package io.kubeforge.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kubeforge.simulator.host.PlayLog.Detached;
import io.kubeforge.simulator.host.PlayLog.Played;
import io.kubeforge.simulator.host.Trap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A test can hold a script exactly where something shall break. */
@Timeout(60)
class TrapIT {
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
    void holdsACommandBeforeItDoesAnything() throws Exception {
        Trap trap = held(Trap.Moment.BEGIN);
        assertEquals("op/1", simulation.running("sim-1").orElseThrow());
        assertEquals(
                "running - 0", shell.run(Scripts.poll("op", "1", 0, 0)).output().strip());
        trap.release();
        assertEquals("finished 0", shell.follow("op", "1").output());
        assertTrue(simulation.running("sim-1").isEmpty());
    }

    @Test
    void holdsACommandBetweenTwoBeatsOfWhichTheLogCountsThemAll() throws Exception {
        Trap trap = held(new Trap.Moment(5));
        RemoteShell.Answer held = shell.run(Scripts.poll("op", "1", 0, 0));
        assertTrue(held.output().contains("==> Distribution"), held.output());
        assertFalse(held.output().contains("==> Prepared"), held.output());
        trap.release();
        shell.follow("op", "1");
        Played played = played("prepare").get(0);
        assertTrue(played.beats() > 5, played.toString());
        assertEquals(new Detached("op", 1, played.detached().digest()), played.detached());
    }

    @Test
    void holdsACommandThatIsShorterThanExpectedAtItsEnd() throws Exception {
        Trap trap = held(new Trap.Moment(100_000));
        RemoteShell.Answer held = shell.run(Scripts.poll("op", "1", 0, 0));
        assertTrue(held.output().contains("==> Prepared"), held.output());
        trap.release();
        assertEquals("finished 0", shell.follow("op", "1").output());
    }

    @Test
    void aHostThatRebootsAtTheEndOfACommandHasDoneItAndKnowsNothingOfIt() throws Exception {
        held(Trap.Moment.END);
        simulation.off("sim-1");
        simulation.on("sim-1");
        shell.close();
        shell = RemoteShell.connect(simulation.inventory(), "sim-1");
        RemoteShell.Answer lost = shell.follow("op", "1");
        assertEquals("lost rebooted", lost.output());
        assertTrue(lost.error().contains("==> Prepared"), lost.error());
        assertEquals(null, played("prepare").get(0).exitCode());
    }

    @Test
    void aLookThatIsHeldEndsWithItsConnection() throws Exception {
        Trap trap = simulation.trap("sim-1", "facts", 2, Trap.Moment.END);
        assertEquals(0, shell.run(Scripts.script("facts")).exitCode());
        Thread cutter = new Thread(() -> {
            trap.sprung().join();
            simulation.cut("sim-1");
        });
        cutter.start();
        assertThrows(IOException.class, () -> shell.run(Scripts.script("facts")));
        cutter.join();
    }

    @Test
    void aTrapThatIsReleasedBeforehandHoldsNothing() throws Exception {
        Trap trap = simulation.trap("sim-1", "prepare", 1, Trap.Moment.BEGIN);
        trap.release();
        startPrepare();
        assertEquals("finished 0", shell.follow("op", "1").output());
        assertFalse(trap.hasSprung());
    }

    private void startPrepare() throws IOException {
        assertEquals(
                "started 1\n",
                shell.run(Scripts.start("op", "uid", false, Scripts.prepare())).output());
    }

    /** A trap that holds prepare there. */
    private Trap held(Trap.Moment moment) throws Exception {
        Trap trap = simulation.trap("sim-1", "prepare", 1, moment);
        startPrepare();
        trap.sprung().get(30, TimeUnit.SECONDS);
        return trap;
    }

    private List<Played> played(String script) {
        return simulation.log("sim-1").stream()
                .filter(each -> each.script().equals(script))
                .toList();
    }
}
