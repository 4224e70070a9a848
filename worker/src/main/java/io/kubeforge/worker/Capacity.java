package io.kubeforge.worker;

import io.temporal.worker.tuning.ActivitySlotInfo;
import io.temporal.worker.tuning.CompositeTuner;
import io.temporal.worker.tuning.FixedSizeSlotSupplier;
import io.temporal.worker.tuning.ResourceBasedController;
import io.temporal.worker.tuning.ResourceBasedControllerOptions;
import io.temporal.worker.tuning.ResourceBasedSlotOptions;
import io.temporal.worker.tuning.ResourceBasedSlotSupplier;
import io.temporal.worker.tuning.SlotSupplier;
import io.temporal.worker.tuning.WorkerTuner;
import java.time.Duration;

/**
 * How much a worker does at once. A step costs something only while it begins and ends; in between it waits for its host.
 * So more are taken on as long as there is CPU to spare: a thousand that began at once would keep each other from beating
 * in time, and Temporal would begin them all anew.
 */
final class Capacity {
    /** So many always, however busy the machine is. */
    private static final int STEPS_AT_LEAST = 100;

    private static final int CLUSTER_STEPS = 300;
    private static final int WORKFLOWS = 200;
    /** Each holds a connection to the store for a moment. */
    private static final int REPORTS = 20;

    /** There are none of these. */
    private static final int UNUSED = 1;

    private static final double CPU = 0.9;
    private static final double HEAP = 0.9;
    private static final Duration BETWEEN_STEPS = Duration.ofMillis(5);

    private Capacity() {}

    /** Up to so many steps on workers, and the workflows of these. */
    static WorkerTuner forHosts(int steps) {
        return tuner(steps(steps));
    }

    /** Steps that whole clusters wait for: there is room for them however many hosts are worked on. */
    static WorkerTuner forClusters() {
        return tuner(new FixedSizeSlotSupplier<>(CLUSTER_STEPS));
    }

    private static WorkerTuner tuner(SlotSupplier<ActivitySlotInfo> steps) {
        return new CompositeTuner(
                new FixedSizeSlotSupplier<>(WORKFLOWS),
                steps,
                new FixedSizeSlotSupplier<>(REPORTS),
                new FixedSizeSlotSupplier<>(UNUSED));
    }

    private static SlotSupplier<ActivitySlotInfo> steps(int most) {
        ResourceBasedControllerOptions targets =
                ResourceBasedControllerOptions.newBuilder(HEAP, CPU).build();
        ResourceBasedSlotOptions slots = ResourceBasedSlotOptions.newBuilder()
                .setMinimumSlots(Math.min(STEPS_AT_LEAST, most))
                .setMaximumSlots(most)
                .setRampThrottle(BETWEEN_STEPS)
                .build();
        return ResourceBasedSlotSupplier.createForActivity(
                ResourceBasedController.newSystemInfoController(targets), slots);
    }
}
