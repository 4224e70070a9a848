package io.kubeforge.workflows;

import io.kubeforge.model.plan.ClusterPlan;
import io.kubeforge.model.plan.ClusterReport.Stage;
import io.kubeforge.model.plan.Duty;
import io.kubeforge.model.plan.HostPlan;
import io.kubeforge.model.plan.Obstacle;
import io.kubeforge.model.plan.Role;
import io.kubeforge.workflows.connection.WorkflowIds;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.ChildWorkflowCancellationType;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Functions;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** {@inheritDoc} The table of contents of KubeForge: what happens, in which order, and what is waited for. */
public class ReconcileClusterImpl implements ReconcileCluster {
    private static final Duration SHORT = Duration.ofMinutes(2);
    static final Duration LONG = Duration.ofMinutes(15);

    private final ClusterRef cluster;
    private final Hosts hosts;
    private final Reporter reporter;
    private final Steps steps = new Steps();
    private boolean changed;
    /** The uid of a cluster that was made anew under this name while this one was still worked on. */
    private String successor;

    /** Made with the arguments, so that a signal that comes with the start finds them. */
    @WorkflowInit
    public ReconcileClusterImpl(Request request) {
        cluster = request.cluster();
        hosts = new Hosts(cluster);
        reporter = new Reporter(cluster, hosts);
    }

    @Override
    public void reconcile(Request request) {
        try {
            Next next = pass();
            while (next == Next.AGAIN || (next == Next.SETTLED && changed)) {
                next = pass();
            }
            if (next == Next.RETRY) {
                retry(request.attempt());
            }
        } catch (TemporalFailure failure) {
            if (CancellationScope.current().isCancelRequested()) {
                Workflow.newDetachedCancellationScope(this::cancelled).run();
            }
            throw failure;
        }
        if (successor != null) {
            Workflow.continueAsNew(new Request(new ClusterRef(cluster.namespace(), cluster.name(), successor), 0));
        }
    }

    @Override
    public void changed(Change change) {
        if (cluster.uid().equals(change.uid())) {
            changed = true;
        } else {
            successor = change.uid();
            changed = true;
        }
    }

    @Override
    public void prepared(String host) {
        hosts.markPrepared(host);
    }

    /** What follows a pass. */
    private enum Next {
        /** Something changed meanwhile: plan again at once. */
        AGAIN,
        /** Something is missing for a cause that may pass: wait, then plan again. */
        RETRY,
        /** Nothing to do until somebody changes something. */
        SETTLED
    }

    private Next pass() {
        changed = false;
        long pass = reporter.nextPass();
        ClusterPlan plan = Stubs.onStore("observe and plan").plan(new ClusterActivities.PlanRequest(cluster, pass));
        reporter.planned(plan);
        return switch (plan.intent()) {
            case RUN -> bringUp(plan, pass);
            case PAUSE -> stop(Stage.PAUSED);
            case DELETE -> delete(plan, pass);
            case NONE -> {
                stopHosts();
                yield Next.SETTLED;
            }
        };
    }

    private Next bringUp(ClusterPlan plan, long pass) {
        reporter.report(Stage.PROGRESSING);
        hosts.bringUp(plan, pass);
        int first = plan.initialise().isPresent() ? 1 : 0;
        int joined = hosts.joinedCount() + first;
        if (!firstControlPlane(plan, pass)) {
            if (!changed) {
                hosts.standDown();
            }
            awaitReporting(hosts::idle);
            return conclude();
        }
        Promise<Void> network = step("install-network", plan, pass, step -> Stubs.onCluster("install network", LONG)
                .installNetwork(step));
        plan.withDuty(Duty.JOIN_WORKER).forEach(hosts::proceed);
        Promise<Void> controlPlanes = Async.procedure(() -> growControlPlane(plan, pass));
        awaitReporting(network::isCompleted);
        reporter.networkReached(network);
        new Proofs(cluster, plan, pass, hosts, reporter, steps, () -> changed)
                .run(joined, () -> hosts.idle() && controlPlanes.isCompleted());
        controlPlanes.get(); // when something changed it ends at once
        return conclude();
    }

    /** One by one, for each changes etcd's quorum; whoever is prepared first joins first. */
    private void growControlPlane(ClusterPlan plan, long pass) {
        List<HostPlan> waiting = new ArrayList<>(plan.withDuty(Duty.JOIN_CONTROL_PLANE));
        while (!waiting.isEmpty() && !changed) {
            Workflow.await(
                    () -> changed || waiting.stream().anyMatch(host -> hosts.ended(host) || hosts.prepared(host)));
            waiting.removeIf(hosts::ended);
            Optional<HostPlan> next = waiting.stream().filter(hosts::prepared).findFirst();
            if (next.isPresent() && !changed) {
                hosts.proceed(next.get());
                Workflow.await(() -> changed || hosts.ended(next.get()));
            }
        }
        shareVirtualAddress(plan, pass);
    }

    /** Control planes that were up before those of this pass learn to pass connections to them. */
    private void shareVirtualAddress(ClusterPlan plan, long pass) {
        boolean grown = plan.controlPlanes().stream().anyMatch(hosts::joined);
        if (!plan.virtualAddress() || !grown || changed) {
            return;
        }
        List<String> failed = reporter.obstacles().stream().map(Obstacle::host).toList();
        List<Promise<Void>> shared = new ArrayList<>();
        for (String host : plan.controlPlanes()) {
            if (!failed.contains(host)) {
                String name = BringUpHostImpl.VIRTUAL_IP;
                HostStep step = HostStep.of(cluster, pass, plan.generation(), host, Role.CONTROL_PLANE, name);
                shared.add(steps.start(
                        name + " " + host,
                        () -> Stubs.onHost(step, SHORT).serveVirtualAddress(step),
                        reporter::obstacle));
            }
        }
        Workflow.await(() -> changed || shared.stream().allMatch(Promise::isCompleted));
    }

    /** Whether the cluster's API answers and what is needed to join it lies ready. */
    private boolean firstControlPlane(ClusterPlan plan, long pass) {
        if (plan.initialise().isPresent()) {
            HostPlan first = plan.initialise().get();
            awaitReporting(() -> hosts.ended(first));
            if (changed || !hosts.joined(first.host())) {
                return false;
            }
        }
        if (plan.controlPlaneHost() == null) {
            return false;
        }
        Promise<Void> token = step("join-token", plan, pass, step -> Stubs.onCluster("extract join token", SHORT)
                .extractJoinToken(step));
        Promise<Void> kubeconfig = step("kubeconfig", plan, pass, step -> Stubs.onCluster("publish kubeconfig", SHORT)
                .publishKubeconfig(step));
        Workflow.await(() -> token.isCompleted() && kubeconfig.isCompleted());
        boolean reached = token.getFailure() == null && kubeconfig.getFailure() == null;
        reporter.controlPlaneReached(reached);
        return reached && !changed;
    }

    private Next conclude() {
        if (changed) {
            steps.cancel();
            return Next.AGAIN;
        }
        List<Obstacle> obstacles = reporter.obstacles();
        Stage stage = obstacles.isEmpty()
                ? Stage.READY
                : obstacles.stream().allMatch(Obstacle::permanent) ? Stage.STALLED : Stage.RETRYING;
        reporter.report(stage);
        return stage == Stage.RETRYING ? Next.RETRY : Next.SETTLED;
    }

    private Next stop(Stage stage) {
        stopHosts();
        reporter.report(stage);
        return Next.SETTLED;
    }

    private void stopHosts() {
        hosts.cancel();
        Workflow.await(hosts::idle);
    }

    /** Somebody cancelled the workflow: what runs on the hosts was stopped; say so. */
    private void cancelled() {
        stopHosts();
        steps.await();
        reporter.report(Stage.CANCELLED);
    }

    private Next delete(ClusterPlan plan, long pass) {
        stop(Stage.DELETING);
        DeleteCluster deletion = Workflow.newChildWorkflowStub(
                DeleteCluster.class,
                ChildWorkflowOptions.newBuilder()
                        .setWorkflowId(WorkflowIds.deletion(cluster.namespace(), cluster.name()))
                        .setCancellationType(ChildWorkflowCancellationType.WAIT_CANCELLATION_COMPLETED)
                        .setTypedSearchAttributes(reporter.attributes())
                        .setStaticSummary("delete " + cluster.path())
                        .build());
        DeleteCluster.Remains remains = deletion.delete(new DeleteCluster.Request(cluster, pass, plan.generation()));
        if (remains.obstacles().isEmpty()) {
            return Next.SETTLED;
        }
        remains.obstacles().forEach(reporter::obstacle);
        reporter.report(Stage.DELETING);
        return Next.RETRY;
    }

    /** Waits for the next try, or for a change; a fresh history begins either way. */
    private void retry(int attempt) {
        Duration wait = Backoff.before(attempt, Workflow.newRandom().nextDouble());
        boolean woken = Workflow.await(wait, () -> changed || successor != null);
        String uid = successor == null ? cluster.uid() : successor;
        ClusterRef next = new ClusterRef(cluster.namespace(), cluster.name(), uid);
        Workflow.continueAsNew(new Request(next, woken ? 0 : attempt + 1));
    }

    /** Runs a step on the cluster beside everything else; its failure becomes an obstacle of the cluster. */
    private Promise<Void> step(String name, ClusterPlan plan, long pass, Functions.Proc1<HostStep> activity) {
        HostStep step = HostStep.onCluster(cluster, plan, pass, name);
        return steps.start(name, () -> activity.apply(step), reporter::obstacle);
    }

    /** Waits until it is done or something changed, and reports meanwhile. */
    private void awaitReporting(Supplier<Boolean> done) {
        reporter.reportUntil(() -> changed || done.get());
    }
}
