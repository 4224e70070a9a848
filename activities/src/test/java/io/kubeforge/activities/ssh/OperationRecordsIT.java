package io.kubeforge.activities.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What stays on a host of the commands that ran there. */
@EnabledOnOs(OS.LINUX)
class OperationRecordsIT {
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

    @Test
    void tellsAHostThatRebootedFromACommandThatWasKilled() throws Exception {
        calls.start("op", FOREVER);
        calls.awaitOutput("op", 1);
        host.crash();
        Files.writeString(host.operation("op", 1).resolve("boot"), "an-earlier-boot\n");

        assertEquals("lost rebooted 6", calls.poll("op", 1, 0, 5).firstLine());
    }

    @Test
    void recordsWhoRanWhatWhenAndHowItEnded() throws Exception {
        calls.start("op", "exit 7");
        calls.pollUntilEnd("op", 1);

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
    void keepsTheNewestFiftyOperations() throws Exception {
        for (int i = 0; i < 60; i++) {
            Files.createDirectories(host.operation("old-" + i, 1));
            Files.setLastModifiedTime(
                    host.operation("old-" + i, 1).getParent(), FileTime.fromMillis(1_000_000_000_000L + i * 1000L));
        }

        calls.start("op", "echo x");

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
        calls.start("op", FOREVER);

        assertEquals("rwx------", OperationCalls.permissions(host.base()));
        assertEquals(
                "rw-------", OperationCalls.permissions(host.operation("op", 1).resolve("script")));
        assertEquals(
                "rw-------", OperationCalls.permissions(host.operation("op", 1).resolve("output")));
    }
}
