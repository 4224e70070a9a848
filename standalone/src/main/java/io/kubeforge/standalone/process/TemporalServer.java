package io.kubeforge.standalone.process;

import io.grpc.StatusRuntimeException;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Temporal dev server with its Web UI and a database on disk, so that workflows go on after a restart. */
public final class TemporalServer implements Temporal {
    /** The namespace that the dev server makes. */
    public static final String NAMESPACE = "default";

    private static final String NAME = "temporal";
    private static final String DATABASE_SUFFIX = ".db";
    private static final Duration TO_START = Duration.ofSeconds(60);
    private static final Duration TO_LOOK = Duration.ofSeconds(2);

    private static final int STARTS = 3;
    private static final Duration BEFORE_NEXT_TRY = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(TemporalServer.class);

    private final DataFolder folder;
    private final List<String> command;
    private final int port;
    private final int uiPort;
    private ChildProcess child;
    private boolean closed;

    private TemporalServer(DataFolder folder, List<String> command, Settings settings) {
        this.folder = folder;
        this.command = command;
        this.port = settings.port();
        this.uiPort = settings.uiPort();
    }

    /** How the server is reached, and what it shall know. */
    public record Settings(int port, int uiPort, List<String> searchAttributes) {}

    /** The version of the server that made the database in the data folder; its file is not migrated to another. */
    public static Optional<String> versionOfDatabase(DataFolder folder) {
        if (!Files.isDirectory(folder.temporal())) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(folder.temporal())) {
            List<String> versions = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(DATABASE_SUFFIX))
                    .map(name -> name.substring(0, name.length() - DATABASE_SUFFIX.length()))
                    .toList();
            if (versions.size() > 1) {
                throw new RefusedToStart("The folder " + folder.temporal() + " holds databases of several versions of"
                        + " Temporal (" + String.join(", ", versions) + "); leave the one that is in use.");
            }
            return versions.stream().findFirst();
        } catch (IOException cause) {
            throw new RefusedToStart("The folder " + folder.temporal() + " cannot be read (" + cause + ").", cause);
        }
    }

    /** The program to run, or empty when none can be had and nothing depends on one version. */
    public static Optional<TemporalVersion> program(DataFolder folder, TemporalBinary binary) {
        Optional<String> wanted = versionOfDatabase(folder);
        Optional<TemporalVersion> found = binary.find(wanted);
        if (found.isEmpty() && wanted.isPresent()) {
            List<String> installed = binary.allInstalled().stream()
                    .map(other -> other.server() + " (" + other.program() + ")")
                    .toList();
            throw new RefusedToStart("The workflows in " + folder.temporal() + " were written by Temporal server "
                    + wanted.get() + ", and here is "
                    + (installed.isEmpty() ? "none that runs" : "only " + String.join(", ", installed))
                    + "; bring a temporal program with that server, or move the folder away: clusters then go on from"
                    + " what is found on their hosts.");
        }
        return found;
    }

    /** Starts the server, or adopts the one that outlived a killed KubeForge; keeps it running until it is closed. */
    public static TemporalServer start(DataFolder folder, TemporalVersion program, Settings settings) {
        List<String> command = command(folder, program, settings);
        if (!ChildProcess.survives(folder, NAME, command)) {
            ChildProcess.survivor(folder, NAME).ifPresent(ChildProcess::close);
            Ports.requireFree(settings.port(), "Temporal", "--temporal-port");
            Ports.requireFree(settings.uiPort(), "Temporal's Web UI", "--ui-port");
        }
        makeFolder(folder.temporal());
        TemporalServer server = new TemporalServer(folder, command, settings);
        server.startChild();
        return server;
    }

    private synchronized void startChild() {
        WorkflowServiceStubs stubs = WorkflowServiceStubs.newServiceStubs(
                WorkflowServiceStubsOptions.newBuilder().setTarget(target()).build());
        try {
            child = startOrAdopt(stubs, STARTS);
        } finally {
            stubs.shutdownNow();
        }
        child.ended().thenRunAsync(this::startAgain);
    }

    /** The dev server takes free ports for its inner services and ends when another program was faster: ask again. */
    private ChildProcess startOrAdopt(WorkflowServiceStubs stubs, int starts) {
        try {
            return ChildProcess.startOrAdopt(folder, NAME, command, () -> answers(stubs), TO_START);
        } catch (RefusedToStart refusal) {
            if (starts == 1) {
                throw refusal;
            }
            LOG.warn("Temporal is started once more: {}", refusal.getMessage());
            return startOrAdopt(stubs, starts - 1);
        }
    }

    /** A server that ended though nobody asked it to is started again; what it knew is in its database. */
    private synchronized void startAgain() {
        if (closed) {
            return;
        }
        LOG.warn("Temporal (process {}) ended though nobody asked it to; starting it again", child.pid());
        try {
            startChild();
        } catch (RefusedToStart failure) {
            LOG.error("Temporal cannot be started again, trying later: {}", failure.getMessage());
            Executor later = CompletableFuture.delayedExecutor(BEFORE_NEXT_TRY.toSeconds(), TimeUnit.SECONDS);
            later.execute(this::startAgain);
        }
    }

    private static void makeFolder(Path folder) {
        try {
            DataFolder.makePrivate(folder);
        } catch (IOException cause) {
            throw new RefusedToStart("The folder " + folder + " cannot be made (" + cause + ").", cause);
        }
    }

    private static List<String> command(DataFolder folder, TemporalVersion program, Settings settings) {
        List<String> command = new ArrayList<>(List.of(
                program.program().toString(),
                "server",
                "start-dev",
                "--db-filename",
                folder.temporal().resolve(program.server() + DATABASE_SUFFIX).toString(),
                "--ip",
                "127.0.0.1",
                "--port",
                Integer.toString(settings.port()),
                "--ui-port",
                Integer.toString(settings.uiPort()),
                "--log-level",
                "warn"));
        for (String attribute : settings.searchAttributes()) {
            command.addAll(List.of("--search-attribute", attribute + "=Keyword"));
        }
        return command;
    }

    /** The server does its work when it knows its namespace; it listens a moment earlier. */
    private static boolean answers(WorkflowServiceStubs stubs) {
        try {
            stubs.blockingStub()
                    .withDeadlineAfter(TO_LOOK.toMillis(), TimeUnit.MILLISECONDS)
                    .describeNamespace(DescribeNamespaceRequest.newBuilder()
                            .setNamespace(NAMESPACE)
                            .build());
            return true;
        } catch (StatusRuntimeException notYet) {
            return false;
        }
    }

    /** The process id of the server. */
    public synchronized long pid() {
        return child.pid();
    }

    @Override
    public String target() {
        return "127.0.0.1:" + port;
    }

    @Override
    public Optional<String> webUi() {
        return Optional.of("http://127.0.0.1:" + uiPort);
    }

    @Override
    public synchronized void close() {
        closed = true;
        child.close();
    }
}
