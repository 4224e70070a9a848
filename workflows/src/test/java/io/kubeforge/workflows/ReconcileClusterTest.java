package io.kubeforge.workflows;

import static io.kubeforge.workflows.FakeActivities.controlPlane;
import static io.kubeforge.workflows.FakeActivities.first;
import static io.kubeforge.workflows.FakeActivities.worker;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kubeforge.model.plan.ClusterPlan;
import io.kubeforge.model.plan.ClusterReport;
import io.kubeforge.model.plan.ClusterReport.Stage;
import io.kubeforge.model.plan.HostPlan;
import io.kubeforge.model.plan.Obstacle;
import io.kubeforge.workflows.connection.Attributes;
import io.kubeforge.workflows.connection.Payloads;
import io.kubeforge.workflows.connection.TaskQueues;
import io.kubeforge.workflows.connection.WorkflowIds;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The order of things, with activities that only write down what they are asked for. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ReconcileClusterTest {
    private static final ClusterRef DEMO = new ClusterRef("default", "demo", "uid-1");
    private TestWorkflowEnvironment temporal;

    @AfterEach
    void close() {
        temporal.close();
    }

    @Test
    void bringsUpTheControlPlaneThenTokenNetworkAndWorkersThenProvesIt() {
        FakeActivities fake = new FakeActivities(first("cp-1"), worker("w-1"), worker("w-2"));
        start(fake).getResult(Void.class);

        assertOrder(fake, "done prepare cp-1", "kubeadm-init cp-1", "done kubeadm-init cp-1", "extract join token");
        assertOrder(fake, "done extract join token", "kubeadm-join w-1", "done kubeadm-join w-1");
        assertOrder(fake, "done prepare w-2", "kubeadm-join w-2", "done kubeadm-join w-2");
        int proof = fake.journal.lastIndexOf("wait ready");
        assertTrue(proof > fake.journal.indexOf("done kubeadm-join w-1"), "w-1 is proved");
        assertTrue(proof > fake.journal.indexOf("done kubeadm-join w-2"), "w-2 is proved");
        assertOrder(fake, "done kubeadm-init cp-1", "install network", "done install network", "wait ready");
        assertEquals(Stage.READY, last(fake).stage());
        assertEquals(3, last(fake).hostsDone());
        List<Long> numbers = fake.reports.stream().map(ClusterReport::number).toList();
        assertEquals(numbers.stream().distinct().sorted().toList(), numbers, "a report that is held up is known by it");
        assertEquals(1, Collections.frequency(fake.journal, "wait ready"), "nodes that join soon are proved once");
    }

    @Test
    void aReportThatDoesNotGetThroughAtOnceIsLeftToAnActivity() {
        FakeActivities fake = new FakeActivities(first("cp-1"));
        fake.failOnce("report READY", "StoreIsAway");
        start(fake).getResult(Void.class);
        assertOrder(fake, "failed report READY", "done report READY");
        List<String> activities = temporal
                .getWorkflowClient()
                .fetchHistory(WorkflowIds.cluster(DEMO.namespace(), DEMO.name()))
                .getEvents()
                .stream()
                .filter(event -> event.getEventType() == EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED)
                .map(event -> event.getActivityTaskScheduledEventAttributes()
                        .getActivityType()
                        .getName())
                .toList();
        assertEquals(1, Collections.frequency(activities, "ReportProgress"), "of several reports: " + activities);
    }

    @Test
    void joinsControlPlanesOneByOneAndWorkersBesideThem() throws InterruptedException {
        FakeActivities fake =
                new FakeActivities(first("cp-1"), controlPlane("cp-2"), controlPlane("cp-3"), worker("w-1"));
        CountDownLatch second = fake.hold("kubeadm-join cp-2");
        WorkflowStub workflow = start(fake);
        await(() -> fake.journal.contains("done kubeadm-join w-1"));
        assertFalse(fake.journal.contains("kubeadm-join cp-3"), "cp-3 waits for cp-2: etcd takes one member at a time");
        second.countDown();
        workflow.getResult(Void.class);
        assertOrder(fake, "done kubeadm-join cp-2", "kubeadm-join cp-3");
    }

    @Test
    void aControlPlaneThatIsSlowHoldsUpNobody() throws InterruptedException {
        FakeActivities fake =
                new FakeActivities(first("cp-1"), controlPlane("cp-2"), controlPlane("cp-3"), worker("w-1"));
        CountDownLatch slow = fake.hold("prepare cp-2");
        WorkflowStub workflow = start(fake);
        await(() -> fake.journal.contains("done kubeadm-join cp-3"));
        slow.countDown();
        workflow.getResult(Void.class);
        assertOrder(fake, "done kubeadm-join cp-3", "done prepare cp-2", "kubeadm-join cp-2");
        assertTrue(fake.journal.lastIndexOf("wait ready") > fake.journal.indexOf("done kubeadm-join cp-2"));
        assertEquals(4, last(fake).hostsDone());
    }

    @Test
    void aControlPlaneServesTheVirtualAddressBeforeItBeginsAndAllOfThemKnowEachOtherInTheEnd() {
        FakeActivities fake = new FakeActivities(first("cp-1"), controlPlane("cp-2"), worker("w-1"));
        fake.virtualAddress = true;
        start(fake).getResult(Void.class);
        assertOrder(fake, "virtual-ip cp-1", "done virtual-ip cp-1", "kubeadm-init cp-1");
        assertOrder(fake, "virtual-ip cp-2", "done virtual-ip cp-2", "kubeadm-join cp-2");
        List<String> afterwards =
                fake.journal.subList(fake.journal.indexOf("done kubeadm-join cp-2"), fake.journal.size());
        assertTrue(afterwards.contains("virtual-ip cp-1"), "cp-1 learns of cp-2: " + afterwards);
        assertFalse(fake.journal.contains("virtual-ip w-1"), "a worker serves no address");
    }

    @Test
    void aWorkerThatIsSlowHoldsUpNobody() throws InterruptedException {
        FakeActivities fake = new FakeActivities(first("cp-1"), worker("w-1"), worker("w-2"));
        CountDownLatch slow = fake.hold("prepare w-1");
        WorkflowStub workflow = start(fake);
        await(() -> fake.journal.contains("done kubeadm-join w-2"));
        await(() -> fake.reports.stream().anyMatch(report -> report.milestones().available()));
        assertFalse(fake.journal.contains("done prepare w-1"), "what is there is proved without the slow one");
        slow.countDown();
        workflow.getResult(Void.class);
        assertEquals(Stage.READY, last(fake).stage());
        assertTrue(fake.journal.lastIndexOf("wait ready") > fake.journal.indexOf("done kubeadm-join w-1"));
    }

    @Test
    void whenNoWorkerJoinsSoonTheClusterIsProvedWithoutThem() {
        FakeActivities fake = new FakeActivities(first("cp-1"), worker("w-1"));
        fake.failUntilReported("prepare w-1", "HostUnreachable");
        start(fake).getResult(Void.class);
        List<String> beforeTheProof = fake.journal.subList(0, fake.journal.indexOf("wait ready"));
        int tries = Collections.frequency(beforeTheProof, "prepare w-1");
        assertTrue(tries > 1 && tries < 6, "while w-1 is still tried, but not at once: " + beforeTheProof);
        assertEquals(Stage.READY, last(fake).stage());
    }

    @Test
    void manyWorkersComeInBatchesAndWhoeverFailsForACauseThatMayPassGoesOnAlone() {
        FakeActivities fake = new FakeActivities(manyWorkers(120));
        fake.failForGood("prepare w-7", "AuthenticationFailed");
        fake.failOnce("kubeadm-join w-9", "HostUnreachable");
        fake.failOnce("prepare w-11", "HostUnreachable");
        start(fake).getResult(Void.class);
        assertEquals(1, fake.journal.stream().filter("prepare w-7"::equals).count(), "a wrong key is tried once");
        assertEquals(2, fake.journal.stream().filter("kubeadm-join w-9"::equals).count());
        assertEquals(2, fake.journal.stream().filter("prepare w-11"::equals).count());
        assertEquals(120, last(fake).hostsDone());
        assertEquals(Stage.STALLED, last(fake).stage());
        assertEquals(
                List.of("w-7"),
                last(fake).obstacles().stream().map(Obstacle::host).toList());
        assertTrue(fake.turns.get() < 60, "only those that were left are told their turn: " + fake.turns);
    }

    @Test
    void aPermanentFailureOfAWorkerStallsTheClusterAfterTheOthersAreReady() {
        FakeActivities fake = new FakeActivities(first("cp-1"), worker("w-1"), worker("w-2"));
        fake.failForGood("prepare w-1", "AuthenticationFailed");
        start(fake).getResult(Void.class);
        assertTrue(fake.journal.contains("done kubeadm-join w-2"));
        assertTrue(fake.journal.contains("done wait ready"));
        assertEquals(1, fake.journal.stream().filter("prepare w-1"::equals).count(), "a wrong key is tried once");
        assertEquals(Stage.STALLED, last(fake).stage());
        assertTrue(last(fake).milestones().available());
        assertEquals("AuthenticationFailed", last(fake).obstacles().get(0).reason());
    }

    @Test
    void aTransientFailureIsTriedAgainWithoutAnybodysHelp() {
        FakeActivities fake = new FakeActivities(first("cp-1"), worker("w-1"));
        fake.failUntilReported("prepare w-1", "HostUnreachable");
        start(fake).getResult(Void.class);
        assertTrue(fake.reports.stream().anyMatch(report -> report.stage() == Stage.RETRYING));
        assertEquals(Stage.READY, last(fake).stage());
        assertEquals(
                1, fake.journal.stream().filter("kubeadm-init cp-1"::equals).count());
    }

    @Test
    void whenTheFirstControlPlaneFailsForGoodNobodyWaitsForIt() {
        FakeActivities fake = new FakeActivities(first("cp-1"), worker("w-1"));
        fake.failForGood("kubeadm-init cp-1", "PreflightFailed");
        start(fake).getResult(Void.class);
        assertEquals(Stage.STALLED, last(fake).stage());
        assertFalse(fake.journal.contains("kubeadm-join w-1"));
    }

    @Test
    void aHostThatIsAddedDuringAPassIsBroughtUpAtOnce() throws InterruptedException {
        FakeActivities fake = new FakeActivities(first("cp-1"), worker("w-1"));
        CountDownLatch slow = fake.hold("prepare w-1");
        WorkflowStub workflow = start(fake);
        awaitQuiet(() -> fake.journal.contains("done kubeadm-init cp-1"));
        fake.want(worker("w-2"));
        workflow.signal("changed", new ReconcileCluster.Change("uid-1", "generation 2"));
        await(() -> fake.journal.contains("done kubeadm-join w-2"));
        assertFalse(fake.journal.contains("done prepare w-1"), "w-2 did not wait for w-1");
        slow.countDown();
        workflow.getResult(Void.class);
        assertEquals(1, fake.journal.stream().filter("prepare w-1"::equals).count(), "w-1 was left alone");
    }

    @Test
    void aHostThatIsDoneIsNotCancelledByAChangeNorAreTheOthersOfItsBatch() throws InterruptedException {
        FakeActivities fake = new FakeActivities(manyWorkers(60));
        CountDownLatch slow = fake.hold("kubeadm-join w-4");
        WorkflowStub workflow = start(fake);
        awaitQuiet(() -> areProved(fake, 59));
        fake.want(worker("w-61"));
        workflow.signal("changed", new ReconcileCluster.Change("uid-1", "generation 2"));
        await(() -> fake.journal.contains("done kubeadm-join w-61"));
        slow.countDown();
        workflow.getResult(Void.class);
        long tries = fake.journal.stream().filter("kubeadm-join w-4"::equals).count();
        assertEquals(1, tries, "w-4 is left alone, though w-3 of its batch has no more work");
    }

    /** Whether so many workers have joined, and been looked at after the last of them had. */
    private static boolean areProved(FakeActivities fake, int workers) {
        List<String> joins = fake.journal.stream()
                .filter(entry -> entry.startsWith("done kubeadm-join"))
                .toList();
        return joins.size() == workers
                && fake.journal.lastIndexOf("done wait ready") > fake.journal.lastIndexOf(joins.get(workers - 1));
    }

    @Test
    void aHostThatItsBatchLeavesGoesOnAtOnce() throws InterruptedException {
        FakeActivities fake = new FakeActivities(manyWorkers(60));
        CountDownLatch slow = fake.hold("kubeadm-init cp-1");
        fake.failOnce("prepare w-9", "HostUnreachable");
        WorkflowStub workflow = start(fake);
        await(() -> fake.journal.contains("done prepare w-9"));
        assertFalse(fake.journal.contains("done kubeadm-init cp-1"), "w-9 did not wait for the others' turn");
        slow.countDown();
        workflow.getResult(Void.class);
        assertEquals(Stage.READY, last(fake).stage());
        assertEquals(61, last(fake).hostsDone());
    }

    @Test
    void whatRunsOnAHostThatIsLeftWhileTheClusterIsPausedIsStopped() throws InterruptedException {
        FakeActivities fake = new FakeActivities(manyWorkers(60));
        CountDownLatch slow = fake.holdDeaf("prepare w-9");
        fake.failOnce("prepare w-9", "ConnectionLost");
        WorkflowStub workflow = start(fake);
        awaitQuiet(() -> fake.journal.contains("prepare w-9") && areProved(fake, 58)); // but for the two of its batch
        fake.intent = ClusterPlan.Intent.PAUSE;
        workflow.signal("changed", new ReconcileCluster.Change("uid-1", "paused"));
        String id = WorkflowIds.cluster(DEMO.namespace(), DEMO.name());
        await(() -> temporal.getWorkflowClient().fetchHistory(id).getEvents().stream()
                .anyMatch(event -> event.getEventType() == EventType.EVENT_TYPE_ACTIVITY_TASK_CANCEL_REQUESTED));
        slow.countDown();
        workflow.getResult(Void.class);
        assertEquals(Stage.PAUSED, last(fake).stage());
        assertOrder(fake, "failed prepare w-9", "done stop prepare w-9");
    }

    @Test
    void cancellingReachesAHostThatItsBatchLeft() throws InterruptedException {
        FakeActivities fake = new FakeActivities(manyWorkers(60));
        fake.failOnce("prepare w-9", "HostUnreachable");
        fake.hold("kubeadm-join w-9");
        WorkflowStub workflow = start(fake);
        awaitQuiet(() -> fake.journal.contains("kubeadm-join w-9") && areProved(fake, 59));
        workflow.cancel();
        assertThrows(WorkflowFailedException.class, () -> workflow.getResult(Void.class));
        assertEquals(Stage.CANCELLED, last(fake).stage());
    }

    @Test
    void whenAHostLeavesTheSpecTheOthersOfItsBatchGoOnAlone() throws InterruptedException {
        FakeActivities fake = new FakeActivities(manyWorkers(60));
        CountDownLatch slow = fake.hold("prepare w-4");
        WorkflowStub workflow = start(fake);
        awaitQuiet(() -> fake.journal.contains("prepare w-4"));
        fake.dismiss("w-3");
        workflow.signal("changed", new ReconcileCluster.Change("uid-1", "generation 2"));
        await(() -> fake.journal.stream().filter("prepare w-4"::equals).count() == 2);
        slow.countDown();
        workflow.getResult(Void.class);
        assertFalse(fake.journal.contains("kubeadm-join w-3"), "w-3 shall be no node");
        assertEquals(
                1, fake.journal.stream().filter("done kubeadm-join w-4"::equals).count());
        assertEquals(Stage.READY, last(fake).stage());
    }

    private static HostPlan[] manyWorkers(int workers) {
        return Stream.concat(
                        Stream.of(first("cp-1")),
                        IntStream.rangeClosed(1, workers).mapToObj(number -> worker("w-" + number)))
                .toArray(HostPlan[]::new);
    }

    @Test
    void pausingStopsWhatRunsAndKeepsIt() throws InterruptedException {
        FakeActivities fake = new FakeActivities(first("cp-1"), worker("w-1"));
        fake.hold("prepare cp-1");
        WorkflowStub workflow = start(fake);
        awaitQuiet(() -> fake.journal.contains("prepare cp-1"));
        fake.intent = ClusterPlan.Intent.PAUSE;
        workflow.signal("changed", new ReconcileCluster.Change("uid-1", "paused"));
        workflow.getResult(Void.class);
        assertEquals(Stage.PAUSED, last(fake).stage());
        assertFalse(fake.journal.contains("done prepare cp-1"));
    }

    @Test
    void deletionDuringCreationStopsItAndResetsControlPlanesLast() throws InterruptedException {
        FakeActivities fake = new FakeActivities(first("cp-1"), worker("w-1"), worker("w-2"));
        fake.hold("kubeadm-init cp-1");
        WorkflowStub workflow = start(fake);
        awaitQuiet(() -> fake.journal.contains("kubeadm-init cp-1"));
        fake.intent = ClusterPlan.Intent.DELETE;
        workflow.signal("changed", new ReconcileCluster.Change("uid-1", "deleted"));
        workflow.getResult(Void.class);
        assertFalse(fake.journal.contains("done kubeadm-init cp-1"));
        assertOrder(fake, "done release w-1", "reset cp-1", "done release cp-1", "finish deletion");
        assertOrder(fake, "done release w-2", "reset cp-1");
    }

    @Test
    void aDeadHostKeepsADeletedClusterUntilItIsBack() {
        FakeActivities fake = new FakeActivities(first("cp-1"), worker("w-1"));
        fake.intent = ClusterPlan.Intent.DELETE;
        fake.failUntilReported("reset w-1", "HostUnreachable");
        start(fake).getResult(Void.class);
        assertTrue(fake.reports.stream()
                .flatMap(report -> report.obstacles().stream())
                .anyMatch(obstacle -> obstacle.host().equals("w-1")));
        assertOrder(fake, "failed reset w-1", "done release w-1", "finish deletion");
        assertEquals(1, fake.journal.stream().filter("finish deletion"::equals).count());
    }

    @Test
    void cancellingStopsWhatRunsAndSaysSo() throws InterruptedException {
        FakeActivities fake = new FakeActivities(first("cp-1"), worker("w-1"));
        fake.hold("kubeadm-init cp-1");
        WorkflowStub workflow = start(fake);
        awaitQuiet(() -> fake.journal.contains("kubeadm-init cp-1"));
        workflow.cancel();
        assertThrows(WorkflowFailedException.class, () -> workflow.getResult(Void.class));
        assertEquals(Stage.CANCELLED, last(fake).stage());
    }

    @Test
    void obstaclesOfThePlanStallTheClusterWhenNothingElseIsMissing() {
        FakeActivities fake = new FakeActivities(first("cp-1"), worker("w-1"));
        fake.obstacles = List.of(new Obstacle("w-1", Obstacle.HOST_NOT_FOUND, "Host w-1 does not exist.", true));
        start(fake).getResult(Void.class);
        assertEquals(Stage.STALLED, last(fake).stage());
        assertTrue(last(fake).milestones().available());
    }

    @Test
    void aClusterMadeAnewUnderTheSameNameGetsItsOwnRun() throws InterruptedException {
        FakeActivities fake = new FakeActivities(first("cp-1"));
        fake.hold("prepare cp-1");
        WorkflowStub workflow = start(fake);
        awaitQuiet(() -> fake.journal.contains("prepare cp-1"));
        fake.intent = ClusterPlan.Intent.NONE;
        workflow.signal("changed", new ReconcileCluster.Change("uid-2", "made anew"));
        workflow.getResult(Void.class);
        assertEquals(3, fake.journal.stream().filter("plan"::equals).count(), "the successor was planned, too");
    }

    private WorkflowStub start(FakeActivities fake) {
        temporal = TestWorkflowEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(WorkflowClientOptions.newBuilder()
                        .setDataConverter(Payloads.converter())
                        .build())
                .registerSearchAttribute(Attributes.CLUSTER.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD)
                .registerSearchAttribute(Attributes.STAGE.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD)
                .registerSearchAttribute(Attributes.HOST.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD)
                .build());
        for (String queue : List.of(TaskQueues.KUBEFORGE, TaskQueues.CLUSTERS)) {
            Worker worker = temporal.newWorker(queue);
            worker.registerWorkflowImplementationTypes(
                    ReconcileClusterImpl.class, BringUpHostImpl.class, DeleteClusterImpl.class);
            worker.registerActivitiesImplementations(fake);
        }
        temporal.start();
        WorkflowStub workflow = temporal.getWorkflowClient()
                .newUntypedWorkflowStub(
                        "ReconcileCluster",
                        WorkflowOptions.newBuilder()
                                .setTaskQueue(TaskQueues.CLUSTERS)
                                .setWorkflowId(WorkflowIds.cluster(DEMO.namespace(), DEMO.name()))
                                .build());
        workflow.signalWithStart(
                "changed",
                new Object[] {new ReconcileCluster.Change(DEMO.uid(), "created")},
                new Object[] {new ReconcileCluster.Request(DEMO, 0)});
        return workflow;
    }

    private static ClusterReport last(FakeActivities fake) {
        return fake.reports.get(fake.reports.size() - 1);
    }

    private static void assertOrder(FakeActivities fake, String... steps) {
        int at = -1;
        for (String step : steps) {
            int next = fake.journal.indexOf(step);
            assertTrue(next > at, step + " is missing or too early in " + fake.journal);
            at = next;
        }
    }

    /**
     * Waits for that, and then until nothing has happened for a while: the server in memory gives up a workflow that
     * cancels an activity or a timer in the very moment of its end.
     */
    private void awaitQuiet(BooleanSupplier condition) throws InterruptedException {
        await(condition);
        int seen = -1;
        for (int events = events(); events != seen; events = events()) {
            seen = events;
            TimeUnit.MILLISECONDS.sleep(500);
        }
    }

    private int events() {
        String id = WorkflowIds.cluster(DEMO.namespace(), DEMO.name());
        return temporal.getWorkflowClient().fetchHistory(id).getEvents().size();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }
}
