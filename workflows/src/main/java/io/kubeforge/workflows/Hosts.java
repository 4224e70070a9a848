package io.kubeforge.workflows;

import io.kubeforge.model.plan.ClusterPlan;
import io.kubeforge.model.plan.Duty;
import io.kubeforge.model.plan.HostPlan;
import io.kubeforge.model.plan.Obstacle;
import io.kubeforge.workflows.BringUpHost.Outcome;
import io.kubeforge.workflows.BringUpHost.Result;
import io.kubeforge.workflows.ClusterActivities.Turn;
import io.kubeforge.workflows.ClusterActivities.Turns;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The hosts of one cluster that have work, each in a workflow of its own: none waits for another. Very many workers begin in
 * batches; a host that its batch leaves goes on by itself.
 */
final class Hosts implements BatchWork.Members {
    /** Up to so many workers each has a workflow from its beginning. */
    private static final int EACH = 50;

    private static final int BATCHES = 50;
    private static final int LARGEST_BATCH = 25;
    private static final Duration STOP = Duration.ofMinutes(5);

    private final ClusterRef cluster;
    private final Map<String, Work> works = new LinkedHashMap<>();
    private final Map<String, Outcome> outcomes = new HashMap<>();
    private final Set<String> prepared = new HashSet<>();
    private Set<String> wanted = Set.of();
    private boolean telling;
    private int stopping;

    Hosts(ClusterRef cluster) {
        this.cluster = cluster;
    }

    /** Starts what the plan has and nobody works on yet; lets go of hosts that shall no longer be nodes. */
    void bringUp(ClusterPlan plan, long pass) {
        wanted = new HashSet<>(plan.nodes());
        works.entrySet()
                .removeIf(entry ->
                        !wanted.contains(entry.getKey()) && entry.getValue().letGo(entry.getKey()));
        works.keySet().removeIf(this::over);
        outcomes.keySet().retainAll(works.keySet());
        prepared.retainAll(works.keySet());
        boolean clusterIsUp = plan.initialised() && plan.initialise().isEmpty();
        List<String> workers = new ArrayList<>();
        for (HostPlan host : plan.hosts()) {
            if (works.containsKey(host.host())) {
                continue;
            }
            if (host.duty() == Duty.JOIN_WORKER) {
                workers.add(host.host());
            } else {
                boolean mayProceed = host.duty() == Duty.INITIALISE;
                begin(new BringUpHost.Assignment(
                        cluster, pass, plan.generation(), host, mayProceed, plan.virtualAddress()));
            }
        }
        for (List<String> batch : batches(workers)) {
            if (batch.size() == 1) {
                begin(worker(batch.get(0), pass, plan.generation(), clusterIsUp));
            } else {
                BatchWork work = new BatchWork(cluster, pass, plan.generation(), clusterIsUp, this);
                batch.forEach(host -> works.put(host, work));
                work.begin(batch);
            }
        }
    }

    /** Few hosts are on their own from their beginning. */
    private static List<List<String>> batches(List<String> workers) {
        int size = workers.size() <= EACH ? 1 : Math.min(LARGEST_BATCH, (workers.size() + BATCHES - 1) / BATCHES);
        List<List<String>> batches = new ArrayList<>();
        for (int from = 0; from < workers.size(); from += size) {
            batches.add(List.copyOf(workers.subList(from, Math.min(workers.size(), from + size))));
        }
        return batches;
    }

    private BringUpHost.Assignment worker(String host, long pass, long generation, boolean mayProceed) {
        HostPlan plan = new HostPlan(host, Duty.JOIN_WORKER);
        return new BringUpHost.Assignment(cluster, pass, generation, plan, mayProceed, false);
    }

    private void begin(BringUpHost.Assignment assignment) {
        String host = assignment.plan().host();
        HostWork work = new HostWork(assignment);
        works.put(host, work);
        work.begin((result, failure) -> {
            Outcome outcome = failure == null ? result : outcomeOf(host, failure);
            boolean missedItsTurn = outcome != null && outcome.result() == Result.PREPARED && work.told();
            if (missedItsTurn && isWanted(host)) {
                begin(assignment.proceeding());
            } else if (outcome != null) {
                outcome(outcome);
            }
        });
    }

    /** Null when it was cancelled. */
    private static Outcome outcomeOf(String host, RuntimeException failure) {
        return Obstacles.isCancellation(failure)
                ? null
                : new Outcome(host, Result.FAILED, Obstacles.of(host, "BringUpHost", (TemporalFailure) failure));
    }

    @Override
    public void outcome(Outcome outcome) {
        outcomes.put(outcome.host(), outcome);
    }

    /** The host goes on by itself, and finds what runs on it; that of a host that shall not go on is stopped. */
    @Override
    public void left(HostStep step, boolean told) {
        if (isWanted(step.host())) {
            goOn(step, told);
            return;
        }
        stopping++;
        Workflow.newDetachedCancellationScope(() ->
                        Async.procedure(Stubs.onHost(step, STOP)::stop, step).handle((done, failure) -> stopping--))
                .run();
    }

    @Override
    public void stopped(HostStep step, boolean told) {
        if (isWanted(step.host())) {
            goOn(step, told);
        }
    }

    private void goOn(HostStep step, boolean told) {
        begin(worker(step.host(), step.pass(), step.generation(), told));
    }

    @Override
    public boolean isWanted(String host) {
        return wanted.contains(host);
    }

    /** Lets a host proceed, if it is under way and was not told so; with the others of its batch. */
    void proceed(HostPlan host) {
        Work work = works.get(host.host());
        if (work != null && !work.told()) {
            work.proceed();
            tell();
        }
    }

    /** Ends those whose turn will not come. */
    void standDown() {
        List.copyOf(works.values()).forEach(Work::standDown);
        tell();
    }

    private void tell() {
        if (!telling) {
            telling = true;
            Async.procedure(this::tellAll);
        }
    }

    /** As many as there are at a time, each as soon as its workflow can be told anything. */
    private void tellAll() {
        try {
            while (alone().stream().anyMatch(HostWork::isDue)) {
                Workflow.await(() -> alone().stream().noneMatch(HostWork::isDue)
                        || alone().stream().anyMatch(HostWork::isReachable));
                List<Turn> turns = alone().stream()
                        .filter(HostWork::isReachable)
                        .map(HostWork::takeTurn)
                        .toList();
                if (!turns.isEmpty()) {
                    Stubs.onStore("tell hosts").tellHosts(new Turns(cluster, turns));
                }
            }
        } finally {
            telling = false;
        }
    }

    private List<HostWork> alone() {
        return works.values().stream()
                .filter(HostWork.class::isInstance)
                .map(HostWork.class::cast)
                .toList();
    }

    /** Cancels all that is under way; their remote commands are stopped. */
    void cancel() {
        wanted = Set.of();
        List.copyOf(works.values()).forEach(Work::cancel);
    }

    /** Whether nothing is under way. */
    boolean idle() {
        return stopping == 0 && works.values().stream().allMatch(Work::ended);
    }

    /** Whether nobody works on this host (any more). */
    boolean ended(HostPlan host) {
        return !works.containsKey(host.host()) || over(host.host());
    }

    private boolean over(String host) {
        return outcomes.containsKey(host) || works.get(host).ended();
    }

    /** Whether this host became a node in this pass. */
    boolean joined(String host) {
        Outcome outcome = outcomes.get(host);
        return outcome != null && outcome.result() == Result.JOINED;
    }

    /** A host that waits for its turn said so. */
    void markPrepared(String host) {
        prepared.add(host);
    }

    /** Whether this host waits for its turn. */
    boolean prepared(HostPlan host) {
        Work work = works.get(host.host());
        return work != null && prepared.contains(host.host()) && !work.told() && !work.ended();
    }

    /** Whether this host has work in this pass and is no node yet. */
    boolean isMissing(String host) {
        return works.containsKey(host) && !joined(host);
    }

    /** How many hosts became nodes in this pass. */
    int joinedCount() {
        return (int) outcomes.values().stream()
                .filter(outcome -> outcome.result() == Result.JOINED)
                .count();
    }

    /** How many hosts have an outcome, whichever. */
    int endedCount() {
        return (int) works.keySet().stream().filter(this::over).count();
    }

    /** What the hosts that failed ran into. */
    List<Obstacle> obstacles() {
        return works.keySet().stream()
                .map(outcomes::get)
                .filter(Objects::nonNull)
                .map(Outcome::obstacle)
                .filter(Objects::nonNull)
                .toList();
    }
}
