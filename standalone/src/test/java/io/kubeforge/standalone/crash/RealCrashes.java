package io.kubeforge.standalone.crash;

import io.kubeforge.standalone.process.RefusedToStart;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * Tries points on real hosts: all that are given in one creation, each when its operation comes. A host is struck by one
 * fault at a time, and so is KubeForge.
 */
final class RealCrashes {
    private final Topology topology;
    private final Shape shape;
    private final Site site;
    private final Duration toConverge;
    private int number;

    RealCrashes(Topology topology, Shape shape, Site site, Duration toConverge) {
        this.topology = topology;
        this.shape = shape;
        this.site = site;
        this.toConverge = toConverge;
    }

    /** What a creation that nothing disturbs runs on the hosts. */
    List<RemoteOperation> learn() {
        try (RealCreation creation = creation()) {
            creation.order();
            if (!Await.holds(toConverge, creation::converged)) {
                throw new IllegalStateException("Even undisturbed a creation is not done after "
                        + toConverge.toSeconds() + " s: " + creation.conditions());
            }
            List<String> wrong = creation.judgement().wrong();
            if (!wrong.isEmpty()) {
                throw new IllegalStateException("Even undisturbed a creation is wrong: " + wrong);
            }
            return CalmCreation.onRealHosts(
                    shape.hosts().stream().collect(Collectors.toMap(host -> host, creation::log)));
        }
    }

    private RealCreation creation() {
        number++;
        return new RealCreation(topology, shape, site, "real" + number);
    }

    /** Tries these in one creation. */
    List<Outcome> run(List<Point> points) {
        try (RealCreation creation = creation()) {
            points.forEach(point -> site.hosts().get(point.operation().host()).arm(point));
            creation.order();
            Strikes strikes = new Strikes(creation, points);
            boolean converged;
            try (strikes) {
                strikes.begin();
                converged = strikes.awaitConverged();
            }
            return outcomes(creation, points, strikes, converged);
        } catch (IllegalStateException | RefusedToStart broken) {
            String why = "the crash matrix itself could not go on: " + broken.getMessage();
            return points.stream()
                    .map(point -> new Outcome(point, false, false, 0, 0, 0, List.of(why)))
                    .toList();
        }
    }

    private List<Outcome> outcomes(RealCreation creation, List<Point> points, Strikes strikes, boolean converged) {
        long now = System.nanoTime();
        RealCreation.Judgement judgement = creation.judgement();
        List<String> wrong = new ArrayList<>(judgement.wrong());
        wrong.addAll(strikes.broken);
        wrong.addAll(topology.revive());
        if (!converged) {
            wrong.add("not Ready and settled within " + toConverge.toSeconds() + " s after the last fault: "
                    + creation.conditions());
        }
        List<Outcome> outcomes = new ArrayList<>();
        for (Point point : points) {
            Long struck = strikes.struck.get(point);
            // What was counted belongs to the creation, not to one of its points: it is counted once.
            boolean first = outcomes.isEmpty();
            outcomes.add(new Outcome(
                    point,
                    struck != null,
                    converged,
                    struck == null ? 0 : (now - struck) / 1_000_000,
                    first ? judgement.repeated() : 0,
                    first ? judgement.ranAgain() : 0,
                    wrong));
        }
        System.out.println("creation " + number + ": " + strikes.struck.size() + " faults, kubeadm init and join begun "
                + judgement.kubeadmRuns() + " times for " + shape.hosts().size() + " hosts");
        return outcomes;
    }

    /** One thread per host, which strikes when a run on its host is held. */
    private final class Strikes implements AutoCloseable {
        private final RealCreation creation;
        private final Map<String, Point> points = new LinkedHashMap<>();
        private final Map<Point, Long> struck = new ConcurrentHashMap<>();
        private final List<String> broken = new ArrayList<>();
        private final List<Thread> threads = new ArrayList<>();
        private final AtomicInteger underWay = new AtomicInteger();
        private volatile boolean ended;
        private volatile long lastChange = System.nanoTime();

        Strikes(RealCreation creation, List<Point> points) {
            this.creation = creation;
            points.forEach(point -> this.points.put(key(point.operation().host(), RealHost.trap(point)), point));
        }

        private static String key(String host, String trap) {
            return host + " " + trap;
        }

        void begin() {
            shape.hosts().forEach(host -> {
                Thread thread = new Thread(() -> watch(host), "strikes-" + host);
                thread.start();
                threads.add(thread);
            });
        }

        private void watch(String host) {
            RealHost real = site.hosts().get(host);
            while (!ended) {
                held(real).ifPresent(trap -> {
                    try {
                        strike(host, real, trap);
                    } catch (IllegalStateException | RefusedToStart failure) {
                        tell(host + ": " + failure.getMessage());
                    }
                });
            }
        }

        private Optional<String> held(RealHost real) {
            try {
                return real.awaitHeld();
            } catch (IllegalStateException whileItIsAway) {
                return Optional.empty();
            }
        }

        private void strike(String host, RealHost real, String trap) {
            Point point = points.get(key(host, trap));
            underWay.incrementAndGet();
            try {
                struck.put(point, System.nanoTime());
                System.out.println("       striking " + point.name());
                switch (point.fault()) {
                    case CUT_BEFORE, CUT_AFTER -> real.dropConnections();
                    case CUT_WHILE -> creation.pullTheCable(host);
                    case HOST_REBOOTED -> real.reboot();
                    case WORKER_KILLED, API_KILLED, TEMPORAL_KILLED, POSTGRES_KILLED -> {
                        synchronized (topology) {
                            topology.kill(point.fault(), () -> real.release(trap));
                        }
                    }
                }
                real.release(trap);
            } finally {
                lastChange = System.nanoTime();
                underWay.decrementAndGet();
            }
        }

        private synchronized void tell(String sentence) {
            broken.add(sentence);
        }

        /** Until the deadline, which each strike moves on. */
        boolean awaitConverged() {
            while (System.nanoTime() - lastChange < toConverge.toNanos() || underWay.get() > 0) {
                long seen = lastChange;
                if (Await.holds(Duration.ofSeconds(5), () -> underWay.get() == 0 && isConverged())
                        && seen == lastChange) {
                    return true;
                }
            }
            return false;
        }

        private boolean isConverged() {
            try {
                return creation.converged();
            } catch (IllegalStateException whileAHostIsAway) {
                return false;
            }
        }

        /** No more strikes. */
        @Override
        public void close() {
            ended = true;
            try {
                for (Thread thread : threads) {
                    thread.join();
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted while faults were struck.", interrupted);
            }
        }
    }
}
