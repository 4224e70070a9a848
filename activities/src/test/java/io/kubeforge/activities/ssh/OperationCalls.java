package io.kubeforge.activities.ssh;

import io.kubeforge.activities.ssh.FakeSystemd.Said;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Sends the scripts that keep detached commands to one host, by a shell of the test's choice. */
record OperationCalls(FakeSystemd host, String shell) {
    OperationCalls(FakeSystemd host) {
        this(host, "/bin/sh");
    }

    Script startScript(String operation, String commands) {
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

    Said start(String operation, String commands) throws Exception {
        return run(startScript(operation, commands));
    }

    Said poll(String operation, int tryNumber, long offset, int seconds) throws Exception {
        return run(Script.of("operation-poll")
                .with("OPERATION", operation)
                .with("TRY", String.valueOf(tryNumber))
                .with("OFFSET", String.valueOf(offset))
                .with("WAIT", String.valueOf(seconds)));
    }

    Said cancel(String operation) throws Exception {
        return run(Script.of("operation-cancel").with("OPERATION", operation));
    }

    Said run(Script script) throws Exception {
        return host.run(shell, script.render());
    }

    Said pollUntilEnd(String operation, int tryNumber) throws Exception {
        Said said = poll(operation, tryNumber, 0, 5);
        while (said.firstLine().startsWith("running")) {
            said = poll(operation, tryNumber, Long.parseLong(said.firstLine().split(" ")[2]), 5);
        }
        return said;
    }

    void awaitOutput(String operation, int tryNumber) throws Exception {
        while (poll(operation, tryNumber, 0, 5).firstLine().equals("running - 0")) {}
    }

    static String permissions(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
