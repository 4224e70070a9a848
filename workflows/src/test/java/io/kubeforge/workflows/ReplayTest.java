package io.kubeforge.workflows;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.kubeforge.workflows.connection.Payloads;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.Worker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Workflows that began under an earlier release go on under this one: their recorded histories replay. A release adds
 * histories; none is removed before its workflows can no longer be running.
 */
class ReplayTest {
    private static final Path HISTORIES = Path.of("src/test/resources/histories");

    @ParameterizedTest
    @MethodSource("histories")
    void aRecordedHistoryReplays(Path history) throws Exception {
        replay(WorkflowExecutionHistory.fromJson(Files.readString(history)));
    }

    @Test
    void aHistoryOfOtherStepsDoesNotReplay() throws IOException {
        String recorded = Files.readString(histories().stream()
                .filter(file -> file.toString().contains("BringUpHost-join"))
                .findFirst()
                .orElseThrow());
        WorkflowExecutionHistory other =
                WorkflowExecutionHistory.fromJson(recorded.replace("\"JoinWorker\"", "\"JoinControlPlane\""));
        assertThrows(Exception.class, () -> replay(other));
    }

    private static void replay(WorkflowExecutionHistory history) throws Exception {
        TestEnvironmentOptions options = TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(WorkflowClientOptions.newBuilder()
                        .setDataConverter(Payloads.converter())
                        .build())
                .build();
        try (TestWorkflowEnvironment environment = TestWorkflowEnvironment.newInstance(options)) {
            Worker worker = environment.newWorker("replay");
            worker.registerWorkflowImplementationTypes(
                    ReconcileClusterImpl.class, BringUpHostImpl.class, DeleteClusterImpl.class);
            WorkflowReplayer.replayWorkflowExecution(history, worker);
        }
    }

    private static List<Path> histories() throws IOException {
        try (Stream<Path> files = Files.walk(HISTORIES)) {
            List<Path> found = files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
            assertFalse(found.isEmpty(), "there are no recorded histories in " + HISTORIES);
            return found;
        }
    }
}
