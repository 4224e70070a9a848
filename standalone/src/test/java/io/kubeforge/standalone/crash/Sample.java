package io.kubeforge.standalone.crash;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
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

    /** Those that can be tried at once: any that strike hosts, or those of one process; at most so many. */
    static List<List<Point>> batches(List<Point> points, int atOnce) {
        Map<String, List<Point>> alike = new HashMap<>();
        List<String> order = new ArrayList<>();
        for (Point point : points) {
            String key = point.fault().ofHost() ? "host" : point.fault().label();
            if (!alike.containsKey(key)) {
                order.add(key);
            }
            alike.computeIfAbsent(key, ignored -> new ArrayList<>()).add(point);
        }
        List<List<Point>> batches = new ArrayList<>();
        for (String key : order) {
            List<Point> each = alike.get(key);
            for (int i = 0; i < each.size(); i += atOnce) {
                batches.add(List.copyOf(each.subList(i, Math.min(each.size(), i + atOnce))));
            }
        }
        return batches;
    }
}
