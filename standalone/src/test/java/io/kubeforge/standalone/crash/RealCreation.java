package io.kubeforge.standalone.crash;

import io.kubeforge.simulator.host.PlayLog.Played;
import io.kubeforge.standalone.crash.Evidence.HostEvidence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** One cluster that is made on real hosts, which are clean again when it is closed. */
final class RealCreation implements AutoCloseable {
    private static final Duration TO_NOTICE = Duration.ofMinutes(2);
    private static final int MINUTES_TO_DELETE = 10;

    private final Topology topology;
    private final Site site;
    private final String name;
    private final Order order;

    /** Watches the hosts from now on; nothing is ordered yet. */
    RealCreation(Topology topology, Shape shape, Site site, String name) {
        this.topology = topology;
        this.site = site;
        this.name = name;
        Map<String, Order.Place> places = new HashMap<>();
        site.hosts()
                .forEach((host, real) -> places.put(
                        host,
                        new Order.Place(real.name(), real.address(), real.port(), real.user(), real.privateKey())));
        this.order = new Order(topology, shape, name, places, site.specOverlay());
        site.hosts().values().forEach(RealHost::installShim);
    }

    /** Orders the cluster. */
    void order() {
        order.give();
    }

    /** Whether the user is told that it is Ready, nothing is left to do, and nothing runs on its hosts. */
    boolean converged() {
        return order.ready()
                && order.settled()
                && site.hosts().values().stream()
                        .allMatch(host -> host.running().isEmpty());
    }

    /** Breaks the connections to a host until KubeForge tells of it, or as long as that takes at most. */
    void pullTheCable(String host) {
        RealHost real = site.hosts().get(host);
        real.fault("cut");
        Await.holds(TO_NOTICE, () -> noticed(host));
        real.fault("heal");
    }

    private boolean noticed(String host) {
        String told = order.conditions(host);
        return told.contains("ConnectionLost") || told.contains("HostUnreachable");
    }

    /** What ran on a host, as its shim saw it. */
    List<Played> log(String host) {
        return site.hosts().get(host).log().played();
    }

    /** What the hosts say of it: the commands as the shim saw them, and the runs of kubeadm. */
    Judgement judgement() {
        Map<String, ShimLog> logs = new TreeMap<>();
        Map<String, HostEvidence> hosts = new TreeMap<>();
        Set<String> authorities = new TreeSet<>();
        site.hosts().forEach((host, real) -> {
            ShimLog log = real.log();
            logs.put(host, log);
            authorities.addAll(log.caHashes());
            hosts.put(host, new HostEvidence(log.played(), real.caHash(), real.running()));
        });
        Verdict verdict = Verdict.of(new Evidence(hosts, authorities));
        List<String> wrong = new ArrayList<>(verdict.violations());
        wrong.addAll(ShimLog.violations(logs));
        long begun = logs.values().stream()
                .mapToLong(log -> log.begun("init") + log.begun("join"))
                .sum();
        return new Judgement(wrong, verdict.repeated(), verdict.ranAgain(), begun);
    }

    /** @param kubeadmRuns how often kubeadm init or join was begun */
    record Judgement(List<String> wrong, int repeated, int ranAgain, long kubeadmRuns) {}

    /** What the user is told, for a report of a failure. */
    String conditions() {
        return order.conditions();
    }

    /** Deletes the cluster as a user does, waits until its hosts are clean, and takes the shim away. */
    @Override
    public void close() {
        kubectl("clusters.kubeforge.io", name);
        site.hosts().values().forEach(host -> kubectl("hosts.kubeforge.io", host.name()));
        kubectl("secrets", order.secretName());
        site.hosts().values().forEach(RealHost::removeShim);
    }

    private void kubectl(String resource, String object) {
        List<String> command = List.of(
                "kubectl",
                "--kubeconfig",
                topology.kubeconfig().toString(),
                "delete",
                resource,
                object,
                "--ignore-not-found",
                "--timeout=" + MINUTES_TO_DELETE + "m");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(topology.log("kubectl").toFile())
                    .start();
            if (!process.waitFor(MINUTES_TO_DELETE + 1, TimeUnit.MINUTES) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IllegalStateException("The " + resource + " " + object + " cannot be deleted; see "
                        + topology.log("kubectl") + ". Its hosts are not clean.");
            }
        } catch (IOException cause) {
            throw new UncheckedIOException("kubectl cannot be run; install it.", cause);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while " + object + " was deleted.", interrupted);
        }
    }
}
