package io.kubeforge.standalone.crash;

import io.kubeforge.model.kind.Kinds;
import io.kubeforge.standalone.process.DataFolder;
import io.kubeforge.standalone.process.EmbeddedDatabase;
import io.kubeforge.standalone.process.TemporalBinary;
import io.kubeforge.standalone.process.TemporalDownload;
import io.kubeforge.standalone.process.TemporalServer;
import io.kubeforge.standalone.process.TemporalVersion;
import io.kubeforge.standalone.quickstart.ApiClient;
import io.kubeforge.standalone.quickstart.ApiFailure;
import io.kubeforge.store.Keyset;
import io.kubeforge.workflows.connection.Attributes;
import io.kubeforge.workflows.connection.Connections;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** The four processes that KubeForge is made of, each of which can be killed and comes again on what it left. */
final class Topology implements AutoCloseable {
    private static final Duration TO_START = Duration.ofMinutes(2);
    private static final int FIRST_PORT = 20_000;
    private static final int PORTS_BEYOND = 32_000;

    private final DataFolder folder;
    private final FileLock lock;
    private final TemporalServer temporal;
    private final WorkflowServiceStubs stubs;
    private final KubeForgeProcess api;
    private final KubeForgeProcess worker;
    private final ApiClient client;
    private EmbeddedDatabase database;
    private boolean closed;

    /** Starts everything below this folder; returns when the API answers. */
    Topology(Path work, Path repository) {
        folder = new DataFolder(work);
        lock = folder.lock();
        List<Integer> ports = freePorts(3);
        database = EmbeddedDatabase.start(folder);
        temporal = TemporalServer.start(
                folder, program(), new TemporalServer.Settings(ports.get(0), ports.get(1), Attributes.NAMES));
        stubs = Connections.connect(temporal.target());
        Keyset.createIfAbsent(folder.keyset());
        Map<String, String> environment = environment(ports.get(2));
        Path logs = work.resolve("log");
        api = new KubeForgeProcess("api", "io.kubeforge.api.ApiApplication", repository, environment, logs);
        worker = new KubeForgeProcess("worker", "io.kubeforge.worker.WorkerApplication", repository, environment, logs);
        api.start();
        client = ApiClient.of(kubeconfig(ports.get(2)));
        awaitApi();
        worker.start();
    }

    private TemporalVersion program() {
        TemporalBinary binary = new TemporalBinary(
                folder.tools(), new TemporalDownload(TemporalDownload.RELEASES, Topology::say), Topology::say);
        return TemporalServer.program(folder, binary)
                .orElseThrow(() -> new IllegalStateException("There is no Temporal server to be killed: put `temporal`"
                        + " on the PATH, or Go to build it with."));
    }

    private static void say(String line) {
        System.out.println(line);
    }

    private Map<String, String> environment(int apiPort) {
        Map<String, String> environment = new HashMap<>();
        environment.put("DATASOURCES_DEFAULT_URL", database.url());
        environment.put("DATASOURCES_DEFAULT_USERNAME", EmbeddedDatabase.USER);
        environment.put("DATASOURCES_DEFAULT_PASSWORD", database.password());
        environment.put("KUBEFORGE_KEYSET_FILE", folder.keyset().toString());
        environment.put("KUBEFORGE_STORE_KEYSET_FILE", folder.keyset().toString());
        environment.put("KUBEFORGE_API_HOST", "127.0.0.1");
        environment.put("KUBEFORGE_API_PORT", Integer.toString(apiPort));
        environment.put("KUBEFORGE_API_TEMPORAL_TARGET", temporal.target());
        environment.put("KUBEFORGE_WORKER_TEMPORAL_TARGET", temporal.target());
        return environment;
    }

    private Path kubeconfig(int apiPort) {
        String text = api.output("io.kubeforge.api.security.AdminKubeconfigCommand", "https://127.0.0.1:" + apiPort);
        try {
            DataFolder.writePrivately(folder.kubeconfig(), text);
            return folder.kubeconfig();
        } catch (IOException cause) {
            throw new UncheckedIOException("The kubeconfig cannot be written.", cause);
        }
    }

    private void awaitApi() {
        Await.until("the API", TO_START, () -> {
            if (!api.isAlive()) {
                throw new IllegalStateException("The api ended; see " + folder.log("api") + ".");
            }
            try {
                client.get(Kinds.CLUSTER, "default", "none");
                return true;
            } catch (ApiFailure notYet) {
                return false;
            }
        });
    }

    /** How a user speaks with it. */
    ApiClient api() {
        return client;
    }

    /** How other clients speak with it. */
    Path kubeconfig() {
        return folder.kubeconfig();
    }

    /** The log of one of its processes. */
    Path log(String process) {
        return folder.log(process);
    }

    /** How Temporal is asked which workflows are open. */
    WorkflowClient workflows() {
        return Connections.client(stubs, TemporalServer.NAMESPACE, "crash-matrix");
    }

    /** Kills one of the four; {@code whileDown} happens before it is there again. */
    void kill(Fault fault, Runnable whileDown) {
        switch (fault) {
            case WORKER_KILLED -> restart(worker, whileDown);
            case API_KILLED -> {
                restart(api, whileDown);
                awaitApi();
            }
            case TEMPORAL_KILLED -> killTemporal(whileDown);
            case POSTGRES_KILLED -> killDatabase(whileDown);
            case CUT_BEFORE, CUT_WHILE, CUT_AFTER, HOST_REBOOTED ->
                throw new IllegalArgumentException(fault.label() + " strikes a host.");
        }
    }

    private static void restart(KubeForgeProcess process, Runnable whileDown) {
        process.kill();
        whileDown.run();
        process.start();
    }

    private void killTemporal(Runnable whileDown) {
        long pid = temporal.pid();
        killed(pid);
        whileDown.run();
        Await.until("Temporal's return", TO_START, () -> temporal.pid() != pid);
    }

    private void killDatabase(Runnable whileDown) {
        killed(postmaster());
        whileDown.run();
        database.close();
        database = EmbeddedDatabase.start(folder);
    }

    private long postmaster() {
        try {
            return Long.parseLong(Files.readAllLines(folder.root().resolve("postgres/postmaster.pid"))
                    .get(0)
                    .strip());
        } catch (IOException cause) {
            throw new UncheckedIOException("PostgreSQL has no pid file.", cause);
        }
    }

    private static void killed(long pid) {
        ProcessHandle process = ProcessHandle.of(pid)
                .orElseThrow(() -> new IllegalStateException("There is no process " + pid + " to be killed."));
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Names the processes that ended though nobody killed them, and starts them again. */
    List<String> revive() {
        List<String> ended = new ArrayList<>();
        for (KubeForgeProcess process : List.of(api, worker)) {
            if (!process.isAlive()) {
                ended.add("the " + process + " ended though nobody killed it; see " + folder.log(process.toString()));
                process.start();
            }
        }
        return ended;
    }

    private static List<Integer> freePorts(int count) {
        List<Integer> ports = new ArrayList<>();
        while (ports.size() < count) {
            int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, PORTS_BEYOND);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                if (!ports.contains(socket.getLocalPort())) {
                    ports.add(socket.getLocalPort());
                }
            } catch (IOException taken) {
                say("port " + port + " is taken, choosing another one");
            }
        }
        return ports;
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        worker.close();
        api.close();
        stubs.shutdownNow();
        temporal.close();
        database.close();
        try {
            lock.channel().close();
        } catch (IOException cause) {
            throw new UncheckedIOException("The data folder's lock cannot be given back.", cause);
        }
    }
}
