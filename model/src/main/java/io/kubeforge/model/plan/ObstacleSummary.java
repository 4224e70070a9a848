package io.kubeforge.model.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Obstacles as one text for people, which names every cause and stays short with a thousand hosts. */
public final class ObstacleSummary {
    private static final int IN_FULL = 5;

    private ObstacleSummary() {}

    /**
     * The same obstacle of several hosts is said once. Of more than five, the first of each reason is said, and which
     * other hosts have that reason; each of them tells its own in its conditions.
     */
    public static String describe(Collection<Obstacle> obstacles) {
        Map<String, Map<String, List<String>>> byReason = new LinkedHashMap<>();
        obstacles.forEach(obstacle -> byReason.computeIfAbsent(obstacle.reason(), same -> new LinkedHashMap<>())
                .merge(obstacle.message(), List.of(obstacle.host()), ObstacleSummary::joined));
        int distinct = byReason.values().stream().mapToInt(Map::size).sum();
        String text = byReason.entrySet().stream()
                .limit(IN_FULL)
                .map(entry -> distinct <= IN_FULL
                        ? inFull(entry.getKey(), entry.getValue())
                        : firstOf(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining("; "));
        int more = byReason.size() - IN_FULL;
        return more > 0 ? text + "; and " + more + " more reasons" : text;
    }

    private static List<String> joined(List<String> some, List<String> others) {
        List<String> all = new ArrayList<>(some);
        all.addAll(others);
        return all;
    }

    private static String inFull(String reason, Map<String, List<String>> messages) {
        return messages.entrySet().stream()
                .map(entry -> said(reason, entry.getKey(), entry.getValue()))
                .collect(Collectors.joining("; "));
    }

    private static String firstOf(String reason, Map<String, List<String>> messages) {
        Map.Entry<String, List<String>> first = messages.entrySet().iterator().next();
        String text = said(reason, first.getKey(), first.getValue());
        List<String> others = messages.values().stream()
                .skip(1)
                .flatMap(List::stream)
                .filter(host -> !host.isEmpty() && !first.getValue().contains(host))
                .distinct()
                .toList();
        return others.isEmpty() ? text : text + "; " + reason + " also: " + Findings.named(others);
    }

    private static String said(String reason, String message, List<String> hosts) {
        List<String> names = hosts.stream().filter(host -> !host.isEmpty()).toList();
        return (names.isEmpty() ? "" : Findings.named(names) + ": ") + reason + ": " + message;
    }
}
