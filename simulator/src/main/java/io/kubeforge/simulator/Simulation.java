package io.kubeforge.simulator;

import io.kubeforge.simulator.host.PlayLog.Played;
import io.kubeforge.simulator.host.SimulatedHost;
import io.kubeforge.simulator.host.Site;
import io.kubeforge.simulator.host.Trap;
import io.kubeforge.simulator.play.Distribution;
import io.kubeforge.simulator.play.Plays;
import io.kubeforge.simulator.ssh.KeyFiles;
import io.kubeforge.simulator.ssh.SshFront;
import io.kubeforge.simulator.state.Body;
import io.kubeforge.simulator.state.Clusters;
import io.kubeforge.simulator.state.HostDisk;
import io.kubeforge.simulator.state.HostState;
import io.kubeforge.simulator.state.HostState.Access;
import io.kubeforge.simulator.state.HostState.Fault;
import io.kubeforge.simulator.state.HostState.Identity;
import io.kubeforge.simulator.state.JsonFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** Simulated hosts that listen, and everything a test may do to them. Whatever is asked for here survives a restart. */
public final class Simulation implements AutoCloseable {
    private static final long STACK_BYTES = 256 * 1024;

    private final Directory directory;
    private final ExecutorService threads;
    private final SshFront front;
    private final Site site;

    private Simulation(Directory directory, ExecutorService threads, SshFront front, Site site) {
        this.directory = directory;
        this.threads = threads;
        this.front = front;
        this.site = site;
    }

    /** Hosts sim-1, sim-2, …; those that are in the directory already were just rebooted. Returns when all listen. */
    public static Simulation start(Path directory, int hosts, double speed) {
        return start(Settings.of(directory, hosts, speed));
    }

    /** The same with everything that can be chosen. */
    public static Simulation start(Settings settings) {
        Directory directory = Directory.take(settings.directory());
        ExecutorService threads = newThreads();
        SshFront front = new SshFront(
                KeyFiles.ensure(directory.clientKey(), "kubeforge-simulator").getPublic(), threads);
        Site site = new Site(Clusters.open(directory.clusters()), settings.clock(), settings.speed(), threads);
        Simulation simulation = new Simulation(directory, threads, front, site);
        try {
            simulation.addHosts(settings);
            simulation.writeInventory();
            return simulation;
        } catch (RuntimeException e) {
            simulation.close();
            throw e;
        }
    }

    /** As many threads as scripts run at the same moment; idle hosts need none. */
    private static ExecutorService newThreads() {
        AtomicInteger number = new AtomicInteger();
        return Executors.newCachedThreadPool(play -> {
            Thread thread = new Thread(null, play, "play-" + number.incrementAndGet(), STACK_BYTES);
            thread.setDaemon(true);
            return thread;
        });
    }

    private void addHosts(Settings settings) {
        List<String> names = new ArrayList<>();
        for (int number = 1; number <= settings.hosts(); number++) {
            names.add(settings.prefix() + "-" + number);
        }
        Ports ports = new Ports(settings.port(), new HashSet<>());
        for (int index = 0; index < names.size(); index++) {
            String name = names.get(index);
            int number = index + 1;
            HostDisk disk = HostDisk.open(
                    directory.host(name), known -> known != null ? known : firstState(name, number, ports));
            site.add(new SimulatedHost(site, disk, Plays.all()));
        }
        site.hosts().stream().filter(Simulation::reachable).forEach(this::listen);
    }

    /** Addresses are from the range for benchmarks (RFC 2544): nobody's host has one. */
    private static HostState firstState(String name, int number, Ports ports) {
        String address =
                "198." + (18 + (number + 10 >> 16)) + "." + (number + 10 >> 8 & 255) + "." + (number + 10 & 255);
        return HostState.bare(new Identity(name, ports.choose(), address, newMachineId()));
    }

    private static String newMachineId() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    private static boolean reachable(SimulatedHost host) {
        return host.state().access().on() && !host.state().access().cut();
    }

    private void listen(SimulatedHost host) {
        front.listen(host, directory.hostKey(host.name()));
    }

    private void writeInventory() {
        List<Inventory.Host> entries = site.hosts().stream()
                .map(host -> new Inventory.Host(
                        host.name(),
                        "127.0.0.1",
                        host.state().identity().port(),
                        KeyFiles.line(KeyFiles.ensure(directory.hostKey(host.name()), host.name())
                                .getPublic())))
                .toList();
        new JsonFile<>(directory.inventory(), Inventory.class).write(inventory(entries));
    }

    private Inventory inventory(List<Inventory.Host> entries) {
        return new Inventory(true, "root", directory.clientKey().toString(), entries);
    }

    /** How the hosts are reached now. */
    public Inventory inventory() {
        return new JsonFile<>(directory.inventory(), Inventory.class).read().orElseThrow();
    }

    /** Names of all hosts. */
    public List<String> hostNames() {
        return inventory().hosts().stream().map(Inventory.Host::name).toList();
    }

    /** Takes a host's power: it listens no more and what ran on it is lost. */
    public void off(String name) {
        SimulatedHost host = host(name);
        host.powerOff();
        front.silence(host);
    }

    /** Boots a host that is off. */
    public void on(String name) {
        SimulatedHost host = host(name);
        if (!host.state().access().on()) {
            host.powerOn();
            if (reachable(host)) {
                listen(host);
            }
        }
    }

    /** Drops the SSH connections of a host and refuses new ones; what runs on it goes on. */
    public void cut(String name) {
        SimulatedHost host = host(name);
        access(host, old -> new Access(old.on(), true, old.sudo(), old.offSince(), old.authorizedKey()));
        front.silence(host);
    }

    /** Ends {@link #cut}. */
    public void heal(String name) {
        SimulatedHost host = host(name);
        boolean silent = !reachable(host);
        access(host, old -> new Access(old.on(), false, old.sudo(), old.offSince(), old.authorizedKey()));
        if (silent && reachable(host)) {
            listen(host);
        }
    }

    /** Makes the next runs of a script print this text and end with this code; 0 times takes earlier wishes back. */
    public void fail(String name, String script, int exitCode, String text, int times) {
        host(name).change(state -> {
            List<Fault> faults = new ArrayList<>(state.faults());
            if (times == 0) {
                faults.removeIf(fault -> fault.script().equals(script));
                return state.withFaults(faults);
            }
            faults.add(new Fault(script, exitCode, text, times));
            return state.withFaults(faults);
        });
    }

    /** Makes everything on a host take this many times as long. */
    public void slow(String name, double factor) {
        if (!(factor > 0)) {
            throw new IllegalArgumentException("The factor is " + factor + ", but must be more than 0.");
        }
        host(name).change(state -> state.withSlowness(factor));
    }

    /** Makes every run of a script, on all hosts and whatever the speed, last so much longer from now on. */
    public void last(String script, Duration time) {
        site.last(script, time);
    }

    /** Gives a host another host key; the inventory names the new one. */
    public void rekey(String name) {
        SimulatedHost host = host(name);
        front.silence(host);
        try {
            KeyFiles.create(directory.hostKey(name), name);
        } catch (IOException e) {
            throw new UncheckedIOException("The simulator cannot write a new host key for " + name + ".", e);
        }
        writeInventory();
        if (reachable(host)) {
            listen(host);
        }
    }

    /** Lets only this public key in, none when it is empty, and the simulator's own again when it is null. */
    public void authorize(String name, String publicKey) {
        access(host(name), old -> new Access(old.on(), old.cut(), old.sudo(), old.offSince(), publicKey));
    }

    /** Says whether users other than root may use sudo without a password. */
    public void sudo(String name, boolean allowed) {
        access(host(name), old -> new Access(old.on(), old.cut(), allowed, old.offSince(), old.authorizedKey()));
    }

    /** Makes a host claim another operating system: debian, ubuntu, opensuse or darwin. */
    public void os(String name, String distribution) {
        String known = Distribution.of(distribution).name().toLowerCase(Locale.ROOT);
        host(name).change(state -> state.withDistribution(known));
    }

    /** Makes a host be built otherwise, or something else stand around it. */
    public void body(String name, UnaryOperator<Body> change) {
        host(name).change(state -> state.withBody(change.apply(state.body())));
    }

    /** Makes a host a clone of another one: with the same machine-id; "none" gives it a new one of its own. */
    public void twin(String name, String of) {
        String id =
                of.equals("none") ? newMachineId() : host(of).state().identity().machineId();
        host(name).change(state -> state.withMachineId(id));
    }

    /** How often somebody logged in to a host since the simulator was started. */
    public int connections(String name) {
        return host(name).connections();
    }

    /** What was played on a host and has ended. */
    public List<Played> log(String name) {
        return host(name).log().read();
    }

    /** Holds a run of a script on a host: see {@link Trap}. */
    public Trap trap(String name, String script, int occurrence, Trap.Moment moment) {
        Trap trap = new Trap(script, occurrence, moment);
        host(name).set(trap);
        return trap;
    }

    /** The traps of a host. */
    public List<Trap> traps(String name) {
        return host(name).traps();
    }

    /** What runs detached on a host now, as OPERATION/TRY. */
    public Optional<String> running(String name) {
        return host(name).operations().running();
    }

    /** The CA hash that a host's certificates have, if it has any. */
    public Optional<String> caHash(String name) {
        return Optional.ofNullable(host(name).state().node().caHash());
    }

    /** The CA hashes of all clusters that were ever begun here. */
    public Set<String> caHashes() {
        return site.clusters().caHashes();
    }

    /** Whether a host is on, cut, or off. */
    public String power(String name) {
        Access access = host(name).state().access();
        return !access.on() ? "off" : access.cut() ? "cut" : "on";
    }

    private static void access(SimulatedHost host, UnaryOperator<Access> change) {
        host.change(state -> state.withAccess(change.apply(state.access())));
    }

    private SimulatedHost host(String name) {
        return site.host(name)
                .orElseThrow(() -> new IllegalArgumentException("There is no simulated host \"" + name
                        + "\"; there are "
                        + String.join(
                                ", ",
                                site.hosts().stream().map(SimulatedHost::name).toList())));
    }

    /** Ends all hosts as if their power went; the directory can be used again when this returns. */
    @Override
    public void close() {
        front.close();
        site.hosts().forEach(SimulatedHost::stopAll);
        threads.shutdown();
        try {
            if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        directory.close();
    }
}
