package io.kubeforge.standalone.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kubeforge.simulator.host.Trap.Moment;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which points there are, what they are called, and which of them a sample has. */
class PointsTest {
    private static final List<RemoteOperation> OPERATIONS = IntStream.rangeClosed(1, 37)
            .mapToObj(i -> new RemoteOperation("look", "cp-1", i, i))
            .toList();

    @Test
    void aPointIsFoundAgainByItsName() {
        for (Point point : Sample.all(OPERATIONS)) {
            assertEquals(point, Point.parse(point.name(), OPERATIONS));
        }
        assertEquals(
                "look@cp-1:worker-killed",
                Point.of(OPERATIONS.get(0), Fault.WORKER_KILLED).name());
        assertEquals(
                "look#2@cp-1:cut-after",
                Point.of(OPERATIONS.get(1), Fault.CUT_AFTER).name());
    }

    @Test
    void anOperationIsFoundAgainInAFile() {
        OPERATIONS.forEach(operation -> assertEquals(operation, RemoteOperation.parse(operation.line())));
    }

    @Test
    void aBeatCanBeNamed() {
        Point point = Point.parse("look#20+7@cp-1:host-rebooted", OPERATIONS);
        assertEquals(new Moment(7), point.moment());
        assertEquals("look#20+7@cp-1:host-rebooted", point.name());
    }

    @Test
    void allBeatsCanBeNamed() {
        List<String> names = Point.parseAll("look#3+*@cp-1:host-rebooted", OPERATIONS).stream()
                .map(Point::name)
                .toList();
        assertEquals(
                List.of(
                        "look#3+begin@cp-1:host-rebooted",
                        "look#3+1@cp-1:host-rebooted",
                        "look#3@cp-1:host-rebooted",
                        "look#3+3@cp-1:host-rebooted",
                        "look#3+end@cp-1:host-rebooted"),
                names);
        names.forEach(name -> assertEquals(name, Point.parse(name, OPERATIONS).name()));
    }

    @Test
    void saysWhatIsWrongWithAName() {
        assertThrows(IllegalArgumentException.class, () -> Point.parse("look@cp-1", OPERATIONS));
        assertThrows(IllegalArgumentException.class, () -> Point.parse("look@cp-1:flood", OPERATIONS));
        assertThrows(IllegalArgumentException.class, () -> Point.parse("look@cp-2:cut-while", OPERATIONS));
    }

    @Test
    void aFaultStrikesAtItsMoment() {
        RemoteOperation operation = new RemoteOperation("act", "w-1", 1, 9);
        assertEquals(Moment.BEGIN, Point.of(operation, Fault.CUT_BEFORE).moment());
        assertEquals(new Moment(5), Point.of(operation, Fault.CUT_WHILE).moment());
        assertEquals(Moment.END, Point.of(operation, Fault.CUT_AFTER).moment());
    }

    @Test
    void aSampleHasEveryOperationOnceAndEveryFaultAlikeOften() {
        for (long seed = 0; seed < 20; seed++) {
            List<Point> sample = Sample.covering(OPERATIONS, seed);
            assertEquals(
                    Set.copyOf(OPERATIONS),
                    sample.stream().map(Point::operation).collect(Collectors.toSet()));
            assertEquals(OPERATIONS.size(), sample.size());
            assertEquals(
                    EnumSet.allOf(Fault.class),
                    sample.stream().map(Point::fault).collect(Collectors.toCollection(HashSet::new)));
            assertEquals(sample, Sample.covering(OPERATIONS, seed));
        }
    }

    @Test
    void whatStrikesAProcessIsNotMixedWithAnythingElse() {
        List<List<Point>> batches = Sample.batches(Sample.all(OPERATIONS), 4);
        assertEquals(37 * 8, batches.stream().mapToInt(List::size).sum());
        for (List<Point> batch : batches) {
            assertTrue(batch.size() <= 4);
            boolean hosts = batch.stream().allMatch(point -> point.fault().ofHost());
            assertTrue(hosts || batch.stream().map(Point::fault).distinct().count() == 1, batch.toString());
        }
    }
}
