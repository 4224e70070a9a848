package io.kubeforge.activities;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.model.kind.Cluster;
import io.kubeforge.model.kind.ClusterStatus;
import io.kubeforge.model.kind.Conditions;
import io.kubeforge.model.kind.Kind;
import io.kubeforge.model.kind.Kinds;
import io.kubeforge.model.kind.Operation;
import io.kubeforge.model.plan.ClusterReport;
import io.kubeforge.model.plan.ClusterReport.Stage;
import io.kubeforge.model.plan.Obstacle;
import io.kubeforge.store.AlreadyExistsException;
import io.kubeforge.store.ObjectKey;
import io.kubeforge.store.ResourceStore;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;

/** The Operation objects: one piece of work on one cluster each, with the link to its workflow. */
@Singleton
public class Operations {
    private static final int KEPT = 20;
    private static final String RUNNING = "Running";
    private static final String DELETE = "Delete";

    private final ResourceStore store;
    private final ClusterObjects objects;
    private final TemporalWebUi webUi;

    /** Works on this store. */
    public Operations(ResourceStore store, ClusterObjects objects, TemporalWebUi webUi) {
        this.store = store;
        this.objects = objects;
        this.webUi = webUi;
    }

    /**
     * The Operation that this pass works on: the newest one, if it is about the same generation and is not done; else a
     * new one with a name that a retry of the same pass finds again.
     *
     * @return its name
     */
    public String begin(Cluster cluster, long pass, String workflowId, String runId) {
        String type = typeOf(cluster);
        List<Operation> all = of(cluster);
        if (!all.isEmpty()) {
            Operation newest = all.get(0);
            boolean same = cluster.metadata().generation().equals(newest.spec().generation())
                    && DELETE.equals(type) == DELETE.equals(newest.spec().type());
            if (same && !"Succeeded".equals(newest.status().phase())) {
                String name = newest.metadata().name();
                write(cluster, name, started(newest.status().startedAt(), pass, workflowId, runId));
                return name;
            }
        }
        String name = cluster.metadata().name() + "-" + Long.toString(pass, 36);
        create(cluster, name, type, started(ClusterObjects.now(), pass, workflowId, runId));
        all.stream()
                .skip(KEPT - 1L)
                .forEach(old -> store.delete(key(cluster, old.metadata().name()), null, null));
        return name;
    }

    /** Writes how far the work is. */
    public void report(Cluster cluster, ClusterReport report) {
        if (report.operation() == null) {
            return;
        }
        objects.update(Kinds.OPERATION, cluster.metadata().namespace(), report.operation(), object -> {
            Operation.Status old = Kinds.OPERATION.read(object).status();
            if (old.pass() != null && old.pass() > report.number()) {
                return null;
            }
            object.set("status", Kind.toJson(after(old, report)));
            return object;
        });
    }

    /** Removes all of a cluster's Operations. */
    public void delete(Cluster cluster) {
        of(cluster)
                .forEach(operation ->
                        store.delete(key(cluster, operation.metadata().name()), null, null));
    }

    /** The cluster's Operations, newest first. */
    private List<Operation> of(Cluster cluster) {
        return store.list(Kinds.OPERATION, cluster.metadata().namespace()).items().stream()
                .map(Kinds.OPERATION::read)
                .filter(operation ->
                        cluster.metadata().uid().equals(operation.spec().clusterUid()))
                .sorted(Comparator.comparing((Operation operation) ->
                                Long.parseLong(operation.metadata().resourceVersion()))
                        .reversed())
                .toList();
    }

    private void create(Cluster cluster, String name, String type, Operation.Status status) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.put("apiVersion", Kinds.OPERATION.apiVersion()).put("kind", Kinds.OPERATION.name());
        ObjectNode metadata = object.putObject("metadata");
        metadata.put("name", name).put("namespace", cluster.metadata().namespace());
        metadata.putObject("labels")
                .put(Cluster.CLUSTER_LABEL, cluster.metadata().name());
        object.set(
                "spec",
                Kind.toJson(new Operation.Spec(
                        cluster.metadata().name(),
                        cluster.metadata().uid(),
                        cluster.metadata().generation(),
                        type)));
        object.set("status", Kind.toJson(status));
        try {
            store.create(Kinds.OPERATION, object);
        } catch (AlreadyExistsException again) {
            write(cluster, name, status);
        }
    }

    private void write(Cluster cluster, String name, Operation.Status status) {
        objects.update(Kinds.OPERATION, cluster.metadata().namespace(), name, object -> {
            object.set("status", Kind.toJson(status));
            return object;
        });
    }

    private Operation.Status started(String startedAt, long pass, String workflowId, String runId) {
        String url = webUi.link(workflowId, runId).orElse(null);
        return new Operation.Status(RUNNING, null, null, null, startedAt, null, workflowId, runId, url, pass);
    }

    private static Operation.Status after(Operation.Status old, ClusterReport report) {
        String phase = phase(report.stage());
        List<Operation.Failure> failures =
                report.obstacles().stream().map(Operations::failure).toList();
        return new Operation.Status(
                phase,
                report.hosts(),
                report.hostsDone(),
                failures,
                old.startedAt(),
                RUNNING.equals(phase) ? null : ClusterObjects.now(),
                old.workflowId(),
                old.runId(),
                old.temporalUrl(),
                report.number());
    }

    private static String phase(Stage stage) {
        return switch (stage) {
            case PROGRESSING, RETRYING, DELETING -> RUNNING;
            case READY -> "Succeeded";
            case STALLED -> "Failed";
            case PAUSED, CANCELLED -> "Cancelled";
        };
    }

    private static Operation.Failure failure(Obstacle obstacle) {
        return new Operation.Failure(obstacle.host(), obstacle.reason(), obstacle.message());
    }

    private static String typeOf(Cluster cluster) {
        if (cluster.metadata().isDeleting()) {
            return DELETE;
        }
        ClusterStatus status = cluster.status();
        if (!Conditions.isTrue(status.conditions(), ClusterStatus.AVAILABLE)) {
            return "Create";
        }
        return cluster.metadata().generation().equals(status.observedGeneration()) ? "Repair" : "Change";
    }

    private static ObjectKey key(Cluster cluster, String name) {
        return new ObjectKey(Kinds.OPERATION, cluster.metadata().namespace(), name);
    }
}
