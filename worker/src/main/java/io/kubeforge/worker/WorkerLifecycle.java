package io.kubeforge.worker;

import io.kubeforge.activities.ClusterActivitiesImpl;
import io.kubeforge.activities.HostActivitiesImpl;
import io.kubeforge.workflows.BringUpHostImpl;
import io.kubeforge.workflows.DeleteClusterImpl;
import io.kubeforge.workflows.ReconcileClusterImpl;
import io.kubeforge.workflows.connection.Connections;
import io.kubeforge.workflows.connection.TaskQueues;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.context.event.StartupEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import io.temporal.worker.tuning.WorkerTuner;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Registers workflows and activities with Temporal, waits for Temporal if need be, and drains at the end. */
@Singleton
@Requires(property = "kubeforge.worker.enabled", notEquals = "false")
public class WorkerLifecycle implements ApplicationEventListener<StartupEvent> {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerLifecycle.class);
    private static final long RETRY_SECONDS = 2;
    private static final long DRAIN_SECONDS = 20;
    /** A host that is brought up alone is a workflow: one that is not kept is replayed at each of its events. */
    private static final int CACHED_WORKFLOWS = 2_000;
    /** To begin a thousand hosts takes a busy machine more than the second that Temporal allows a workflow. */
    private static final Duration PONDERING = Duration.ofSeconds(5);
    /** How often a step tells Temporal at most that it lives, and so how soon it hears that it was cancelled. */
    private static final Duration BEAT = Duration.ofSeconds(2);
    /** A busy worker that has a workflow in memory is waited for so long before its history is read again from its start. */
    private static final Duration FAITHFUL = Duration.ofSeconds(20);

    private final WorkerConfiguration configuration;
    private final WorkflowServiceStubs stubs;
    private final WorkerFactory factory;
    private final ScheduledExecutorService starter = Executors.newSingleThreadScheduledExecutor(runnable -> {
        Thread thread = new Thread(runnable, "worker-start");
        thread.setDaemon(true);
        return thread;
    });

    /** Connects when it is started. */
    public WorkerLifecycle(
            WorkerConfiguration configuration,
            HostActivitiesImpl hostActivities,
            ClusterActivitiesImpl clusterActivities) {
        this.configuration = configuration;
        this.stubs = Connections.connect(configuration.getTemporalTarget());
        String identity =
                "kubeforge-worker " + ManagementFactory.getRuntimeMXBean().getName();
        WorkflowClient client = Connections.client(stubs, configuration.getTemporalNamespace(), identity);
        this.factory = WorkerFactory.newInstance(
                client,
                WorkerFactoryOptions.newBuilder()
                        .setWorkflowCacheSize(CACHED_WORKFLOWS)
                        .setMaxWorkflowThreadCount(CACHED_WORKFLOWS * 2)
                        .build());
        for (Worker worker : List.of(
                worker(TaskQueues.KUBEFORGE, Capacity.forHosts(configuration.getConcurrentSteps())),
                worker(TaskQueues.CLUSTERS, Capacity.forClusters()))) {
            worker.registerWorkflowImplementationTypes(
                    ReconcileClusterImpl.class, BringUpHostImpl.class, DeleteClusterImpl.class);
            worker.registerActivitiesImplementations(hostActivities, clusterActivities);
        }
    }

    private Worker worker(String queue, WorkerTuner capacity) {
        return factory.newWorker(
                queue,
                WorkerOptions.newBuilder()
                        .setWorkerTuner(capacity)
                        .setMaxHeartbeatThrottleInterval(BEAT)
                        .setDefaultDeadlockDetectionTimeout(PONDERING.toMillis())
                        .setStickyQueueScheduleToStartTimeout(FAITHFUL)
                        .build());
    }

    @Override
    public void onApplicationEvent(StartupEvent event) {
        starter.execute(this::start);
    }

    private void start() {
        try {
            Connections.registerAttributes(stubs, configuration.getTemporalNamespace());
            factory.start();
            LOG.info("working on the task queues of {}", configuration.getTemporalTarget());
        } catch (RuntimeException failure) {
            LOG.warn(
                    "Temporal at {} does not answer yet, trying again: {}",
                    configuration.getTemporalTarget(),
                    failure.getMessage());
            starter.schedule(this::start, RETRY_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** Takes no new work and lets running steps go: what runs on hosts goes on, the next worker attaches to it. */
    @PreDestroy
    void stop() {
        starter.shutdownNow();
        factory.shutdown();
        factory.awaitTermination(DRAIN_SECONDS, TimeUnit.SECONDS);
        stubs.shutdown();
    }
}
