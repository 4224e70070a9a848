package io.kubeforge.workflows;

import io.kubeforge.model.plan.Duty;
import io.kubeforge.model.plan.HostPlan;
import io.kubeforge.model.plan.Obstacle;
import io.kubeforge.workflows.connection.WorkflowIds;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Workflow;
import java.time.Duration;

/** {@inheritDoc} */
public class BringUpHostImpl implements BringUpHost {
    static final Duration PREPARE = Duration.ofMinutes(30);
    /** Longer than kubeadm's own timeouts together, which are about 20 minutes. */
    static final Duration KUBEADM = Duration.ofMinutes(25);

    private static final Duration SHORT = Duration.ofMinutes(10);
    static final String VIRTUAL_IP = "virtual-ip";

    private boolean mayProceed;
    private boolean standDown;
    private String step = HostStep.PREPARE;

    @Override
    public Outcome bringUp(Assignment assignment) {
        String host = assignment.plan().host();
        mayProceed |= assignment.mayProceed();
        try {
            HostStep prepare = begin(assignment, HostStep.PREPARE);
            Stubs.onHost(prepare, PREPARE).prepare(prepare);
            details(host, "prepared; waits for its turn");
            if (assignment.plan().duty() == Duty.JOIN_CONTROL_PLANE && !mayProceed) {
                tellParent(assignment);
            }
            Workflow.await(() -> mayProceed || standDown);
            if (!mayProceed) {
                return new Outcome(host, Result.PREPARED, null);
            }
            becomeNode(assignment);
            details(host, "is a node");
            return new Outcome(host, Result.JOINED, null);
        } catch (ActivityFailure failure) {
            Obstacle obstacle = Obstacles.of(host, step, failure);
            details(host, "failed: " + obstacle.reason() + ": " + obstacle.message());
            return new Outcome(host, Result.FAILED, obstacle);
        }
    }

    /** Control planes join one by one, in the order in which they are prepared: a dead one keeps nobody waiting. */
    private static void tellParent(Assignment assignment) {
        ClusterRef cluster = assignment.cluster();
        ReconcileCluster parent = Workflow.newExternalWorkflowStub(
                ReconcileCluster.class, WorkflowIds.cluster(cluster.namespace(), cluster.name()));
        parent.prepared(assignment.plan().host());
    }

    private void becomeNode(Assignment assignment) {
        if (assignment.virtualAddress() && assignment.plan().duty() != Duty.JOIN_WORKER) {
            HostStep serve = begin(assignment, VIRTUAL_IP);
            Stubs.onHost(serve, SHORT).serveVirtualAddress(serve);
        }
        switch (assignment.plan().duty()) {
            case INITIALISE -> {
                HostStep init = begin(assignment, "kubeadm-init");
                Stubs.onHost(init, KUBEADM).initialise(init);
            }
            case JOIN_CONTROL_PLANE -> {
                HostStep join = begin(assignment, HostStep.JOIN);
                Stubs.onHost(join, KUBEADM).joinControlPlane(join);
            }
            case JOIN_WORKER -> {
                HostStep join = begin(assignment, HostStep.JOIN);
                Stubs.onHost(join, KUBEADM).joinWorker(join);
            }
        }
    }

    @Override
    public void proceed() {
        mayProceed = true;
    }

    @Override
    public void standDown() {
        standDown = true;
    }

    private HostStep begin(Assignment assignment, String name) {
        step = name;
        HostPlan plan = assignment.plan();
        details(plan.host(), name + " is under way");
        return HostStep.of(
                assignment.cluster(),
                assignment.pass(),
                assignment.generation(),
                plan.host(),
                plan.duty().role(),
                name);
    }

    private static void details(String host, String what) {
        Workflow.setCurrentDetails("**" + host + "** " + what);
    }
}
