package io.kubeforge.standalone.crash;

import io.kubeforge.simulator.host.PlayLog.Played;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a creation that nothing disturbs runs on its hosts: learnt from two, as how often they poll differs. */
final class CalmCreation {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    /** Asked again until the answer is yes, so that only the first time is sure to come. */
    private static final Set<String> POLLED = Set.of("operation-poll", "cluster-ready", "network-probe", "pod-lookup");

    /** While a real cluster comes about, which takes its time, its Nodes are asked for just as often as there is time. */
    private static final Set<String> POLLED_ON_REAL_HOSTS =
            Stream.concat(POLLED.stream(), Stream.of("cluster-nodes")).collect(Collectors.toUnmodifiableSet());

    private CalmCreation() {}

    private record Run(RemoteOperation operation, Instant start) {}

    /** The remote operations in the order of their begin. */
    static List<RemoteOperation> learn(Crashes crashes, Shape shape) {
        List<Run> first = observe(crashes, shape);
        List<Run> second = observe(crashes, shape);
        return first.stream()
                .sorted(Comparator.comparing(Run::start))
                .flatMap(run -> second.stream()
                        .filter(other ->
                                other.operation().name().equals(run.operation().name()))
                        .map(other -> shorter(run.operation(), other.operation())))
                .toList();
    }

    private static RemoteOperation shorter(RemoteOperation one, RemoteOperation other) {
        return one.beats() <= other.beats() ? one : other;
    }

    private static List<Run> observe(Crashes crashes, Shape shape) {
        try (Creation creation = crashes.creation()) {
            creation.order();
            if (!Await.holds(LIMIT, () -> creation.ready() && creation.settled())) {
                throw new IllegalStateException("Even undisturbed a creation is not done after " + LIMIT.toSeconds()
                        + " s: " + creation.conditions());
            }
            List<String> wrong = creation.verdict().violations();
            if (!wrong.isEmpty()) {
                throw new IllegalStateException("Even undisturbed a creation is wrong: " + wrong);
            }
            List<Run> runs = new ArrayList<>();
            shape.hosts().forEach(host -> runs.addAll(runs(host, creation.log(host), POLLED)));
            return runs;
        }
    }

    /** The remote operations of what ran on each real host, in the order of their begin. */
    static List<RemoteOperation> onRealHosts(Map<String, List<Played>> logs) {
        List<Run> runs = new ArrayList<>();
        logs.forEach((host, log) -> runs.addAll(runs(host, log, POLLED_ON_REAL_HOSTS)));
        return runs.stream()
                .sorted(Comparator.comparing(Run::start))
                .map(Run::operation)
                .toList();
    }

    private static List<Run> runs(String host, List<Played> log, Set<String> polled) {
        Map<String, Integer> occurrences = new HashMap<>();
        List<Run> runs = new ArrayList<>();
        log.stream()
                .sorted(Comparator.comparing(each -> Instant.parse(each.start())))
                .forEach(each -> {
                    int occurrence = occurrences.merge(each.script(), 1, Integer::sum);
                    if (occurrence == 1 || !polled.contains(each.script())) {
                        runs.add(new Run(
                                new RemoteOperation(each.script(), host, occurrence, each.beats()),
                                Instant.parse(each.start())));
                    }
                });
        return runs;
    }
}
