package io.kubeforge.standalone.crash;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Which points are tried when not all can be. */
final class Sample {
    private Sample() {}

    /** Every fault at every operation. */
    static List<Point> all(List<RemoteOperation> operations) {
        return operations.stream()
                .flatMap(operation -> Arrays.stream(Fault.values()).map(fault -> Point.of(operation, fault)))
                .toList();
    }

    /** Every operation once, with the faults in turn, so that each of them strikes as often as any other. */
    static List<Point> covering(List<RemoteOperation> operations, long seed) {
        Random random = new Random(seed);
        List<RemoteOperation> shuffled = new ArrayList<>(operations);
        Collections.shuffle(shuffled, random);
        List<Point> points = new ArrayList<>();
        int turn = random.nextInt(Fault.values().length);
        for (RemoteOperation operation : shuffled) {
            points.add(Point.of(operation, Fault.values()[turn % Fault.values().length]));
            turn++;
        }
        return points;
    }

    /**
     * Those that can be tried at once: any that strike hosts, or those of one process; at most so many. The kinds take
     * turns, so that a run that is ended early has tried all of them.
     */
    static List<List<Point>> batches(List<Point> points, int atOnce) {
        Map<String, List<Point>> alike = new LinkedHashMap<>();
        for (Point point : points) {
            String kind = point.fault().ofHost() ? "host" : point.fault().label();
            alike.computeIfAbsent(kind, ignored -> new ArrayList<>()).add(point);
        }
        List<List<List<Point>>> kinds =
                alike.values().stream().map(each -> pieces(each, atOnce)).toList();
        int longest = kinds.stream().mapToInt(List::size).max().orElse(0);
        List<List<Point>> batches = new ArrayList<>();
        for (int turn = 0; turn < longest; turn++) {
            for (List<List<Point>> kind : kinds) {
                if (turn < kind.size()) {
                    batches.add(kind.get(turn));
                }
            }
        }
        return batches;
    }

    /** These in their order, at most so many together. */
    static List<List<Point>> pieces(List<Point> points, int most) {
        List<List<Point>> pieces = new ArrayList<>();
        for (int i = 0; i < points.size(); i += most) {
            pieces.add(List.copyOf(points.subList(i, Math.min(points.size(), i + most))));
        }
        return pieces;
    }
}
