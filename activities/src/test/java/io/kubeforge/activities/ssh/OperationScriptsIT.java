package io.kubeforge.activities.ssh;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kubeforge.activities.ssh.FakeSystemd.Said;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The three scripts that keep detached commands, in a real shell; only systemd is played. */
@EnabledOnOs(OS.LINUX)
class OperationScriptsIT {
    private static final String FOREVER = "echo begun; while :; do sleep 0.1; done";

    @TempDir
    Path folder;

    private FakeSystemd host;
    private OperationCalls calls;

    @BeforeEach
    void makeHost() throws Exception {
        host = new FakeSystemd(folder);
        calls = new OperationCalls(host);
    }

    @AfterEach
    void endHost() throws Exception {
        host.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/bin/sh", "/bin/bash"})
    void runsACommandToItsEndAndKeepsItsResult(String shell) throws Exception {
        calls = new OperationCalls(host, shell);

        assertEquals(
                "started 1", calls.start("op", "echo out; echo err >&2; exit 5").firstLine());
        Said end = calls.pollUntilEnd("op", 1);

        assertEquals("finished 5 8", end.firstLine());
        assertEquals("out\nerr\n", Files.readString(host.operation("op", 1).resolve("output")));
        assertEquals("5\n", Files.readString(host.operation("op", 1).resolve("rc")));
        assertFalse(Files.exists(host.operation("op", 1).resolve("script")), "the script may hold secrets");
    }

    @Test
    void attachesToACommandThatRuns() throws Exception {
        calls.start("op", FOREVER);

        assertEquals("attached 1", calls.start("op", "echo another text").firstLine());
    }

    @Test
    void doesNotRepeatWhatWasDone() throws Exception {
        calls.start("op", "echo done");
        calls.pollUntilEnd("op", 1);

        assertEquals("finished 1 0", calls.start("op", "echo done").firstLine());
        assertEquals("started 2", calls.start("op", "echo something else").firstLine());
    }

    @Test
    void triesAgainWhatFailed() throws Exception {
        calls.start("op", "exit 1");
        calls.pollUntilEnd("op", 1);

        assertEquals("started 2", calls.start("op", "exit 1").firstLine());
    }

    @Test
    void startsOnceHoweverManyAskAtATime() throws Exception {
        String command = "echo ran >>" + folder + "/ran; while ! [ -e " + folder + "/go ]; do sleep 0.05; done";

        List<String> answers = Crowd.atOnce(40, () -> calls.start("op", command).firstLine());
        Files.createFile(folder.resolve("go"));
        calls.pollUntilEnd("op", 1);

        assertEquals(1, answers.stream().filter("started 1"::equals).count(), answers.toString());
        assertEquals(39, answers.stream().filter("attached 1"::equals).count(), answers.toString());
        assertEquals("ran\n", Files.readString(folder.resolve("ran")));
    }

    @Test
    void letsOneOfManyOperationsHoldTheHost() throws Exception {
        AtomicInteger number = new AtomicInteger();

        List<String> answers = Crowd.atOnce(
                10, () -> calls.start("op-" + number.incrementAndGet(), FOREVER).firstLine());

        assertEquals(1, answers.stream().filter("started 1"::equals).count(), answers.toString());
        answers.remove("started 1");
        assertTrue(answers.stream().allMatch(answer -> answer.startsWith("busy uid ns/c op-")), answers.toString());
    }

    @Test
    void saysWhoHoldsTheHost() throws Exception {
        calls.start("op", FOREVER);

        assertEquals("busy uid ns/c op 1", calls.start("other", "echo x").firstLine());
        assertEquals(
                "busy uid ns/c op 1",
                calls.run(calls.startScript("other", "echo x")
                                .with("CLUSTER_UID", "another")
                                .with("TAKE_OVER", "yes"))
                        .firstLine());
    }

    @Test
    void takesTheHostOverFromAnotherOperationOfTheSameCluster() throws Exception {
        calls.start("op", FOREVER);

        Said answer = calls.run(calls.startScript("other", "echo taken").with("TAKE_OVER", "yes"));

        assertEquals("started 1", answer.firstLine());
        assertEquals("finished 0 6", calls.pollUntilEnd("other", 1).firstLine());
        assertEquals("finished 143", calls.pollUntilEnd("op", 1).firstLine().substring(0, 12));
    }

    @Test
    void callsACommandLostThatWasKilledOutright() throws Exception {
        calls.start("op", FOREVER);
        calls.awaitOutput("op", 1);
        host.crash();

        assertEquals("lost killed 6", calls.poll("op", 1, 0, 5).firstLine());
        assertEquals("started 2", calls.start("op", FOREVER).firstLine());
        assertFalse(Files.exists(host.operation("op", 1).resolve("script")), "a killed command cannot tidy up");
        assertEquals("begun\n", new String(calls.poll("op", 1, 0, 0).afterFirstLine(), StandardCharsets.UTF_8));
    }

    @Test
    void callsAStartLostThatWasKilledHalfWay() throws Exception {
        calls.start("op", "exit 1");
        calls.pollUntilEnd("op", 1);
        Files.createDirectories(host.operation("op", 2));
        Files.copy(
                host.operation("op", 1).resolve("boot"), host.operation("op", 2).resolve("boot"));
        Files.writeString(host.operation("op", 2).resolve("output"), "");

        assertEquals("lost killed 0", calls.poll("op", 2, 0, 5).firstLine());
        assertEquals("started 3", calls.start("op", "exit 1").firstLine());
    }

    @Test
    void letsOneOfTwoClustersThatBothBelieveTheHostTheirsHaveIt() throws Exception {
        AtomicInteger number = new AtomicInteger();

        List<String> answers = Crowd.atOnce(20, () -> {
            String uid = "uid-" + number.incrementAndGet() % 2;
            return calls.run(calls.startScript("op-of-" + uid, FOREVER).with("CLUSTER_UID", uid))
                    .firstLine();
        });

        assertEquals(1, answers.stream().filter("started 1"::equals).count(), answers.toString());
        assertEquals(9, answers.stream().filter("attached 1"::equals).count(), answers.toString());
        assertEquals(
                10,
                answers.stream()
                        .filter(answer -> answer.startsWith("busy uid-"))
                        .count(),
                answers.toString());
    }

    @Test
    void cancelsACommandWithEverythingItStarted() throws Exception {
        assertEquals("idle", calls.cancel("op").firstLine(), "the host was never used");
        calls.start("op", "(" + FOREVER + ") & " + FOREVER);
        calls.awaitOutput("op", 1);

        assertEquals("idle", calls.cancel("other").firstLine());
        assertEquals("cancelled", calls.cancel("op").firstLine());
        assertEquals("idle", calls.cancel("op").firstLine());
        assertEquals("finished 143", calls.pollUntilEnd("op", 1).firstLine().substring(0, 12));
        assertFalse(Files.exists(host.operation("op", 1).resolve("script")));
    }

    @Test
    void endsACommandAtItsDeadline() throws Exception {
        calls.run(calls.startScript("op", FOREVER).with("DEADLINE", "1"));

        assertEquals("finished 124 6", calls.pollUntilEnd("op", 1).firstLine());
    }

    @Test
    void givesOutputInPiecesAndTheEndOnlyWithTheLastByte() throws Exception {
        calls.start("op", "head -c 150000 /dev/urandom");
        ByteArrayOutputStream collected = new ByteArrayOutputStream();
        List<String> states = new ArrayList<>();
        Said piece;
        do {
            piece = calls.poll("op", 1, collected.size(), 5);
            collected.write(piece.afterFirstLine());
            assertTrue(piece.afterFirstLine().length <= 65_536);
            assertEquals(collected.size(), Integer.parseInt(piece.firstLine().split(" ")[2]));
            states.add(piece.firstLine().split(" ")[0]);
        } while (states.get(states.size() - 1).equals("running"));

        assertEquals("finished", states.get(states.size() - 1));
        assertArrayEquals(Files.readAllBytes(host.operation("op", 1).resolve("output")), collected.toByteArray());
        assertEquals(150_000, collected.size());
    }

    @Test
    void doesNotTakeSilenceOfSystemdForAFreeHost() throws Exception {
        host.says("answer", "");
        Said answer = calls.start("op", "echo x");

        assertEquals(1, answer.exitCode());
        assertTrue(answer.stderr().contains("not understood"), answer.stderr());
        assertFalse(Files.exists(host.operation("op", 1)));
    }

    @Test
    void refusesAHostWithoutSystemd() throws Exception {
        host.says("system", "offline\n");

        assertEquals(3, calls.start("op", "echo x").exitCode());
    }

    @Test
    void refusesAnOperationThatWouldLeaveItsFolder() throws Exception {
        assertEquals(2, calls.run(calls.startScript("../op", "echo x")).exitCode());
    }
}
