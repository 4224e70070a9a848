package io.kubeforge.standalone.crash;

import io.kubeforge.simulator.Simulation;
import io.kubeforge.simulator.host.PlayLog.Played;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What the simulated hosts themselves tell of a creation: KubeForge's own records are not asked. */
final class Verdict {
    private static final String INIT = "kubeadm-init";
    private static final String JOIN = "kubeadm-join";
    private static final Set<Integer> FAULTS_OF_THE_SIMULATOR = Set.of(125, 127);

    private final Map<String, List<Played>> played = new TreeMap<>();
    private final List<String> violations = new ArrayList<>();
    private int repeated;
    private int ranAgain;

    private Verdict(Shape shape, Simulation simulation) {
        for (String host : shape.hosts()) {
            List<Played> inOrder = new ArrayList<>(simulation.log(shape.simulated(host)));
            inOrder.sort(Comparator.comparing(each -> Instant.parse(each.start())));
            played.put(host, inOrder);
        }
    }

    /** Looks at everything that was played on the hosts of a cluster that is Ready. */
    static Verdict of(Shape shape, Simulation simulation) {
        Verdict verdict = new Verdict(shape, simulation);
        verdict.played.forEach((host, scripts) -> {
            List<Played> acts =
                    scripts.stream().filter(each -> each.operation() != null).toList();
            verdict.neverTwoAtOnce(host, acts);
            verdict.nothingAgainThatSucceeded(host, acts);
            scripts.stream()
                    .filter(each -> each.exitCode() != null && FAULTS_OF_THE_SIMULATOR.contains(each.exitCode()))
                    .forEach(each -> verdict.violations.add("the simulator cannot play " + each + " on " + host));
        });
        verdict.neverAnewOnceTheApiAnswered();
        verdict.oneInitAndOneJoinEach(shape);
        verdict.oneAuthority(shape, simulation);
        verdict.nothingLeftRunning(shape, simulation);
        return verdict;
    }

    private void neverTwoAtOnce(String host, List<Played> acts) {
        for (int i = 1; i < acts.size(); i++) {
            Played before = acts.get(i - 1);
            Played next = acts.get(i);
            if (Instant.parse(next.start()).isBefore(Instant.parse(before.end()))) {
                violations.add("two at once on " + host + ": " + before + " and " + next);
            }
        }
    }

    /** The same operation, or a second init or join, after one that ended well. */
    private void nothingAgainThatSucceeded(String host, List<Played> acts) {
        Set<String> done = new HashSet<>();
        Set<String> scripts = new HashSet<>();
        for (Played act : acts) {
            String operation = act.operation().substring(0, act.operation().lastIndexOf('/'));
            boolean once = act.script().equals(INIT) || act.script().equals(JOIN);
            if (done.contains(operation + " " + act.script()) || (once && scripts.contains(act.script()))) {
                repeated++;
                violations.add("begun again on " + host + " though it had succeeded: " + act);
            } else if (scripts.contains(act.script())) {
                ranAgain++;
            }
            if (Integer.valueOf(0).equals(act.exitCode())) {
                done.add(operation + " " + act.script());
                scripts.add(act.script());
            }
        }
    }

    private void neverAnewOnceTheApiAnswered() {
        played.forEach((host, scripts) -> scripts.stream()
                .filter(each -> each.script().equals(INIT) && each.apiSeen() && !each.resumes())
                .forEach(each -> violations.add("an init on " + host + " after the API was there: " + each)));
    }

    private void oneInitAndOneJoinEach(Shape shape) {
        long initialised = played.values().stream()
                .filter(scripts -> begun(scripts, INIT) > 0)
                .count();
        if (initialised != 1) {
            violations.add("kubeadm init was begun on " + initialised + " hosts, not on one");
        }
        for (String host : shape.hosts()) {
            boolean one = begun(played.get(host), INIT) > 0 ^ begun(played.get(host), JOIN) > 0;
            if (!one) {
                violations.add(host + " was neither initialised nor joined, or both");
            }
        }
    }

    private static long begun(List<Played> scripts, String script) {
        return scripts.stream().filter(each -> each.script().equals(script)).count();
    }

    private void oneAuthority(Shape shape, Simulation simulation) {
        Set<String> all = simulation.caHashes();
        if (all.size() != 1) {
            violations.add("there are " + all.size() + " CAs, not one");
        }
        for (String host : shape.hosts()) {
            String hash = simulation.caHash(shape.simulated(host)).orElse("none");
            if (!all.contains(hash)) {
                violations.add(host + " has another CA: " + hash);
            }
        }
    }

    private void nothingLeftRunning(Shape shape, Simulation simulation) {
        for (String host : shape.hosts()) {
            simulation
                    .running(shape.simulated(host))
                    .ifPresent(operation -> violations.add("still runs on " + host + ": " + operation));
        }
    }

    /** What must not be, one sentence each. */
    List<String> violations() {
        return List.copyOf(violations);
    }

    /** Commands that were begun again although they had succeeded. */
    int repeated() {
        return repeated;
    }

    /** Commands that look before they act and that a later pass ran once more, such as prepare. */
    int ranAgain() {
        return ranAgain;
    }

    /** How many commands were begun. */
    int commands() {
        return played.values().stream()
                .mapToInt(scripts -> (int) scripts.stream()
                        .filter(each -> each.operation() != null)
                        .count())
                .sum();
    }
}
