package io.kubeforge.standalone.crash;

import io.kubeforge.simulator.host.Trap;
import io.kubeforge.standalone.process.RefusedToStart;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Tries points: each on a cluster of its own, several clusters at once. A fault of a process strikes when every one of
 * them is held exactly at its own operation.
 */
final class Crashes {
    private static final Duration TO_REACH = Duration.ofMinutes(5);

    private final Topology topology;
    private final Shape shape;
    private final Path work;
    private final Duration toConverge;
    private int number;

    /** One point that is being tried. */
    private record Attempt(Point point, Creation creation, Trap trap) {}

    /** One point, and when it was struck. */
    private record Struck(Attempt attempt, long nanos) {}

    Crashes(Topology topology, Shape shape, Path work, Duration toConverge) {
        this.topology = topology;
        this.shape = shape;
        this.work = work;
        this.toConverge = toConverge;
    }

    /** A creation on fresh hosts. */
    Creation creation() {
        number++;
        String name = "c" + number;
        return new Creation(topology, shape, name, work.resolve("hosts").resolve(name));
    }

    /** Tries these at once; they are all of the same fault, or all of faults that strike one host. */
    List<Outcome> run(List<Point> points) {
        List<Attempt> attempts = new ArrayList<>();
        try {
            for (Point point : points) {
                Creation creation = creation();
                attempts.add(new Attempt(point, creation, creation.trap(point)));
                creation.order();
            }
            return strike(attempts).stream().map(this::outcome).toList();
        } catch (IllegalStateException | RefusedToStart broken) {
            String why = "the crash matrix itself could not go on: " + broken.getMessage();
            return points.stream()
                    .map(point -> new Outcome(point, false, false, 0, 0, 0, List.of(why)))
                    .toList();
        } finally {
            attempts.forEach(attempt -> attempt.creation().close());
        }
    }

    private List<Struck> strike(List<Attempt> attempts) {
        Fault fault = attempts.get(0).point().fault();
        if (fault.ofHost()) {
            return attempts.stream().map(this::strikeHost).toList();
        }
        attempts.forEach(Crashes::awaitReached);
        long now = System.nanoTime();
        topology.kill(fault, () -> attempts.forEach(attempt -> attempt.trap().release()));
        return attempts.stream().map(attempt -> new Struck(attempt, now)).toList();
    }

    /** Ends early when the cluster comes about without this operation. */
    private static boolean awaitReached(Attempt attempt) {
        Trap trap = attempt.trap();
        Await.holds(TO_REACH, () -> trap.hasSprung() || attempt.creation().ready());
        return trap.hasSprung();
    }

    private Struck strikeHost(Attempt attempt) {
        if (!awaitReached(attempt)) {
            return new Struck(attempt, System.nanoTime());
        }
        long now = System.nanoTime();
        String host = attempt.point().operation().host();
        switch (attempt.point().fault()) {
            case CUT_BEFORE, CUT_WHILE, CUT_AFTER -> attempt.creation().cut(host);
            case HOST_REBOOTED -> attempt.creation().reboot(host);
            case WORKER_KILLED, API_KILLED, TEMPORAL_KILLED, POSTGRES_KILLED ->
                throw new IllegalStateException("A process is no host.");
        }
        attempt.trap().release();
        return new Struck(attempt, now);
    }

    private Outcome outcome(Struck struck) {
        Attempt attempt = struck.attempt();
        Creation creation = attempt.creation();
        boolean converged = Await.holds(toConverge, () -> creation.ready() && creation.settled());
        long millis = (System.nanoTime() - struck.nanos()) / 1_000_000;
        Verdict verdict = creation.verdict();
        List<String> wrong = new ArrayList<>(verdict.violations());
        wrong.addAll(topology.revive());
        if (!converged) {
            wrong.add((creation.ready() ? "Ready, but not settled" : "not Ready") + " within " + toConverge.toSeconds()
                    + " s: " + creation.conditions());
        }
        return new Outcome(
                attempt.point(),
                attempt.trap().hasSprung(),
                converged,
                millis,
                verdict.repeated(),
                verdict.ranAgain(),
                wrong);
    }
}
