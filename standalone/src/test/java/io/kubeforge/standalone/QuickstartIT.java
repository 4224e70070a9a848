package io.kubeforge.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kubeforge.standalone.process.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(600)
class QuickstartIT {
    @TempDir
    Path folder;

    private final int port = Ports.anyFree();
    private final int temporalPort = Ports.anyFree();
    private final int uiPort = Ports.anyFree();

    @Test
    void goesOnAfterKillAndMakesTheClusterAndLeavesNothingRunning() throws Exception {
        try (Launched first = quickstart()) {
            first.says("prepare: working");
            first.kill();
        }
        try (Launched second = quickstart("--exit-when-ready")) {
            assertEquals(0, second.end(), second.output());
            assertTrue(second.output().contains("going on with cluster default/demo"), second.output());
            assertTrue(second.output().contains("Ready: cluster default/demo"), second.output());
            assertTrue(second.output().contains("no Kubernetes runs there"), second.output());
            assertFalse(second.output().contains("Exception"), second.output());
        }
        assertNothingRuns();
        assertPrivate("kubeconfig");
        assertPrivate("authorization");

        try (Launched third = quickstart()) {
            third.says("press Ctrl-C to end it");
            third.interrupt();
            assertEquals(0, third.end(), third.output());
            assertTrue(third.output().contains("Ready: cluster default/demo"), third.output());
        }
        assertNothingRuns();
    }

    private Launched quickstart(String... more) throws IOException {
        List<String> arguments = Stream.concat(
                        Stream.of(
                                "quickstart",
                                "--port",
                                Integer.toString(port),
                                "--temporal-port",
                                Integer.toString(temporalPort),
                                "--ui-port",
                                Integer.toString(uiPort),
                                "--data",
                                folder.resolve("data").toString()),
                        Stream.of(more))
                .toList();
        return Launched.kubeforge(folder, arguments.toArray(String[]::new));
    }

    private void assertNothingRuns() throws IOException {
        assertTrue(Ports.isFree(port));
        assertTrue(Ports.isFree(temporalPort));
        assertFalse(Files.exists(folder.resolve("data/postgres/postmaster.pid")));
        try (Stream<Path> records = Files.list(folder.resolve("data/run"))) {
            assertEquals(List.of(), records.toList());
        }
    }

    private void assertPrivate(String file) throws IOException {
        assertEquals(
                PosixFilePermissions.fromString("rw-------"),
                Files.getPosixFilePermissions(folder.resolve("data").resolve(file)));
    }
}
