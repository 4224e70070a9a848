package io.kubeforge.simulator.host;

import io.kubeforge.simulator.state.Clusters;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;

/** All simulated hosts of one process with what they share: clusters, clock, pace and threads. */
public final class Site {
    private final Clusters clusters;
    private final Clock clock;
    private final double speed;
    private final Map<String, Duration> lasting = new ConcurrentHashMap<>();
    private final ExecutorService threads;
    private final Map<String, SimulatedHost> hosts = new LinkedHashMap<>();

    /** A site without hosts; speed 2 is twice as fast as real hosts. */
    public Site(Clusters clusters, Clock clock, double speed, ExecutorService threads) {
        this.clusters = clusters;
        this.clock = clock;
        this.speed = speed;
        this.threads = threads;
    }

    /** Adds a host, before any of them can be reached. */
    public void add(SimulatedHost host) {
        hosts.put(host.name(), host);
    }

    /** The host of this name. */
    public Optional<SimulatedHost> host(String name) {
        return Optional.ofNullable(hosts.get(name));
    }

    /** The host with this address. */
    public Optional<SimulatedHost> hostAt(String address) {
        return hosts.values().stream()
                .filter(host -> host.state().identity().address().equals(address))
                .findFirst();
    }

    /** All hosts. */
    public Collection<SimulatedHost> hosts() {
        return List.copyOf(hosts.values());
    }

    /** All clusters. */
    public Clusters clusters() {
        return clusters;
    }

    /** Epoch milliseconds. */
    public long now() {
        return clock.millis();
    }

    /** How long something takes here that takes so many seconds on a real host. */
    Duration scaled(double seconds) {
        return Duration.ofNanos((long) (seconds * 1e9 / speed));
    }

    /** From now on every run of this script lasts so much longer. */
    public void last(String script, Duration time) {
        lasting.put(script, time);
    }

    /** How long every run of this script lasts before it does anything. */
    Duration lasting(String script) {
        return lasting.getOrDefault(script, Duration.ZERO);
    }

    ExecutorService threads() {
        return threads;
    }
}
