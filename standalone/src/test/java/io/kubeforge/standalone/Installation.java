package io.kubeforge.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.model.kind.Cluster;
import io.kubeforge.model.kind.Condition;
import io.kubeforge.model.kind.Conditions;
import io.kubeforge.model.kind.Event;
import io.kubeforge.model.kind.Host;
import io.kubeforge.model.kind.Kind;
import io.kubeforge.model.kind.Kinds;
import io.kubeforge.simulator.Simulation;
import io.kubeforge.standalone.process.DataFolder;
import io.kubeforge.standalone.quickstart.ApiClient;
import io.kubeforge.workflows.connection.Connections;
import io.kubeforge.workflows.connection.WorkflowIds;
import io.temporal.client.WorkflowStub;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** A whole KubeForge for tests: API, worker, PostgreSQL, a real Temporal server, and simulated hosts in this process. */
final class Installation implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double SPEED = 20;

    final Simulation simulation;
    final ApiClient api;
    private final Closing closing = new Closing();
    private final Settings settings;
    private final WorkflowServiceStubs temporal;

    Installation(int hosts) {
        try {
            Path folder = Files.createTempDirectory("kubeforge-it");
            List<Integer> ports = freePorts(3);
            settings = new Settings(new DataFolder(folder), Path.of(".."), ports.get(0), ports.get(1), ports.get(2));
            simulation = Simulation.start(folder.resolve("simulator"), hosts, SPEED);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        Standalone.start(settings, closing, line -> {});
        api = ApiClient.of(settings.folder().kubeconfig());
        temporal = Connections.connect("127.0.0.1:" + settings.temporalPort());
    }

    /** Creates the credential {@code ssh} and a Host for each simulated host that is named. */
    void createHosts(String... names) {
        createSecret("ssh", privateKey());
        for (String name : names) {
            createHost(name, "ssh");
        }
    }

    void createSecret(String name, String privateKey) {
        ObjectNode secret = object("v1", "Secret", name).put("type", "kubernetes.io/ssh-auth");
        secret.putObject("stringData").put("ssh-privatekey", privateKey);
        api.create(Kinds.SECRET, secret);
    }

    void createHost(String name, String secret) {
        JsonNode simulated = simulated(name);
        ObjectNode host = object(Kinds.HOST.apiVersion(), "Host", name);
        ObjectNode spec = host.putObject("spec");
        spec.put("address", simulated.path("address").asText());
        spec.put("port", simulated.path("port").asInt());
        spec.put("user", "root");
        spec.putObject("credentialsRef").put("name", secret);
        api.create(Kinds.HOST, host);
    }

    /** Creates a cluster: the first host is its control plane, the others are workers. */
    void createCluster(String name, String... hosts) {
        createClusterWith(spec -> {}, name, hosts);
    }

    /** The same with more in its spec. */
    void createClusterWith(Consumer<ObjectNode> more, String name, String... hosts) {
        ObjectNode cluster = object(Kinds.CLUSTER.apiVersion(), "Cluster", name);
        ObjectNode spec = cluster.putObject("spec").put("kubernetesVersion", "v1.36.3");
        spec.putObject("controlPlane").putArray("hosts").add(hosts[0]);
        setWorkers(spec, hosts);
        more.accept(spec);
        api.create(Kinds.CLUSTER, cluster);
    }

    /** Creates a cluster of control planes only, which serve this address themselves. */
    void createControlPlanes(String name, String virtualIP, String... hosts) {
        ObjectNode cluster = object(Kinds.CLUSTER.apiVersion(), "Cluster", name);
        ObjectNode spec = cluster.putObject("spec").put("kubernetesVersion", "v1.36.3");
        spec.putObject("endpoint").put("virtualIP", virtualIP);
        List.of(hosts)
                .forEach(host ->
                        spec.withObject("/controlPlane").withArray("hosts").add(host));
        api.create(Kinds.CLUSTER, cluster);
    }

    /** Changes the workers to all but the first of these hosts. */
    void changeWorkers(String name, String... hosts) {
        ObjectNode patch = object(Kinds.CLUSTER.apiVersion(), "Cluster", name);
        setWorkers(patch.putObject("spec"), hosts);
        api.merge(Kinds.CLUSTER, patch);
    }

    private static void setWorkers(ObjectNode spec, String... hosts) {
        if (hosts.length > 1) {
            ObjectNode pool = spec.putArray("workers").addObject().put("name", "general");
            IntStream.range(1, hosts.length)
                    .forEach(i -> pool.withArray("hosts").add(hosts[i]));
        }
    }

    /** Merge-patches one object of the namespace default. */
    void patch(Kind<?> kind, String name, String body) {
        try {
            ObjectNode patch = object(kind.apiVersion(), kind.name(), name);
            JSON.readTree(body).fields().forEachRemaining(field -> {
                if (field.getKey().equals("metadata")) {
                    patch.withObject("/metadata").setAll((ObjectNode) field.getValue());
                } else {
                    patch.set(field.getKey(), field.getValue());
                }
            });
            api.merge(kind, patch);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    void delete(Kind<?> kind, String name) {
        String path = "/namespaces/default/" + kind.plural() + "/" + name;
        curl("-X", "DELETE", (kind.group().isEmpty() ? "/api/" : "/apis/") + kind.apiVersion() + path);
    }

    /** The curl line of the README, with the path as its last argument. */
    private void curl(String... arguments) {
        List<String> command = new ArrayList<>(List.of("curl", "-sS", "--fail-with-body", "--max-time", "20"));
        command.addAll(List.of("--cacert", settings.folder().authority().toString()));
        command.addAll(List.of("-H", "@" + settings.folder().authorization()));
        command.addAll(List.of(arguments));
        command.set(command.size() - 1, settings.apiUrl() + command.get(command.size() - 1));
        try {
            Process curl = new ProcessBuilder(command).redirectErrorStream(true).start();
            String answer = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (curl.waitFor() != 0) {
                throw new IllegalStateException(answer);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    Cluster cluster(String name) {
        return api.get(Kinds.CLUSTER, "default", name).orElseThrow();
    }

    Host host(String name) {
        return api.get(Kinds.HOST, "default", name).orElseThrow();
    }

    /** Waits until a condition of the cluster is True. */
    Condition awaitCluster(String name, String condition, Duration limit) {
        return await(name + " " + condition, limit, () -> Conditions.find(
                        cluster(name).status().conditions(), condition)
                .filter(found -> Condition.TRUE.equals(found.status())));
    }

    /** Waits until a Host is as it should be. */
    Host awaitHost(String name, Duration limit, Predicate<Host> expected) {
        return await("host " + name, limit, () -> Optional.of(host(name)).filter(expected));
    }

    /** Waits until the cluster's object is gone. */
    void awaitGone(String name, Duration limit) {
        await(
                name + " to be gone",
                limit,
                () -> api.get(Kinds.CLUSTER, "default", name).isPresent() ? Optional.empty() : Optional.of(true));
    }

    static <T> T await(String what, Duration limit, Supplier<Optional<T>> question) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() < deadline) {
            Optional<T> answer = question.get();
            if (answer.isPresent()) {
                return answer.get();
            }
            try {
                TimeUnit.MILLISECONDS.sleep(100);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(interrupted);
            }
        }
        throw new AssertionError("Waited " + limit.toSeconds() + " s in vain for " + what);
    }

    /** Reads the watch from the first event on until this one comes. */
    Event awaitEvent(String involved, String reason) throws Exception {
        try (InputStream watch = api.watch(Kinds.EVENT, "default");
                BufferedReader lines = new BufferedReader(new InputStreamReader(watch, StandardCharsets.UTF_8))) {
            while (true) {
                ObjectNode change = (ObjectNode) JSON.readTree(lines.readLine());
                Event event = Kinds.EVENT.read((ObjectNode) change.path("object"));
                if (reason.equals(event.reason())
                        && involved.equals(event.involvedObject().name())) {
                    return event;
                }
            }
        }
    }

    /** The workflow of a cluster, to be cancelled or terminated as in the Web UI. */
    WorkflowStub workflow(String cluster) {
        return Connections.client(temporal, "default", "test")
                .newUntypedWorkflowStub(WorkflowIds.cluster("default", cluster));
    }

    String privateKey() {
        try {
            return Files.readString(Path.of(inventory().path("keyFile").asText()));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** How often the simulated host played this script. */
    long played(String host, String script) {
        return simulation.log(host).stream()
                .filter(played -> played.script().equals(script))
                .count();
    }

    private JsonNode simulated(String name) {
        for (JsonNode host : inventory().path("hosts")) {
            if (host.path("name").asText().equals(name)) {
                return host;
            }
        }
        throw new IllegalArgumentException(name);
    }

    private JsonNode inventory() {
        try {
            return JSON.readTree(
                    settings.folder().root().resolve("simulator/inventory.json").toFile());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static ObjectNode object(String apiVersion, String kind, String name) {
        ObjectNode object =
                JSON.createObjectNode().put("apiVersion", apiVersion).put("kind", kind);
        object.putObject("metadata").put("name", name).put("namespace", "default");
        return object;
    }

    private static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sockets.add(new ServerSocket(0));
        }
        List<Integer> ports = sockets.stream().map(ServerSocket::getLocalPort).toList();
        for (ServerSocket socket : sockets) {
            socket.close();
        }
        return ports;
    }

    @Override
    public void close() {
        temporal.shutdownNow();
        closing.close();
        simulation.close();
    }
}
