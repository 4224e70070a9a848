package io.kubeforge.standalone.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Breaks something at every remote operation of a creation and looks whether the cluster still comes about, with no
 * human, and with nothing done twice. One command: see {@code e2e/crash-matrix.sh}.
 */
public final class CrashMatrix {
    private static final Duration TO_CONVERGE = Duration.ofMinutes(5);
    private static final Duration TO_CONVERGE_ON_REAL_HOSTS = Duration.ofMinutes(12);

    private CrashMatrix() {}

    /** See {@link Arguments}. */
    public static void main(String[] words) throws IOException {
        Arguments arguments;
        try {
            arguments = Arguments.parse(words);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + "\n" + Arguments.USAGE);
            System.exit(2);
            return;
        }
        Path work = Files.createTempDirectory("kubeforge-crash");
        boolean good = run(arguments, work);
        if (good) {
            delete(work);
        }
        System.exit(good ? 0 : 1);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static boolean run(Arguments arguments, Path work) throws IOException {
        say("processes, hosts and logs are below " + work + ", which is removed when all is well");
        long begin = System.nanoTime();
        try (Topology topology = new Topology(work, arguments.repository())) {
            // Ctrl-C shall leave no server behind either; closing twice does no harm.
            Runtime.getRuntime().addShutdownHook(new Thread(topology::close, "end"));
            List<Outcome> outcomes = arguments.site() == null
                    ? onSimulatedHosts(arguments, topology, work)
                    : onReal(arguments, topology);
            say((System.nanoTime() - begin) / 1_000_000_000 + " s");
            return !outcomes.isEmpty() && outcomes.stream().allMatch(Outcome::good);
        }
    }

    private static List<Outcome> onSimulatedHosts(Arguments arguments, Topology topology, Path work) {
        Crashes crashes = new Crashes(topology, arguments.shape(), work, TO_CONVERGE);
        List<RemoteOperation> operations = CalmCreation.learn(crashes, arguments.shape());
        introduce(arguments, operations);
        List<Outcome> outcomes = new ArrayList<>();
        new Rounds(points -> Sample.batches(points, arguments.atOnce()), crashes::run, tried -> {
                    tell(tried);
                    outcomes.addAll(tried);
                    if (arguments.table() != null) {
                        new Table(arguments.shape(), operations, outcomes).write(arguments.table(), arguments.commit());
                    }
                })
                .run(arguments.points(operations));
        say(new Table(arguments.shape(), operations, outcomes).summary());
        return outcomes;
    }

    private static List<Outcome> onReal(Arguments arguments, Topology topology) throws IOException {
        Site site = Site.read(arguments.site(), arguments.shape());
        RealCrashes crashes = new RealCrashes(topology, arguments.shape(), site, TO_CONVERGE_ON_REAL_HOSTS);
        List<RemoteOperation> operations = learnt(arguments.operations(), crashes);
        introduce(arguments, operations);
        List<Outcome> outcomes = new Rounds(
                        points -> Sample.pieces(points, arguments.atOnce()), crashes::run, CrashMatrix::tell)
                .run(arguments.points(operations));
        Table table = new Table(arguments.shape(), operations, outcomes);
        if (arguments.table() != null) {
            table.writeRealHosts(arguments.table(), arguments.commit());
        }
        say(table.summary());
        return outcomes;
    }

    /** From an earlier run's file, or from a creation that nothing disturbs, which then writes that file. */
    private static List<RemoteOperation> learnt(Path file, RealCrashes crashes) throws IOException {
        if (file != null && Files.exists(file)) {
            return Files.readAllLines(file).stream().map(RemoteOperation::parse).toList();
        }
        List<RemoteOperation> operations = crashes.learn();
        if (file != null) {
            Files.write(file, operations.stream().map(RemoteOperation::line).toList());
        }
        return operations;
    }

    private static void introduce(Arguments arguments, List<RemoteOperation> operations) {
        say("a creation of " + arguments.shape() + " hosts has " + operations.size() + " remote operations: "
                + operations.stream().map(RemoteOperation::name).collect(Collectors.joining(" ")));
    }

    private static void tell(List<Outcome> outcomes) {
        outcomes.forEach(outcome -> say(outcome.line()));
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
