package io.kubeforge.standalone.crash;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.model.kind.Cluster;
import io.kubeforge.model.kind.ClusterStatus;
import io.kubeforge.model.kind.Conditions;
import io.kubeforge.model.kind.Kind;
import io.kubeforge.model.kind.Kinds;
import io.kubeforge.model.kind.Operation;
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
import java.util.Map;
import java.util.Optional;

/** One cluster as a user orders it and is told of it; knows nothing of what kind its hosts are. */
final class Order {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NAMESPACE = "default";
    private static final Duration TO_ORDER = Duration.ofMinutes(1);

    private final Topology topology;
    private final Shape shape;
    private final String name;
    private final Map<String, Place> places;
    private final ObjectNode specOverlay;

    /** Where a host is, and what its object is called. */
    record Place(String object, String address, int port, String user, Path privateKey) {}

    /** Nothing is created yet; the overlay goes over the Cluster's spec. */
    Order(Topology topology, Shape shape, String name, Map<String, Place> places, ObjectNode specOverlay) {
        this.topology = topology;
        this.shape = shape;
        this.name = name;
        this.places = Map.copyOf(places);
        this.specOverlay = specOverlay;
    }

    /** Creates the Secret, the Hosts and the Cluster; as a user would, once more while the API does not answer. */
    void give() {
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
        ObjectNode secret = object(Kinds.SECRET, secretName()).put("type", "kubernetes.io/ssh-auth");
        Path key = places.get(shape.hosts().get(0)).privateKey();
        secret.putObject("stringData").put("ssh-privatekey", read(key));
        topology.api().create(Kinds.SECRET, secret);
        for (String host : shape.hosts()) {
            Place place = places.get(host);
            ObjectNode object = object(Kinds.HOST, place.object());
            ObjectNode spec = object.putObject("spec");
            spec.put("address", place.address()).put("port", place.port());
            spec.put("user", place.user());
            spec.putObject("credentialsRef").put("name", secretName());
            topology.api().create(Kinds.HOST, object);
        }
        topology.api().create(Kinds.CLUSTER, cluster());
    }

    private ObjectNode cluster() {
        ObjectNode cluster = object(Kinds.CLUSTER, name);
        ObjectNode spec = cluster.putObject("spec").put("kubernetesVersion", "v1.36.3");
        shape.controlPlaneHosts().forEach(host -> spec.withObject("/controlPlane")
                .withArray("hosts")
                .add(places.get(host).object()));
        if (shape.workers() > 0) {
            ObjectNode pool = spec.putArray("workers").addObject().put("name", "general");
            shape.workerHosts().forEach(host -> pool.withArray("hosts")
                    .add(places.get(host).object()));
        }
        spec.setAll(specOverlay);
        return cluster;
    }

    /** What its credential is called. */
    String secretName() {
        return name + "-ssh";
    }

    /** Whether the user is told that it is Ready. */
    boolean ready() {
        try {
            return cluster(name)
                    .filter(cluster -> Conditions.isTrue(cluster.status().conditions(), ClusterStatus.READY))
                    .isPresent();
        } catch (ApiFailure whileSomethingIsDown) {
            return false;
        }
    }

    private Optional<Cluster> cluster(String called) {
        return topology.api().get(Kinds.CLUSTER, NAMESPACE, called);
    }

    /** Whether nothing is left to do: its Operation succeeded, and its workflows ended. */
    boolean settled() {
        try {
            return cluster(name)
                            .map(cluster -> cluster.status().operation())
                            .flatMap(operation -> topology.api().get(Kinds.OPERATION, NAMESPACE, operation))
                            .map(Operation::status)
                            .filter(status -> "Succeeded".equals(status.phase()))
                            .isPresent()
                    && workflowIds().stream().noneMatch(this::isOpen);
        } catch (ApiFailure whileSomethingIsDown) {
            return false;
        }
    }

    private List<String> workflowIds() {
        List<String> ids = new ArrayList<>(List.of(WorkflowIds.cluster(NAMESPACE, name)));
        shape.hosts()
                .forEach(host -> ids.add(
                        WorkflowIds.host(NAMESPACE, name, places.get(host).object())));
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

    /** What the user is told, for a report of a failure. */
    String conditions() {
        try {
            return cluster(name)
                    .map(cluster ->
                            cluster.status().phase() + " " + cluster.status().conditions())
                    .orElse("the Cluster is gone");
        } catch (ApiFailure failure) {
            return failure.getMessage();
        }
    }

    /** What the user is told of a host. */
    String conditions(String host) {
        try {
            return topology.api()
                    .get(Kinds.HOST, NAMESPACE, places.get(host).object())
                    .map(found -> found.status().conditions().toString())
                    .orElse("the Host is gone");
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
}
