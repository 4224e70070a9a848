package io.kubeforge.api.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * How two answers to one request compare.
 *
 * @param differences where they differ although they should not, one a line; empty when all is well
 */
public record Verdict(Scenario scenario, Recorded request, Outcome outcome, List<String> differences) {
    private static final int LONGEST = 400;

    /** The columns of the table. */
    public enum Outcome {
        EQUAL,
        DIFFERENT_ON_PURPOSE,
        DIFFERENT
    }

    /** Compares masked answers; a purpose that explains nothing any more is wrong, too. */
    public static Verdict of(Scenario scenario, Recorded request, ObjectNode real, ObjectNode ours) {
        List<String> all = differences(real, ours);
        if (request.purposes().isEmpty()) {
            return new Verdict(scenario, request, all.isEmpty() ? Outcome.EQUAL : Outcome.DIFFERENT, all);
        }
        if (all.isEmpty()) {
            List<String> obsolete = List.of("the answers are equal by now: take \"different\" away");
            return new Verdict(scenario, request, Outcome.DIFFERENT, obsolete);
        }
        for (Purpose purpose : request.purposes()) {
            for (String part : purpose.parts()) {
                remove(real, steps(part), 0);
                remove(ours, steps(part), 0);
            }
        }
        List<String> unexplained = differences(real, ours);
        return new Verdict(
                scenario,
                request,
                unexplained.isEmpty() ? Outcome.DIFFERENT_ON_PURPOSE : Outcome.DIFFERENT,
                unexplained);
    }

    private static String[] steps(String part) {
        if (part.equals("status") || part.equals("body")) {
            return new String[] {part};
        }
        return part.startsWith("/") ? ("body" + part).split("/") : new String[] {"headers", part};
    }

    private static void remove(JsonNode node, String[] steps, int depth) {
        if (node instanceof ArrayNode array) {
            for (JsonNode element : array) {
                if (steps[depth].equals("*") && depth + 1 < steps.length) {
                    remove(element, steps, depth + 1);
                }
            }
            return;
        }
        if (!(node instanceof ObjectNode object)) {
            return;
        }
        String step = steps[depth].replace("~1", "/");
        if (depth == steps.length - 1) {
            object.remove(step);
        } else if (object.has(step)) {
            remove(object.get(step), steps, depth + 1);
        }
    }

    private static List<String> differences(JsonNode real, JsonNode ours) {
        List<String> found = new ArrayList<>();
        compare("", real, ours, found);
        return found;
    }

    private static void compare(String path, JsonNode real, JsonNode ours, List<String> found) {
        if (real != null && ours != null && real.isObject() && ours.isObject()) {
            Set<String> names = new TreeSet<>();
            real.fieldNames().forEachRemaining(names::add);
            ours.fieldNames().forEachRemaining(names::add);
            names.forEach(name -> compare(path + "/" + name, real.get(name), ours.get(name), found));
        } else if (real != null && ours != null && real.isArray() && ours.isArray()) {
            for (int i = 0; i < Math.max(real.size(), ours.size()); i++) {
                compare(path + "/" + i, real.get(i), ours.get(i), found);
            }
        } else if (real == null || !real.equals(ours)) {
            found.add(path + ": kube-apiserver " + shown(real) + ", KubeForge " + shown(ours));
        }
    }

    private static String shown(JsonNode value) {
        String text = value == null ? "nothing" : value.toString();
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
}
