package io.kubeforge.standalone.crash;

import io.kubeforge.simulator.host.PlayLog.Played;
import io.kubeforge.standalone.crash.Evidence.HostEvidence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Whether a creation that ended well did nothing on its way that it must not. */
final class Verdict {
    private static final String INIT = "kubeadm-init";
    private static final String JOIN = "kubeadm-join";
    private static final Integer SUCCESS = 0;
    private static final Set<Integer> FAULTS_OF_THE_SIMULATOR = Set.of(125, 127);

    private final List<String> violations = new ArrayList<>();
    private int repeated;
    private int ranAgain;

    /** Looks at everything that was played on the hosts of a cluster that is Ready. */
    static Verdict of(Evidence evidence) {
        Verdict verdict = new Verdict();
        evidence.hosts().forEach(verdict::judge);
        long initialised = evidence.hosts().values().stream()
                .filter(host -> begun(host, INIT) > 0)
                .count();
        if (initialised != 1) {
            verdict.violations.add("kubeadm init was begun on " + initialised + " hosts, not on one");
        }
        if (evidence.caHashes().size() != 1) {
            verdict.violations.add("there are " + evidence.caHashes().size() + " CAs, not one");
        }
        return verdict.withAuthorityOfEach(evidence);
    }

    private Verdict withAuthorityOfEach(Evidence evidence) {
        evidence.hosts().forEach((name, host) -> {
            if (!evidence.caHashes().contains(host.caHash())) {
                violations.add(name + " has another CA: " + host.caHash());
            }
        });
        return this;
    }

    private void judge(String name, HostEvidence host) {
        List<Played> acts = host.played().stream()
                .filter(each -> each.detached() != null)
                .sorted(Comparator.comparing(each -> Instant.parse(each.start())))
                .toList();
        neverTwoAtOnce(name, acts);
        nothingAgainThatSucceeded(name, acts);
        neverAnewOnceTheApiAnswered(name, acts);
        if (begun(host, INIT) > 0 == begun(host, JOIN) > 0) {
            violations.add(name + " was neither initialised nor joined, or both");
        }
        if (!host.running().isEmpty()) {
            violations.add("still runs on " + name + ": " + host.running());
        }
        host.played().stream()
                .filter(each -> each.exitCode() != null && FAULTS_OF_THE_SIMULATOR.contains(each.exitCode()))
                .forEach(each -> violations.add("the simulator cannot play " + each + " on " + name));
    }

    private void neverTwoAtOnce(String name, List<Played> acts) {
        for (int i = 1; i < acts.size(); i++) {
            Played before = acts.get(i - 1);
            Played next = acts.get(i);
            if (Instant.parse(next.start()).isBefore(Instant.parse(before.end()))) {
                violations.add("two at once on " + name + ": " + before + " and " + next);
            }
        }
    }

    /** The same command of the same operation, or a second init or join, after one that ended well. */
    private void nothingAgainThatSucceeded(String name, List<Played> acts) {
        Set<String> operations = new HashSet<>();
        Set<String> scripts = new HashSet<>();
        for (Played act : acts) {
            String operation = act.detached().operation() + " " + act.detached().digest();
            boolean once = act.script().equals(INIT) || act.script().equals(JOIN);
            if (operations.contains(operation) || (once && scripts.contains(act.script()))) {
                repeated++;
                violations.add("begun again on " + name + " though it had succeeded: " + act);
            } else if (scripts.contains(act.script())) {
                ranAgain++;
            }
            if (SUCCESS.equals(act.exitCode())) {
                operations.add(operation);
                scripts.add(act.script());
            }
        }
    }

    private void neverAnewOnceTheApiAnswered(String name, List<Played> acts) {
        acts.stream()
                .filter(each -> each.script().equals(INIT) && each.apiSeen() && !each.resumes())
                .forEach(each -> violations.add("an init on " + name + " after the API was there: " + each));
    }

    private static long begun(HostEvidence host, String script) {
        return host.played().stream()
                .filter(each -> each.script().equals(script))
                .count();
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
}
