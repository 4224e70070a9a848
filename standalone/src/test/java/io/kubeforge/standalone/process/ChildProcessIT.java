package io.kubeforge.standalone.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessIT {
    private static final String NAME = "sleeper";
    private static final Duration TIME = Duration.ofSeconds(20);

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
        ChildProcess.survivor(folder, NAME).ifPresent(ChildProcess::close);
        lock.channel().close();
    }

    @Test
    void hasASessionOfItsOwnSoThatCtrlCDoesNotReachIt() {
        ChildProcess child = start(sleeping(1001));
        String session = Programs.output(TIME, List.of("ps", "-o", "sid=", "-p", Long.toString(child.pid())))
                .orElseThrow();
        assertEquals(Long.toString(child.pid()), session.strip());
    }

    @Test
    void adoptsTheSurvivorThatIsTheSameAndAnswers() {
        ChildProcess first = start(sleeping(1002));
        ChildProcess second = start(sleeping(1002));
        assertEquals(first.pid(), second.pid());
        second.close();
        assertFalse(first.isAlive());
        assertFalse(Files.exists(folder.run(NAME)));
    }

    @Test
    void replacesTheSurvivorThatIsAnother() {
        ChildProcess first = start(sleeping(1003));
        ChildProcess second = start(sleeping(1004));
        assertNotEquals(first.pid(), second.pid());
        assertFalse(first.isAlive());
        assertTrue(second.isAlive());
    }

    @Test
    void findsTheChildWhoseParentWasKilledBeforeItWroteItDown() {
        ChildProcess first = start(sleeping(1005));
        ChildRecord.beforeStart(sleeping(1005)).write(folder.run(NAME));
        assertEquals(first.pid(), start(sleeping(1005)).pid());
    }

    @Test
    void takesNoOtherProcessWithTheSameIdForTheChild() {
        ChildProcess stranger = start(sleeping(1006));
        new ChildRecord(stranger.pid(), "2001-01-01T00:00:00Z", sleeping(1006)).write(folder.run(NAME));
        assertTrue(ChildProcess.survivor(folder, NAME).isEmpty());
        new ChildRecord(stranger.pid(), "", sleeping(1006)).write(folder.run(NAME));
    }

    @Test
    void saysWhyAChildDidNotStart() {
        RefusedToStart refusal = assertThrows(
                RefusedToStart.class,
                () -> ChildProcess.startOrAdopt(
                        folder, NAME, List.of("sh", "-c", "echo the disk is on fire; exit 3"), () -> false, TIME));
        assertTrue(refusal.getMessage().contains("the disk is on fire"), refusal.getMessage());
        assertTrue(refusal.getMessage().contains(folder.log(NAME).toString()), refusal.getMessage());
    }

    private ChildProcess start(List<String> command) {
        return ChildProcess.startOrAdopt(folder, NAME, command, () -> true, TIME);
    }

    private static List<String> sleeping(int seconds) {
        return List.of("sleep", Integer.toString(seconds));
    }
}
