package io.kubeforge.standalone.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.SearchAttributeKey;
import io.temporal.common.SearchAttributes;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class TemporalServerIT {
    private static final SearchAttributeKey<String> ATTRIBUTE = SearchAttributeKey.forKeyword("KubeForgeTest");

    @TempDir
    Path root;

    private DataFolder folder;
    private FileLock lock;
    private TemporalVersion program;
    private TemporalServer.Settings settings;

    @BeforeEach
    void findProgram() {
        folder = new DataFolder(root.resolve("data"));
        lock = folder.lock();
        Path tools = System.getenv("KUBEFORGE_TOOLS") == null
                ? Path.of(System.getProperty("user.home"), ".cache", "kubeforge", "tools")
                : folder.tools();
        Optional<TemporalVersion> found = new TemporalBinary(
                        tools,
                        new TemporalDownload(TemporalDownload.RELEASES, System.err::println),
                        System.err::println)
                .find(Optional.empty());
        assumeTrue(found.isPresent(), "needs the temporal program, or Go to build it");
        program = found.get();
        settings = new TemporalServer.Settings(Ports.anyFree(), Ports.anyFree(), List.of(ATTRIBUTE.getName()));
    }

    @AfterEach
    void stopWhatIsLeft() throws IOException {
        ChildProcess.survivor(folder, "temporal").ifPresent(ChildProcess::close);
        lock.channel().close();
    }

    @Test
    @Timeout(60)
    void aServerThatIsKilledIsStartedAgainAndItsWorkflowGoesOn() {
        try (TemporalServer server = TemporalServer.start(folder, program, settings)) {
            String run = startWorkflow(server);
            long killed = server.pid();
            ProcessHandle process = ProcessHandle.of(killed).orElseThrow();
            process.destroyForcibly();
            process.onExit().join();
            while (server.pid() == killed) {
                Thread.onSpinWait();
            }
            assertRunning(server, run);
        }
        assertTrue(Ports.isFree(settings.port()));
    }

    @Test
    void adoptsTheServerWhoseParentWasKilled() throws Exception {
        try (OtherJvm owner = OtherJvm.run(
                TemporalOwner.class,
                folder.root().toString(),
                program.program().toString(),
                Integer.toString(settings.port()),
                Integer.toString(settings.uiPort()))) {
            long pid = Long.parseLong(owner.says("started"));
            owner.kill();
            try (TemporalServer adopted = TemporalServer.start(folder, program, settings)) {
                assertEquals(pid, adopted.pid());
                assertRunning(adopted, startWorkflow(adopted));
            }
            assertTrue(ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
        }
    }

    @Test
    void replacesASurvivorThatListensElsewhere() throws Exception {
        try (OtherJvm owner = OtherJvm.run(
                TemporalOwner.class,
                folder.root().toString(),
                program.program().toString(),
                Integer.toString(settings.port()),
                Integer.toString(settings.uiPort()))) {
            long old = Long.parseLong(owner.says("started"));
            owner.kill();
            TemporalServer.Settings elsewhere =
                    new TemporalServer.Settings(Ports.anyFree(), Ports.anyFree(), List.of(ATTRIBUTE.getName()));
            try (TemporalServer server = TemporalServer.start(folder, program, elsewhere)) {
                assertNotEquals(old, server.pid());
                assertTrue(Ports.isFree(settings.port()));
            }
        }
    }

    @Test
    void refusesADatabaseOfAnotherVersion() throws IOException {
        Files.createDirectories(folder.temporal());
        Files.createFile(folder.temporal().resolve("0.1.2.db"));
        TemporalBinary binary = new TemporalBinary(
                program.program().getParent(),
                new TemporalDownload(TemporalDownload.RELEASES, System.err::println),
                System.err::println);
        RefusedToStart refusal = assertThrows(RefusedToStart.class, () -> TemporalServer.program(folder, binary));
        assertTrue(refusal.getMessage().contains("0.1.2"), refusal.getMessage());
        assertTrue(refusal.getMessage().contains(program.server()), refusal.getMessage());
    }

    @Test
    void namesTheBusyPortAndTheOption() throws IOException {
        try (java.net.ServerSocket busy =
                new java.net.ServerSocket(settings.port(), 1, java.net.InetAddress.getLoopbackAddress())) {
            RefusedToStart refusal =
                    assertThrows(RefusedToStart.class, () -> TemporalServer.start(folder, program, settings));
            assertTrue(refusal.getMessage().contains(Integer.toString(busy.getLocalPort())), refusal.getMessage());
            assertTrue(refusal.getMessage().contains("--temporal-port"), refusal.getMessage());
        }
    }

    private static String startWorkflow(TemporalServer server) {
        return withClient(server, client -> {
            WorkflowStub workflow = client.newUntypedWorkflowStub(
                    "WaitsForever",
                    WorkflowOptions.newBuilder()
                            .setWorkflowId("waits")
                            .setTaskQueue("nobody-polls")
                            .setTypedSearchAttributes(SearchAttributes.newBuilder()
                                    .set(ATTRIBUTE, "default/demo")
                                    .build())
                            .build());
            return workflow.start().getRunId();
        });
    }

    private static void assertRunning(TemporalServer server, String run) {
        withClient(server, client -> {
            var description = client.newUntypedWorkflowStub("waits").describe();
            assertEquals(run, description.getExecution().getRunId());
            assertEquals(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING, description.getStatus());
            return run;
        });
    }

    private static String withClient(TemporalServer server, java.util.function.Function<WorkflowClient, String> use) {
        WorkflowServiceStubs stubs = WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                .setTarget(server.target())
                .build());
        try {
            return use.apply(WorkflowClient.newInstance(stubs));
        } finally {
            stubs.shutdownNow();
        }
    }
}
