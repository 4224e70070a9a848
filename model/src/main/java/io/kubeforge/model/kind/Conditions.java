package io.kubeforge.model.kind;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Pure operations on a list of conditions; a transition time moves only when the status does. */
public final class Conditions {
    private Conditions() {}

    /** The condition of this type, if the list has one. */
    public static Optional<Condition> find(List<Condition> conditions, String type) {
        return conditions.stream()
                .filter(condition -> condition.type().equals(type))
                .findFirst();
    }

    /** Whether the list has a condition of this type with status True. */
    public static boolean isTrue(List<Condition> conditions, String type) {
        return find(conditions, type)
                .map(condition -> Condition.TRUE.equals(condition.status()))
                .orElse(false);
    }

    /** The list with this condition in place of the one of its type, or at the end. */
    public static List<Condition> with(List<Condition> conditions, Condition update) {
        List<Condition> result = new ArrayList<>(conditions);
        for (int i = 0; i < result.size(); i++) {
            Condition old = result.get(i);
            if (!old.type().equals(update.type())) {
                continue;
            }
            boolean sameStatus = Objects.equals(old.status(), update.status()) && old.lastTransitionTime() != null;
            result.set(i, sameStatus ? at(update, old.lastTransitionTime()) : update);
            return List.copyOf(result);
        }
        result.add(update);
        return List.copyOf(result);
    }

    /** The list without the condition of this type. */
    public static List<Condition> without(List<Condition> conditions, String type) {
        return conditions.stream()
                .filter(condition -> !condition.type().equals(type))
                .toList();
    }

    private static Condition at(Condition condition, String time) {
        return new Condition(
                condition.type(),
                condition.status(),
                condition.reason(),
                condition.message(),
                time,
                condition.observedGeneration());
    }
}
