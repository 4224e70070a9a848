package io.kubeforge.standalone.crash;

import io.kubeforge.simulator.host.PlayLog.Detached;
import io.kubeforge.simulator.host.PlayLog.Played;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What the shim of one real host wrote down, see {@code crash-shim.sh}. */
record ShimLog(List<Run> runs) {
    private static final int WORDS_OF_A_BEGIN = 14;
    private static final String NONE = "-";

    /** What it is that ran. */
    enum Kind {
        LOOK,
        ACT,
        KUBEADM
    }

    /**
     * One run.
     *
     * @param alive processes of the same kind that were under way when it began, or "-"
     * @param apiSeen whether this host's API answered when it began
     * @param end null, as all of the last three, when the host or the run died
     */
    record Run(
            Kind kind,
            String name,
            String start,
            String alive,
            Detached detached,
            boolean resumes,
            boolean apiSeen,
            Set<String> caHashes,
            String end,
            Integer exitCode,
            int beats) {}

    /** Reads its lines; one that was torn by a power cut is left out. */
    static ShimLog parse(List<String> lines) {
        Map<String, String[]> ends = new HashMap<>();
        for (String line : lines) {
            String[] words = line.split(" ");
            if (words[0].equals("end") && words.length == 6) {
                ends.put(words[1], words);
            }
        }
        List<Run> runs = new ArrayList<>();
        for (String line : lines) {
            String[] words = line.split(" ");
            if (words[0].equals("begin") && words.length == WORDS_OF_A_BEGIN) {
                runs.add(run(words, ends.get(words[4])));
            }
        }
        return new ShimLog(List.copyOf(runs));
    }

    private static Run run(String[] begin, String[] end) {
        Kind kind = Kind.valueOf(begin[1].toUpperCase(Locale.ROOT));
        Detached detached = kind == Kind.ACT ? new Detached(begin[8], Integer.parseInt(begin[9]), begin[10]) : null;
        Set<String> hashes = new TreeSet<>(Set.of(begin[13]));
        if (end != null) {
            hashes.add(end[5]);
        }
        hashes.removeAll(Set.of(NONE, "none"));
        return new Run(
                kind,
                begin[2],
                begin[5],
                begin[7],
                detached,
                begin[11].equals("yes"),
                begin[12].equals("yes"),
                hashes,
                end == null ? null : end[2],
                end == null ? null : Integer.valueOf(end[3]),
                end == null ? 0 : Integer.parseInt(end[4]));
    }

    /** Looks and acts, told as a simulated host tells them; one without an end is told to have ended as it began. */
    List<Played> played() {
        return runs.stream()
                .filter(run -> run.kind() != Kind.KUBEADM)
                .map(run -> new Played(
                        run.name(),
                        run.start(),
                        run.end() == null ? run.start() : run.end(),
                        run.exitCode(),
                        run.detached(),
                        run.beats(),
                        run.resumes(),
                        run.apiSeen()))
                .toList();
    }

    /** Every CA that was ever seen on the host. */
    Set<String> caHashes() {
        return runs.stream().flatMap(run -> run.caHashes().stream()).collect(Collectors.toCollection(TreeSet::new));
    }

    /** How often kubeadm ended well with this verb: each is effective once. */
    long effective(String verb) {
        return runs.stream()
                .filter(run -> run.kind() == Kind.KUBEADM && run.name().equals(verb))
                .filter(run -> Integer.valueOf(0).equals(run.exitCode()))
                .count();
    }

    /** How often kubeadm began with this verb. */
    long begun(String verb) {
        return runs.stream()
                .filter(run -> run.kind() == Kind.KUBEADM && run.name().equals(verb))
                .count();
    }

    /** What must not be, as only real processes can show it, one sentence each. */
    static List<String> violations(Map<String, ShimLog> hosts) {
        List<String> violations = new ArrayList<>();
        hosts.forEach((name, log) -> {
            log.runs().stream()
                    .filter(run -> run.kind() != Kind.LOOK && !run.alive().equals(NONE))
                    .forEach(run -> violations.add(run.kind() + " " + run.name() + " began on " + name + " at "
                            + run.start() + " beside the processes " + run.alive()));
            log.runs().stream()
                    .filter(run -> run.kind() == Kind.KUBEADM && run.name().equals("init"))
                    .filter(run -> run.apiSeen() && !run.resumes())
                    .forEach(run ->
                            violations.add("kubeadm init on " + name + " after the API was healthy: " + run.start()));
            if (log.effective("join") > 1) {
                violations.add("kubeadm join was effective " + log.effective("join") + " times on " + name);
            }
        });
        long inits =
                hosts.values().stream().mapToLong(log -> log.effective("init")).sum();
        if (inits > 1) {
            violations.add("kubeadm init was effective " + inits + " times");
        }
        return violations;
    }
}
