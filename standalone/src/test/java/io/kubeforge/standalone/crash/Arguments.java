package io.kubeforge.standalone.crash;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the command line asks for.
 *
 * @param names points that were named; empty when a choice is made
 * @param table where the table is written, or null
 * @param site the real hosts, or null when they are simulated
 * @param operations file that keeps what a calm creation runs on the real hosts, or null
 */
record Arguments(
        Path repository,
        Shape shape,
        boolean all,
        List<String> names,
        long seed,
        int atOnce,
        Path table,
        String commit,
        Site.Description site,
        Path operations) {
    static final String USAGE = """
            usage: crash-matrix.sh [--shape 3+2] [--at-once 12] [--seed N | --all | --point NAME …]
              without a choice  a sample that has every remote operation and every kind of fault
              --all             every kind of fault at every remote operation; the table goes to docs/crash-matrix.md
              --point NAME      one point, such as kubeadm-init@cp-1:worker-killed; kubeadm-state#2@cp-1 is the second
                                run of a script, kubeadm-init+7@cp-1 its seventh beat, kubeadm-init+*@cp-1 each of its
                                beats
              on real hosts     --hosts FILE --faults COMMAND [--spec FILE] [--virtual-ip ADDRESS] [--operations FILE];
                                then --at-once is how many faults strike one creation, and --all tries each in one of
                                its own; the file keeps what a calm creation runs, so that it is learnt once""";

    private static final int AT_ONCE = 12;
    private static final int FAULTS_AT_ONCE = 24;

    private static final Set<String> NAMES = Set.of(
            "--repository",
            "--shape",
            "--seed",
            "--at-once",
            "--table",
            "--commit",
            "--hosts",
            "--spec",
            "--faults",
            "--virtual-ip",
            "--operations");

    static Arguments parse(String[] words) {
        Map<String, String> values = new HashMap<>();
        List<String> points = new ArrayList<>();
        boolean all = false;
        for (int i = 0; i < words.length; i++) {
            String word = words[i];
            if (word.equals("--all")) {
                all = true;
                continue;
            }
            if (i + 1 == words.length || !(NAMES.contains(word) || word.equals("--point"))) {
                throw new IllegalArgumentException("The argument " + word + " is not understood, or lacks its value.");
            }
            i++;
            if (word.equals("--point")) {
                points.add(words[i]);
            } else {
                values.put(word, words[i]);
            }
        }
        Site.Description site = site(values);
        int atOnce = site == null ? AT_ONCE : all ? 1 : FAULTS_AT_ONCE;
        String seed = values.getOrDefault("--seed", Long.toString(System.currentTimeMillis() % 1_000_000));
        return new Arguments(
                Path.of(values.getOrDefault("--repository", "."))
                        .toAbsolutePath()
                        .normalize(),
                Shape.parse(values.getOrDefault("--shape", "3+2")),
                all,
                List.copyOf(points),
                Long.parseLong(seed),
                Integer.parseInt(values.getOrDefault("--at-once", Integer.toString(atOnce))),
                path(values, "--table"),
                values.getOrDefault("--commit", ""),
                site,
                path(values, "--operations"));
    }

    private static Site.Description site(Map<String, String> values) {
        if (!values.containsKey("--hosts")) {
            return null;
        }
        if (!values.containsKey("--faults")) {
            throw new IllegalArgumentException(
                    "Real hosts need --faults COMMAND, which is called with cut, heal, kill or boot and a host's name.");
        }
        return new Site.Description(
                path(values, "--hosts"), path(values, "--spec"), values.get("--faults"), values.get("--virtual-ip"));
    }

    private static Path path(Map<String, String> values, String name) {
        return values.containsKey(name) ? Path.of(values.get(name)) : null;
    }

    /** The points that are tried, of those that there are. */
    List<Point> points(List<RemoteOperation> operations) {
        if (!names.isEmpty()) {
            return names.stream()
                    .flatMap(name -> Point.parseAll(name, operations).stream())
                    .toList();
        }
        if (all) {
            return Sample.all(operations);
        }
        System.out.println("seed " + seed);
        return Sample.covering(operations, seed);
    }
}
