package io.kubeforge.activities;

import io.kubeforge.workflows.BringUpHost;
import io.kubeforge.workflows.ClusterActivities.Turn;
import io.kubeforge.workflows.ClusterActivities.Turns;
import io.kubeforge.workflows.connection.WorkflowIds;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the workflows of hosts whether their turn has come, several at a time; to be told twice does no harm. */
final class HostTurns {
    private static final Logger LOG = LoggerFactory.getLogger(HostTurns.class);
    /** Each waits for Temporal's answer. */
    private static final int AT_ONCE = 8;

    private final WorkflowClient client;
    private final Turns turns;

    HostTurns(WorkflowClient client, Turns turns) {
        this.client = client;
        this.turns = turns;
    }

    /** Returns when all have heard it; an interrupt ends it. */
    void tell() {
        ExecutorService tellers = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Future<?>> told = new ArrayList<>();
            turns.turns().forEach(turn -> told.add(tellers.submit(() -> tell(turn))));
            for (Future<?> each : told) {
                each.get();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Telling hosts their turn was interrupted.", interrupted);
        } catch (ExecutionException failure) {
            throw new IllegalStateException("A host could not be told its turn.", failure.getCause());
        } finally {
            tellers.shutdownNow();
        }
    }

    private void tell(Turn turn) {
        String id =
                WorkflowIds.host(turns.cluster().namespace(), turns.cluster().name(), turn.host());
        BringUpHost host = client.newWorkflowStub(BringUpHost.class, id, Optional.of(turn.run()));
        try {
            if (turn.come()) {
                host.proceed();
            } else {
                host.standDown();
            }
        } catch (WorkflowNotFoundException ended) {
            LOG.info("{} need not be told its turn: its workflow has ended", turn.host());
        }
    }
}
