package io.kubeforge.activities;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.kubeforge.model.plan.Obstacle;
import io.kubeforge.workflows.BatchStep;
import io.kubeforge.workflows.ClusterRef;
import io.kubeforge.workflows.HostStep;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCanceledException;
import io.temporal.failure.ApplicationFailure;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of the hosts of a batch. */
@Timeout(60)
class BatchTest {
    private final Collection<String> began = new ConcurrentLinkedQueue<>();
    private final Collection<String> stopped = new ConcurrentLinkedQueue<>();
    private final Pulse pulse = new Pulse();
    private final Hearts hearts = hearts();

    @AfterEach
    void endPulse() {
        hearts.close();
        pulse.close();
    }

    @Test
    void whoFailsForGoodIsToldAndWhoMayRecoverIsLeft() {
        Batch batch = batch(3, (step, begun) -> {
            switch (step.host()) {
                case "host-0" -> throw ApplicationFailure.newNonRetryableFailure("It has 1 CPU.", "PreflightFailed");
                case "host-1" -> throw ApplicationFailure.newFailure("No answer.", "ConnectTimeout");
                default -> begun.run();
            }
        });

        BatchStep.Result result = batch.run();

        assertEquals(List.of("host-2"), result.done());
        assertEquals(List.of(new Obstacle("host-0", "PreflightFailed", "It has 1 CPU.", true)), result.failed());
    }

    @Test
    void whoIsMuchSlowerThanMostHearsThatHeIsLeftAndNobodyWaitsForHim() {
        Batch batch = batch(4, (step, begun) -> {
            if (step.host().equals("host-3")) {
                untilTheEnd();
            }
        });

        BatchStep.Result result = batch.run();

        assertEquals(Set.of("host-0", "host-1", "host-2"), Set.copyOf(result.done()));
        assertEquals(List.of(), result.failed());
        assertEquals(List.of(), List.copyOf(stopped), "what runs there goes on");
    }

    @Test
    void moreHostsThanMayBeginAtATimeAllBeginWhenTheOthersHaveBegun() {
        CountDownLatch all = new CountDownLatch(Batch.AT_ONCE + 10);
        Batch batch = batch(Batch.AT_ONCE + 10, (step, begun) -> {
            begun.run();
            all.countDown();
            waitFor(all);
        });

        assertEquals(Batch.AT_ONCE + 10, batch.run().done().size());
    }

    @Test
    void whoStillWaitsToBeginWhenTheStepIsCancelledDoesNotBegin() {
        ActivityCanceledException cancelled = new ActivityCanceledException();
        CountDownLatch full = new CountDownLatch(Batch.AT_ONCE);
        Batch batch = batch(Batch.AT_ONCE + 10, (step, begun) -> {
            began.add(step.host());
            full.countDown();
            waitFor(full);
            hearts.stop(cancelled);
            untilTheEnd();
        });

        assertSame(cancelled, assertThrows(ActivityCanceledException.class, batch::run));

        assertEquals(Batch.AT_ONCE, began.size());
        try (Hearts others = hearts()) {
            Batch next = batch(Batch.AT_ONCE, (step, begun) -> {}, others);
            assertEquals(Batch.AT_ONCE, next.run().done().size(), "there is room for the next ones");
        }
    }

    @Test
    void aStepThatIsCancelledIsStoppedAlsoWhereItWasLostBefore() {
        CountDownLatch lost = new CountDownLatch(1);
        Batch batch = batch(2, (step, begun) -> {
            if (step.host().equals("host-0")) {
                lost.countDown();
                throw ApplicationFailure.newFailure("It may still run.", "ConnectionLost");
            }
            waitFor(lost);
            hearts.stop(new ActivityCanceledException());
            untilTheEnd();
        });

        assertThrows(ActivityCanceledException.class, batch::run);

        assertEquals(List.of("host-0"), List.copyOf(stopped), "host-1 stops what it began itself");
    }

    /** Those of an activity to which Temporal says nothing. */
    private Hearts hearts() {
        Class<?>[] types = {ActivityExecutionContext.class};
        Object silent = Proxy.newProxyInstance(BatchTest.class.getClassLoader(), types, (proxy, method, given) -> null);
        return new Hearts((ActivityExecutionContext) silent, pulse);
    }

    private Batch batch(int hosts, BiConsumer<HostStep, Runnable> run) {
        return batch(hosts, run, hearts);
    }

    private Batch batch(int hosts, BiConsumer<HostStep, Runnable> run, Hearts beating) {
        List<String> names =
                IntStream.range(0, hosts).mapToObj(i -> "host-" + i).toList();
        BatchStep step = new BatchStep(new ClusterRef("default", "demo", "uid"), 1, 1, names, "prepare");
        return new Batch(step, beating, new Batch.Work() {
            @Override
            public void run(HostStep one, Runnable begun) {
                run.accept(one, begun);
            }

            @Override
            public void stop(HostStep one) {
                stopped.add(one.host());
            }
        });
    }

    /** As a step that is followed: it ends when it hears that it shall. */
    private void untilTheEnd() {
        try (Heart heart = hearts.begin()) {
            waitFor(new CountDownLatch(1));
            heart.check();
        }
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
