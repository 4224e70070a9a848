package io.kubeforge.activities;

import io.kubeforge.activities.failure.HostFailure;
import io.kubeforge.model.kind.Condition;
import io.kubeforge.model.kind.Conditions;
import io.kubeforge.model.kind.Event;
import io.kubeforge.model.kind.HostStatus;
import io.kubeforge.model.kind.Kinds;
import io.kubeforge.store.EventRecorder;
import io.kubeforge.store.StepLog;
import io.kubeforge.workflows.ClusterRef;
import io.kubeforge.workflows.HostStep;
import io.micronaut.context.annotation.Value;
import io.temporal.activity.Activity;
import io.temporal.failure.ApplicationFailure;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Runs one step and tells everybody: log keys, heartbeats, the Host's status, events, the step's output, and failures
 * under the one name that they have everywhere.
 */
@Singleton
public class StepJournal {
    private static final Logger LOG = LoggerFactory.getLogger(StepJournal.class);
    /** Who records the events of steps. */
    static final String COMPONENT = "kubeforge-worker";

    /**
     * The activity in which a step runs, alone or together with others.
     *
     * @param begun told as soon as the step's command runs on the host
     */
    record Frame(Hearts hearts, Runnable begun) {}

    private final ClusterObjects objects;
    private final HostConnector connector;
    private final StepLog stepLog;
    private final EventRecorder events;
    private final Duration silence;
    private final Pulse pulse = new Pulse();

    /**
     * Writes into these.
     *
     * @param silence how long a command may say nothing before that is told
     */
    public StepJournal(
            ClusterObjects objects,
            HostConnector connector,
            StepLog stepLog,
            EventRecorder events,
            @Value("${kubeforge.worker.silence:5m}") Duration silence) {
        this.objects = objects;
        this.connector = connector;
        this.stepLog = stepLog;
        this.events = events;
        this.silence = silence;
    }

    @PreDestroy
    void close() {
        pulse.close();
    }

    /** Runs a step that belongs to a host, for itself. */
    public <T> T onHost(HostStep step, Function<StepSession, T> work) {
        try (Hearts hearts = hearts()) {
            return onHost(new Frame(hearts, () -> {}), step, work);
        }
    }

    /**
     * Runs a step that belongs to a host: its Host's status tells how it goes.
     *
     * @throws ApplicationFailure the host's failure, by its name; permanent ones are not retried
     */
    <T> T onHost(Frame frame, HostStep step, Function<StepSession, T> work) {
        begin(step);
        T result = run(frame, step, work, failure -> hostFailed(step, failure));
        hostEvent(
                step,
                Event.NORMAL,
                "StepDone",
                step.name() + " for cluster " + step.cluster().name() + " is done");
        return result;
    }

    /** Runs a step on the cluster that uses one of its hosts as the way in; the Host's status stays as it is. */
    public <T> T throughHost(HostStep step, Function<StepSession, T> work) {
        try (Hearts hearts = hearts()) {
            return run(
                    new Frame(hearts, () -> {}),
                    step,
                    work,
                    failure -> clusterEvent(step.cluster(), Event.WARNING, failure.reason(), failure.getMessage()));
        }
    }

    /** Runs work that looks at several hosts and belongs to none of them; Temporal is told that it lives. */
    public <T> T beating(Supplier<T> work) {
        try (Hearts hearts = hearts();
                Heart heart = hearts.begin()) {
            try {
                return work.get();
            } catch (RuntimeException failure) {
                heart.check(); // what broke because the work was interrupted is no failure of its own
                throw failure;
            }
        }
    }

    /** Those of the activity that runs on this thread. */
    Hearts hearts() {
        return new Hearts(Activity.getExecutionContext(), pulse);
    }

    /** Tells what a cluster waits for; the same thing, told again, is one event. */
    void waiting(HostStep step, List<String> waitingFor) {
        String message = step.name() + " waits for " + String.join("; ", waitingFor);
        clusterEvent(step.cluster(), Event.NORMAL, "Waiting", message);
    }

    private <T> T run(Frame frame, HostStep step, Function<StepSession, T> work, Consumer<HostFailure> onFailure) {
        try (Heart heart = frame.hearts().begin();
                MDC.MDCCloseable cluster =
                        MDC.putCloseable("cluster", step.cluster().path());
                MDC.MDCCloseable host = MDC.putCloseable("host", step.host());
                MDC.MDCCloseable name = MDC.putCloseable("step", step.name());
                MDC.MDCCloseable operation = MDC.putCloseable("operation", step.operation())) {
            int attempt = frame.hearts().attempt();
            LOG.info("running {} on {}, attempt {}", step.name(), step.host(), attempt);
            return workAndTidyUp(frame, step, work, heart);
        } catch (HostFailure failure) {
            LOG.warn("{} on {} failed: {}: {}", step.name(), step.host(), failure.reason(), failure.getMessage());
            if (failure.isAboutReachingIt()) {
                condition(step, HostStatus.REACHABLE, Condition.FALSE, failure.reason(), failure.getMessage());
            }
            onFailure.accept(failure);
            throw asTemporalSeesIt(failure);
        }
    }

    /** The heart beats on while a cancelled step is stopped on the host: Temporal waits for the end of that. */
    private <T> T workAndTidyUp(Frame frame, HostStep step, Function<StepSession, T> work, Heart heart) {
        try {
            return connectAndWork(frame, step, work, heart);
        } finally {
            heart.calm();
            if (heart.cancelled()) {
                stop(step);
            }
        }
    }

    private <T> T connectAndWork(Frame frame, HostStep step, Function<StepSession, T> work, Heart heart) {
        try (HostConnector.Visit visit = connector.visit(step.cluster().namespace(), step.host());
                StepSession session =
                        new StepSession(step, visit.remote(), heart, stepLog, silenceOf(step), frame.begun())) {
            heart.check();
            condition(step, HostStatus.REACHABLE, Condition.TRUE, "Connected", "");
            T result = work.apply(session);
            visit.done();
            return result;
        } catch (RuntimeException failure) {
            heart.check(); // what broke because the step was interrupted is no failure of the host
            throw failure;
        }
    }

    private Silence silenceOf(HostStep step) {
        return new Silence(silence, System::nanoTime, message -> {
            LOG.warn("{} on {}: {}", step.name(), step.host(), message);
            hostEvent(step, Event.WARNING, "NoProgress", step.name() + ": " + message);
        });
    }

    /** A cancelled step leaves nothing running on the host; a worker that only shuts down leaves it to the next one. */
    void stop(HostStep step) {
        LOG.info("stopping {} on {}, which was cancelled", step.name(), step.host());
        try (HostConnector.Visit visit = connector.visit(step.cluster().namespace(), step.host())) {
            boolean ran = visit.remote().cancel(step.operation());
            String what = ran ? " was stopped with all its processes; " : " was cancelled while no command of it ran; ";
            stopped(step, Event.NORMAL, "StepStopped", step.name() + what + Leftovers.of(step.name()));
        } catch (HostFailure failure) {
            String message = step.name() + " was cancelled, but what runs on the host could not be stopped: "
                    + failure.getMessage() + " It may go on there up to its own deadline; the next run finds it.";
            stopped(step, Event.WARNING, "StepNotStopped", message);
        }
    }

    private void stopped(HostStep step, String type, String reason, String message) {
        LOG.info("{}: {}", step.host(), message);
        hostEvent(step, type, reason, message);
    }

    private static ApplicationFailure asTemporalSeesIt(HostFailure failure) {
        return failure.permanent()
                ? ApplicationFailure.newNonRetryableFailure(failure.getMessage(), failure.reason())
                : ApplicationFailure.newFailure(failure.getMessage(), failure.reason());
    }

    private void begin(HostStep step) {
        String now = ClusterObjects.now();
        objects.updateHost(step.cluster().namespace(), step.host(), step.pass(), old -> {
            boolean again =
                    step.name().equals(old.step()) && Long.valueOf(step.pass()).equals(old.pass());
            return old.withStep(
                    step.generation(), step.role().text(), step.name(), again ? old.stepStartedAt() : now, step.pass());
        });
    }

    private void hostFailed(HostStep step, HostFailure failure) {
        condition(step, HostStatus.READY, Condition.FALSE, failure.reason(), failure.getMessage());
        hostEvent(step, Event.WARNING, failure.reason(), step.name() + ": " + failure.getMessage());
        clusterEvent(step.cluster(), Event.WARNING, failure.reason(), step.host() + ": " + failure.getMessage());
    }

    private void hostEvent(HostStep step, String type, String reason, String message) {
        objects.host(step.cluster().namespace(), step.host())
                .ifPresent(host -> events.record(Kinds.HOST, host.metadata(), type, reason, message, COMPONENT));
    }

    private void clusterEvent(ClusterRef ref, String type, String reason, String message) {
        objects.cluster(ref)
                .ifPresent(
                        cluster -> events.record(Kinds.CLUSTER, cluster.metadata(), type, reason, message, COMPONENT));
    }

    /** Writes one condition of a Host; a status that would not change is not written. */
    void condition(HostStep step, String type, String status, String reason, String message) {
        Condition condition = new Condition(type, status, reason, message, ClusterObjects.now(), step.generation());
        objects.updateHost(
                step.cluster().namespace(),
                step.host(),
                step.pass(),
                old -> old.withConditions(Conditions.with(old.conditions(), condition)));
    }
}
