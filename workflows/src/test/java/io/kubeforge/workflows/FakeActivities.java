package io.kubeforge.workflows;

import io.kubeforge.model.plan.ClusterPlan;
import io.kubeforge.model.plan.ClusterReport;
import io.kubeforge.model.plan.Duty;
import io.kubeforge.model.plan.HostPlan;
import io.kubeforge.model.plan.Obstacle;
import io.kubeforge.workflows.connection.WorkflowIds;
import io.temporal.activity.Activity;
import io.temporal.client.ActivityCompletionException;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.failure.ApplicationFailure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Hosts and a store that are not there: it writes down what the workflows ask for, and fails where it is told to. */
final class FakeActivities implements HostActivities, ClusterActivities {
    /** What happened, in order: {@code "prepare w-1"}, {@code "extract join token"} … */
    final List<String> journal = new CopyOnWriteArrayList<>();

    final List<ClusterReport> reports = new CopyOnWriteArrayList<>();
    final Map<String, ApplicationFailure> failures = new ConcurrentHashMap<>();
    final Map<String, CountDownLatch> holds = new ConcurrentHashMap<>();
    private final Map<String, Boolean> ready = new ConcurrentHashMap<>();
    private final List<String> healedByReport = new CopyOnWriteArrayList<>();
    private final List<String> healedByFailing = new CopyOnWriteArrayList<>();
    private final List<String> deaf = new CopyOnWriteArrayList<>();
    final AtomicInteger turns = new AtomicInteger();
    private final List<HostPlan> wanted;
    volatile ClusterPlan.Intent intent = ClusterPlan.Intent.RUN;
    volatile boolean virtualAddress;
    volatile List<Obstacle> obstacles = List.of();

    FakeActivities(HostPlan... wanted) {
        this.wanted = new CopyOnWriteArrayList<>(wanted);
    }

    static HostPlan first(String host) {
        return new HostPlan(host, Duty.INITIALISE);
    }

    static HostPlan controlPlane(String host) {
        return new HostPlan(host, Duty.JOIN_CONTROL_PLANE);
    }

    static HostPlan worker(String host) {
        return new HostPlan(host, Duty.JOIN_WORKER);
    }

    void want(HostPlan host) {
        wanted.add(host);
    }

    void dismiss(String host) {
        wanted.removeIf(plan -> plan.host().equals(host));
    }

    /** The step waits until the returned latch is opened, and does not hear meanwhile that it was cancelled. */
    CountDownLatch holdDeaf(String step) {
        deaf.add(step);
        return hold(step);
    }

    /** The step waits until the returned latch is opened. */
    CountDownLatch hold(String step) {
        return holds.computeIfAbsent(step, key -> new CountDownLatch(1));
    }

    void failForGood(String step, String reason) {
        failures.put(step, ApplicationFailure.newNonRetryableFailure(reason + " of " + step, reason));
    }

    /** Fails in a way that may pass, and has passed when it is tried again. */
    void failOnce(String step, String reason) {
        healedByFailing.add(step);
        failures.put(step, ApplicationFailure.newFailure(reason + " of " + step, reason));
    }

    /** Fails in a way that may pass; it passes once a report says that this stands in the way. */
    void failUntilReported(String step, String reason) {
        healedByReport.add(step);
        failures.put(step, ApplicationFailure.newFailure(reason + " of " + step, reason));
    }

    @Override
    public ClusterPlan plan(PlanRequest request) {
        step("plan");
        if (intent != ClusterPlan.Intent.RUN) {
            return ClusterPlan.of(intent, 2, null, "op");
        }
        List<HostPlan> work = new ArrayList<>(wanted);
        work.removeIf(host -> ready.containsKey(host.host())
                || obstacles.stream().anyMatch(o -> o.host().equals(host.host())));
        List<String> nodes = wanted.stream().map(HostPlan::host).toList();
        List<String> planes = wanted.stream()
                .filter(host -> host.duty() != Duty.JOIN_WORKER)
                .map(HostPlan::host)
                .toList();
        boolean initialised = ready.containsKey(nodes.get(0));
        return new ClusterPlan(
                intent, 1, null, "op", work, obstacles, nodes.get(0), planes, virtualAddress, nodes, initialised);
    }

    @Override
    public String extractJoinToken(HostStep step) {
        step("extract join token");
        return "demo-join";
    }

    @Override
    public void publishKubeconfig(HostStep step) {
        step("publish kubeconfig");
    }

    @Override
    public void installNetwork(HostStep step) {
        step("install network");
    }

    @Override
    public void configureNodes(HostStep step) {
        step("configure nodes");
    }

    @Override
    public void waitReady(NodesStep step) {
        step("wait ready");
    }

    @Override
    public void tellHosts(Turns told) {
        WorkflowClient client = Activity.getExecutionContext().getWorkflowClient();
        for (Turn turn : told.turns()) {
            turns.incrementAndGet();
            String id =
                    WorkflowIds.host(told.cluster().namespace(), told.cluster().name(), turn.host());
            BringUpHost host = client.newWorkflowStub(BringUpHost.class, id, Optional.of(turn.run()));
            try {
                if (turn.come()) {
                    host.proceed();
                } else {
                    host.standDown();
                }
            } catch (WorkflowNotFoundException ended) {
                journal.add("ended before it was told " + turn.host());
            }
        }
    }

    @Override
    public void report(ReportRequest request) {
        reports.add(request.report());
        step("report " + request.report().stage());
        if (!request.report().obstacles().isEmpty()) {
            healedByReport.forEach(failures::remove);
        }
    }

    @Override
    public Deletion planDeletion(DeleteCluster.Request request) {
        step("plan deletion");
        Map<Boolean, List<String>> split = new HashMap<>(Map.of(true, new ArrayList<>(), false, new ArrayList<>()));
        wanted.forEach(host -> split.get(host.duty() == Duty.JOIN_WORKER).add(host.host()));
        return new Deletion(split.get(true), split.get(false));
    }

    @Override
    public void finishDeletion(ClusterRef cluster) {
        step("finish deletion");
        intent = ClusterPlan.Intent.NONE;
    }

    @Override
    public void prepare(HostStep step) {
        step("prepare " + step.host());
    }

    @Override
    public void serveVirtualAddress(HostStep step) {
        step("virtual-ip " + step.host());
    }

    @Override
    public void initialise(HostStep step) {
        join(step);
    }

    @Override
    public void joinControlPlane(HostStep step) {
        join(step);
    }

    @Override
    public void joinWorker(HostStep step) {
        join(step);
    }

    private void join(HostStep step) {
        step(step.name() + " " + step.host());
        ready.put(step.host(), true);
    }

    @Override
    public BatchStep.Result prepareBatch(BatchStep batch) {
        return each(batch, this::prepare);
    }

    @Override
    public BatchStep.Result joinBatch(BatchStep batch) {
        return each(batch, this::joinWorker);
    }

    private static BatchStep.Result each(BatchStep batch, Consumer<HostStep> work) {
        BatchStep.Result result = new BatchStep.Result(new ArrayList<>(), new ArrayList<>());
        for (String host : batch.hosts()) {
            try {
                work.accept(batch.on(host));
                result.done().add(host);
            } catch (ApplicationFailure failure) {
                if (failure.isNonRetryable()) {
                    result.failed().add(Obstacles.of(host, batch.name(), failure));
                }
            }
        }
        return result;
    }

    @Override
    public void stop(HostStep step) {
        step("stop " + step.name() + " " + step.host());
    }

    @Override
    public void reset(HostStep step) {
        step("reset " + step.host());
    }

    @Override
    public void release(HostStep step) {
        step("release " + step.host());
    }

    private void step(String name) {
        journal.add(name);
        CountDownLatch hold = holds.get(name);
        if (hold != null) {
            await(hold, !deaf.contains(name));
        }
        ApplicationFailure failure = failures.get(name);
        if (failure != null) {
            journal.add("failed " + name);
            if (healedByFailing.contains(name)) {
                failures.remove(name);
            }
            throw failure;
        }
        journal.add("done " + name);
    }

    /** As the real steps do: heartbeat while waiting, and leave when the workflow cancels the step, if it hears it. */
    private static void await(CountDownLatch hold, boolean hearing) {
        try {
            while (!hold.await(50, java.util.concurrent.TimeUnit.MILLISECONDS)) {
                beat(hearing);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static void beat(boolean hearing) {
        try {
            Activity.getExecutionContext().heartbeat(null);
        } catch (ActivityCompletionException told) {
            if (hearing) {
                throw told;
            }
        }
    }
}
