package io.kubeforge.standalone.crash;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the command line asks for.
 *
 * @param names points that were named; empty when a choice is made
 * @param table where the table is written, or null
 */
record Arguments(
        Path repository,
        Shape shape,
        boolean all,
        List<String> names,
        long seed,
        int atOnce,
        Path table,
        String commit) {
    static final String USAGE = """
            usage: crash-matrix.sh [--shape 3+2] [--at-once 8] [--seed N | --all | --point NAME …]
              without a choice  a sample that has every remote operation and every kind of fault
              --all             every kind of fault at every remote operation; the table goes to docs/crash-matrix.md
              --point NAME      one point, such as kubeadm-init@cp-1:worker-killed; kubeadm-state#2@cp-1 is the second
                                run of a script, kubeadm-init+7@cp-1 its seventh beat, kubeadm-init+*@cp-1 each of its
                                beats""";

    private static final int AT_ONCE = 8;

    static Arguments parse(String[] words) {
        Path repository = Path.of(".");
        Shape shape = new Shape(3, 2);
        boolean all = false;
        List<String> names = new ArrayList<>();
        long seed = System.currentTimeMillis() % 1_000_000;
        int atOnce = AT_ONCE;
        Path table = null;
        String commit = "";
        for (int i = 0; i < words.length; i++) {
            if (words[i].equals("--all")) {
                all = true;
                continue;
            }
            if (i + 1 == words.length) {
                throw new IllegalArgumentException(
                        "The argument " + words[i] + " is not understood, or lacks its value.");
            }
            String value = words[i + 1];
            switch (words[i]) {
                case "--repository" -> repository = Path.of(value);
                case "--shape" -> shape = Shape.parse(value);
                case "--point" -> names.add(value);
                case "--seed" -> seed = Long.parseLong(value);
                case "--at-once" -> atOnce = Integer.parseInt(value);
                case "--table" -> table = Path.of(value);
                case "--commit" -> commit = value;
                default -> throw new IllegalArgumentException("The argument " + words[i] + " is not understood.");
            }
            i++;
        }
        return new Arguments(
                repository.toAbsolutePath().normalize(), shape, all, List.copyOf(names), seed, atOnce, table, commit);
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
