package io.kubeforge.standalone.crash;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.model.kind.Cluster;
import io.kubeforge.model.kind.ClusterStatus;
import io.kubeforge.model.kind.Conditions;
import io.kubeforge.model.kind.Kind;
import io.kubeforge.model.kind.Kinds;
import io.kubeforge.model.kind.Operation;
import io.kubeforge.simulator.Inventory;
import io.kubeforge.simulator.Simulation;
import io.kubeforge.simulator.host.PlayLog.Played;
import io.kubeforge.simulator.host.Trap;
import io.kubeforge.standalone.quickstart.ApiFailure;
import io.kubeforge.workflows.connection.WorkflowIds;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowServiceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One cluster that is made on simulated hosts of its own. */
final class Creation implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NAMESPACE = "default";
    private static final double SPEED = 40;
    private static final Duration TO_ORDER = Duration.ofMinutes(1);
    private static final String VIRTUAL_IP = "192.0.2.9";

    private final Topology topology;
    private final Shape shape;
    private final String name;
    private final Simulation simulation;

    /** Fresh hosts, that nobody knows of yet. */
    Creation(Topology topology, Shape shape, String name, Path folder) {
        this.topology = topology;
        this.shape = shape;
        this.name = name;
        this.simulation = Simulation.start(folder, shape.hosts().size(), SPEED);
    }

    /** Holds the operation of this point when it comes. */
    Trap trap(Point point) {
        RemoteOperation operation = point.operation();
        return simulation.trap(
                shape.simulated(operation.host()), operation.script(), operation.occurrence(), point.moment());
    }

    /** Creates the Secret, the Hosts and the Cluster; as a user would, once more while the API does not answer. */
    void order() {
        Await.until("the API to take an order", TO_ORDER, () -> {
            try {
                create();
                return true;
            } catch (ApiFailure whileSomethingIsDown) {
                return false;
            }
        });
    }

    private void create() {
        Inventory inventory = simulation.inventory();
        ObjectNode secret = object(Kinds.SECRET, name + "-ssh").put("type", "kubernetes.io/ssh-auth");
        secret.putObject("stringData").put("ssh-privatekey", read(Path.of(inventory.keyFile())));
        topology.api().create(Kinds.SECRET, secret);
        for (String host : shape.hosts()) {
            Inventory.Host simulated = inventory.hosts().stream()
                    .filter(each -> each.name().equals(shape.simulated(host)))
                    .findFirst()
                    .orElseThrow();
            ObjectNode object = object(Kinds.HOST, hostName(host));
            ObjectNode spec = object.putObject("spec");
            spec.put("address", simulated.address()).put("port", simulated.port());
            spec.put("user", inventory.user());
            spec.putObject("credentialsRef").put("name", name + "-ssh");
            topology.api().create(Kinds.HOST, object);
        }
        topology.api().create(Kinds.CLUSTER, cluster());
    }

    private ObjectNode cluster() {
        ObjectNode cluster = object(Kinds.CLUSTER, name);
        ObjectNode spec = cluster.putObject("spec").put("kubernetesVersion", "v1.36.3");
        if (shape.controlPlanes() > 1) {
            spec.putObject("endpoint").put("virtualIP", VIRTUAL_IP);
        }
        shape.controlPlaneHosts()
                .forEach(host ->
                        spec.withObject("/controlPlane").withArray("hosts").add(hostName(host)));
        if (shape.workers() > 0) {
            ObjectNode pool = spec.putArray("workers").addObject().put("name", "general");
            shape.workerHosts().forEach(host -> pool.withArray("hosts").add(hostName(host)));
        }
        return cluster;
    }

    private String hostName(String host) {
        return name + "-" + host;
    }

    /** Whether the user is told that it is Ready. */
    boolean ready() {
        try {
            return read().filter(cluster -> Conditions.isTrue(cluster.status().conditions(), ClusterStatus.READY))
                    .isPresent();
        } catch (ApiFailure whileSomethingIsDown) {
            return false;
        }
    }

    private Optional<Cluster> read() {
        return topology.api().get(Kinds.CLUSTER, NAMESPACE, name);
    }

    /** Whether nothing is left to do: its Operation succeeded, its workflows ended, and nothing runs on its hosts. */
    boolean settled() {
        try {
            return read().map(cluster -> cluster.status().operation())
                            .flatMap(operation -> topology.api().get(Kinds.OPERATION, NAMESPACE, operation))
                            .map(Operation::status)
                            .filter(status -> "Succeeded".equals(status.phase()))
                            .isPresent()
                    && workflowIds().stream().noneMatch(this::isOpen)
                    && shape.hosts().stream()
                            .noneMatch(host ->
                                    simulation.running(shape.simulated(host)).isPresent());
        } catch (ApiFailure whileSomethingIsDown) {
            return false;
        }
    }

    private List<String> workflowIds() {
        List<String> ids = new ArrayList<>(List.of(WorkflowIds.cluster(NAMESPACE, name)));
        shape.hosts().forEach(host -> ids.add(WorkflowIds.host(NAMESPACE, name, hostName(host))));
        return ids;
    }

    private boolean isOpen(String workflow) {
        try {
            return topology.workflows()
                            .newUntypedWorkflowStub(workflow)
                            .describe()
                            .getStatus()
                    == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;
        } catch (WorkflowNotFoundException neverStarted) {
            return false;
        } catch (WorkflowServiceException whileTemporalIsDown) {
            return true;
        }
    }

    /** Drops the connections to a host; it can be reached again at once. */
    void cut(String host) {
        simulation.cut(shape.simulated(host));
        simulation.heal(shape.simulated(host));
    }

    /** Takes a host's power and gives it back. */
    void reboot(String host) {
        simulation.off(shape.simulated(host));
        simulation.on(shape.simulated(host));
    }

    /** What was played on a host, in the order of its ends. */
    List<Played> log(String host) {
        return simulation.log(shape.simulated(host));
    }

    /** What the hosts say of it. */
    Verdict verdict() {
        return Verdict.of(Evidence.of(shape, simulation));
    }

    /** What the user is told, for a report of a failure. */
    String conditions() {
        try {
            return read().map(cluster ->
                            cluster.status().phase() + " " + cluster.status().conditions())
                    .orElse("the Cluster is gone");
        } catch (ApiFailure failure) {
            return failure.getMessage();
        }
    }

    private static ObjectNode object(Kind<?> kind, String name) {
        ObjectNode object = JSON.createObjectNode();
        object.put("apiVersion", kind.apiVersion()).put("kind", kind.name());
        object.putObject("metadata").put("name", name).put("namespace", NAMESPACE);
        return object;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException cause) {
            throw new UncheckedIOException("The key " + file + " cannot be read.", cause);
        }
    }

    /** Ends its hosts. */
    @Override
    public void close() {
        simulation.close();
    }
}
