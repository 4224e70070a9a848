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
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
    private String shell = "/bin/sh";

    @BeforeEach
    void makeHost() throws Exception {
        host = new FakeSystemd(folder);
    }

    @AfterEach
    void endHost() throws Exception {
        host.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/bin/sh", "/bin/bash"})
    void runsACommandToItsEndAndKeepsItsResult(String shell) throws Exception {
        this.shell = shell;

        assertEquals("started 1", start("op", "echo out; echo err >&2; exit 5").firstLine());
        Said end = pollUntilEnd("op", 1);

        assertEquals("finished 5 8", end.firstLine());
        assertEquals("out\nerr\n", Files.readString(host.operation("op", 1).resolve("output")));
        assertEquals("5\n", Files.readString(host.operation("op", 1).resolve("rc")));
        assertFalse(Files.exists(host.operation("op", 1).resolve("script")), "the script may hold secrets");
    }

    @Test
    void attachesToACommandThatRuns() throws Exception {
        start("op", FOREVER);

        assertEquals("attached 1", start("op", "echo another text").firstLine());
    }

    @Test
    void doesNotRepeatWhatWasDone() throws Exception {
        start("op", "echo done");
        pollUntilEnd("op", 1);

        assertEquals("finished 1 0", start("op", "echo done").firstLine());
        assertEquals("started 2", start("op", "echo something else").firstLine());
    }

    @Test
    void triesAgainWhatFailed() throws Exception {
        start("op", "exit 1");
        pollUntilEnd("op", 1);

        assertEquals("started 2", start("op", "exit 1").firstLine());
    }

    @Test
    void startsOnceHoweverManyAskAtATime() throws Exception {
        String command = "echo ran >>" + folder + "/ran; while ! [ -e " + folder + "/go ]; do sleep 0.05; done";

        List<String> answers = Crowd.atOnce(40, () -> start("op", command).firstLine());
        Files.createFile(folder.resolve("go"));
        pollUntilEnd("op", 1);

        assertEquals(1, answers.stream().filter("started 1"::equals).count(), answers.toString());
        assertEquals(39, answers.stream().filter("attached 1"::equals).count(), answers.toString());
        assertEquals("ran\n", Files.readString(folder.resolve("ran")));
    }

    @Test
    void letsOneOfManyOperationsHoldTheHost() throws Exception {
        AtomicInteger number = new AtomicInteger();

        List<String> answers = Crowd.atOnce(
                10, () -> start("op-" + number.incrementAndGet(), FOREVER).firstLine());

        assertEquals(1, answers.stream().filter("started 1"::equals).count(), answers.toString());
        answers.remove("started 1");
        assertTrue(answers.stream().allMatch(answer -> answer.startsWith("busy uid ns/c op-")), answers.toString());
    }

    @Test
    void saysWhoHoldsTheHost() throws Exception {
        start("op", FOREVER);

        assertEquals("busy uid ns/c op 1", start("other", "echo x").firstLine());
        assertEquals(
                "busy uid ns/c op 1",
                run(startScript("other", "echo x")
                                .with("CLUSTER_UID", "another")
                                .with("TAKE_OVER", "yes"))
                        .firstLine());
    }

    @Test
    void takesTheHostOverFromAnotherOperationOfTheSameCluster() throws Exception {
        start("op", FOREVER);

        Said answer = run(startScript("other", "echo taken").with("TAKE_OVER", "yes"));

        assertEquals("started 1", answer.firstLine());
        assertEquals("finished 0 6", pollUntilEnd("other", 1).firstLine());
        assertEquals("finished 143", pollUntilEnd("op", 1).firstLine().substring(0, 12));
    }

    @Test
    void callsACommandLostThatWasKilledOutright() throws Exception {
        start("op", FOREVER);
        awaitOutput("op", 1);
        host.crash();

        assertEquals("lost killed 6", poll("op", 1, 0, 5).firstLine());
        assertEquals("started 2", start("op", FOREVER).firstLine());
        assertFalse(Files.exists(host.operation("op", 1).resolve("script")), "a killed command cannot tidy up");
        assertEquals("begun\n", new String(poll("op", 1, 0, 0).afterFirstLine(), StandardCharsets.UTF_8));
    }

    @Test
    void callsAStartLostThatWasKilledHalfWay() throws Exception {
        start("op", "exit 1");
        pollUntilEnd("op", 1);
        Files.createDirectories(host.operation("op", 2));
        Files.copy(
                host.operation("op", 1).resolve("boot"), host.operation("op", 2).resolve("boot"));
        Files.writeString(host.operation("op", 2).resolve("output"), "");

        assertEquals("lost killed 0", poll("op", 2, 0, 5).firstLine());
        assertEquals("started 3", start("op", "exit 1").firstLine());
    }

    @Test
    void tellsAHostThatRebootedFromACommandThatWasKilled() throws Exception {
        start("op", FOREVER);
        awaitOutput("op", 1);
        host.crash();
        Files.writeString(host.operation("op", 1).resolve("boot"), "an-earlier-boot\n");

        assertEquals("lost rebooted 6", poll("op", 1, 0, 5).firstLine());
    }

    @Test
    void recordsWhoRanWhatWhenAndHowItEnded() throws Exception {
        start("op", "exit 7");
        pollUntilEnd("op", 1);

        assertEquals("uid ns/c\n", Files.readString(host.operation("op", 1).resolve("cluster")));
        assertEquals("root\n", Files.readString(host.operation("op", 1).resolve("user")));
        assertEquals("talk\n", Files.readString(host.operation("op", 1).resolve("name")));
        assertEquals("7\n", Files.readString(host.operation("op", 1).resolve("rc")));
        Instant started = Instant.parse(
                Files.readString(host.operation("op", 1).resolve("started")).strip());
        Instant ended = Instant.parse(
                Files.readString(host.operation("op", 1).resolve("ended")).strip());
        assertFalse(ended.isBefore(started));
    }

    @Test
    void letsOneOfTwoClustersThatBothBelieveTheHostTheirsHaveIt() throws Exception {
        AtomicInteger number = new AtomicInteger();

        List<String> answers = Crowd.atOnce(20, () -> {
            String uid = "uid-" + number.incrementAndGet() % 2;
            return run(startScript("op-of-" + uid, FOREVER).with("CLUSTER_UID", uid))
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
        assertEquals("idle", cancel("op").firstLine(), "the host was never used");
        start("op", "(" + FOREVER + ") & " + FOREVER);
        awaitOutput("op", 1);

        assertEquals("idle", cancel("other").firstLine());
        assertEquals("cancelled", cancel("op").firstLine());
        assertEquals("idle", cancel("op").firstLine());
        assertEquals("finished 143", pollUntilEnd("op", 1).firstLine().substring(0, 12));
        assertFalse(Files.exists(host.operation("op", 1).resolve("script")));
    }

    @Test
    void endsACommandAtItsDeadline() throws Exception {
        run(startScript("op", FOREVER).with("DEADLINE", "1"));

        assertEquals("finished 124 6", pollUntilEnd("op", 1).firstLine());
    }

    @Test
    void givesOutputInPiecesAndTheEndOnlyWithTheLastByte() throws Exception {
        start("op", "head -c 150000 /dev/urandom");
        ByteArrayOutputStream collected = new ByteArrayOutputStream();
        List<String> states = new ArrayList<>();
        Said piece;
        do {
            piece = poll("op", 1, collected.size(), 5);
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
    void keepsTheNewestFiftyOperations() throws Exception {
        for (int i = 0; i < 60; i++) {
            Files.createDirectories(host.operation("old-" + i, 1));
            Files.setLastModifiedTime(
                    host.operation("old-" + i, 1).getParent(), FileTime.fromMillis(1_000_000_000_000L + i * 1000L));
        }

        start("op", "echo x");

        try (var left = Files.list(host.base().resolve("operations"))) {
            assertEquals(
                    IntStream.range(11, 60).mapToObj(i -> "old-" + i).collect(Collectors.toSet()),
                    left.map(operation -> operation.getFileName().toString())
                            .filter(name -> !name.equals("op"))
                            .collect(Collectors.toSet()));
        }
    }

    @Test
    void keepsItsFilesToRoot() throws Exception {
        start("op", FOREVER);

        assertEquals("rwx------", permissions(host.base()));
        assertEquals("rw-------", permissions(host.operation("op", 1).resolve("script")));
        assertEquals("rw-------", permissions(host.operation("op", 1).resolve("output")));
    }

    @Test
    void doesNotTakeSilenceOfSystemdForAFreeHost() throws Exception {
        host.says("answer", "");
        Said answer = start("op", "echo x");

        assertEquals(1, answer.exitCode());
        assertTrue(answer.stderr().contains("not understood"), answer.stderr());
        assertFalse(Files.exists(host.operation("op", 1)));
    }

    @Test
    void refusesAHostWithoutSystemd() throws Exception {
        host.says("system", "offline\n");

        assertEquals(3, start("op", "echo x").exitCode());
    }

    @Test
    void refusesAnOperationThatWouldLeaveItsFolder() throws Exception {
        assertEquals(2, run(startScript("../op", "echo x")).exitCode());
    }

    private Script startScript(String operation, String commands) {
        Script payload = Script.of("talk").with("COMMANDS", commands);
        return Script.of("operation-start")
                .with("OPERATION", operation)
                .with("CLUSTER", "ns/c")
                .with("CLUSTER_UID", "uid")
                .with("SCRIPT_NAME", "talk")
                .with("DIGEST", payload.digest())
                .with("DEADLINE", "60")
                .with("TAKE_OVER", "no")
                .with("PAYLOAD", payload.render());
    }

    private Said start(String operation, String commands) throws Exception {
        return run(startScript(operation, commands));
    }

    private Said poll(String operation, int tryNumber, long offset, int seconds) throws Exception {
        return run(Script.of("operation-poll")
                .with("OPERATION", operation)
                .with("TRY", String.valueOf(tryNumber))
                .with("OFFSET", String.valueOf(offset))
                .with("WAIT", String.valueOf(seconds)));
    }

    private Said cancel(String operation) throws Exception {
        return run(Script.of("operation-cancel").with("OPERATION", operation));
    }

    private Said run(Script script) throws Exception {
        return host.run(shell, script.render());
    }

    private Said pollUntilEnd(String operation, int tryNumber) throws Exception {
        Said said = poll(operation, tryNumber, 0, 5);
        while (said.firstLine().startsWith("running")) {
            said = poll(operation, tryNumber, Long.parseLong(said.firstLine().split(" ")[2]), 5);
        }
        return said;
    }

    private void awaitOutput(String operation, int tryNumber) throws Exception {
        while (poll(operation, tryNumber, 0, 5).firstLine().equals("running - 0")) {}
    }

    private static String permissions(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
