package io.kubeforge.simulator.host;

import io.kubeforge.simulator.script.NotAScript;
import io.kubeforge.simulator.script.ScriptText;
import io.kubeforge.simulator.state.HostDisk;
import io.kubeforge.simulator.state.HostState;
import io.kubeforge.simulator.state.HostState.Access;
import io.kubeforge.simulator.state.HostState.Fault;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One host that is not there: it plays scripts on its disk. It knows nothing of SSH. */
public final class SimulatedHost {
    private static final Logger LOG = LoggerFactory.getLogger(SimulatedHost.class);

    private final Site site;
    private final HostDisk disk;
    private final Map<String, Play> plays;
    private final Operations operations;
    private final PlayLog log;
    private final Set<StopSignal> running = ConcurrentHashMap.newKeySet();
    private final List<Trap> traps = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile Boot boot;

    /** One time with power. */
    private record Boot(String id, long since) {}

    /** A host that was just booted, or is off when its disk says so. */
    public SimulatedHost(Site site, HostDisk disk, Map<String, Play> plays) {
        this.site = site;
        this.disk = disk;
        this.plays = plays;
        this.operations = new Operations(this);
        this.log = new PlayLog(disk.folder().resolve("log.jsonl"));
        this.boot = newBoot();
    }

    /** Its name. */
    public String name() {
        return disk.state().identity().name();
    }

    /** Its disk now. */
    public HostState state() {
        return disk.state();
    }

    /** Changes its disk. */
    public void change(UnaryOperator<HostState> change) {
        disk.change(change);
    }

    /** What was played on it. */
    public PlayLog log() {
        return log;
    }

    /** Hosts and clusters around it. */
    public Site site() {
        return site;
    }

    /** Somebody logged in. */
    public void connected() {
        connections.incrementAndGet();
    }

    /** How often somebody logged in. */
    public int connections() {
        return connections.get();
    }

    /** Where its operations are kept. */
    HostDisk disk() {
        return disk;
    }

    /** The commands that run detached on it. */
    public Operations operations() {
        return operations;
    }

    /** ID of the running boot. */
    public String bootId() {
        return boot.id();
    }

    /** When the running boot began (epoch milliseconds). */
    public long bootedAt() {
        return boot.since();
    }

    /** Takes the power away: whatever runs is lost at once, the disk stays. */
    public void powerOff() {
        change(state -> {
            Access old = state.access();
            return old.on()
                    ? state.withAccess(new Access(false, old.cut(), old.sudo(), site.now(), old.authorizedKey()))
                    : state;
        });
        stopAll();
    }

    /** Gives the power back, with another boot ID. */
    public void powerOn() {
        boot = newBoot();
        change(state -> {
            Access old = state.access();
            return state.withAccess(new Access(true, old.cut(), old.sudo(), 0, old.authorizedKey()));
        });
    }

    /** Ends everything that runs, as when the power goes, without noting it on the disk. */
    public void stopAll() {
        running.forEach(signal -> signal.stop(Stopped.Cause.POWER_LOST));
        operations.forget();
    }

    /** Sets a trap for a script that has not begun yet. */
    public void set(Trap trap) {
        traps.add(trap);
    }

    /** The traps that were set, in that order. */
    public List<Trap> traps() {
        return List.copyOf(traps);
    }

    /** Plays a script that came over the wire; its exit code, or that of a shell that could not read it. */
    public int play(String text, boolean root, Sink out, Sink err, StopSignal signal) {
        return play(text, root, null, out, err, signal);
    }

    /** The same as a try of an operation, or attached when that is null. */
    int play(String text, boolean root, PlayLog.Detached detached, Sink out, Sink err, StopSignal signal) {
        ScriptText script;
        try {
            script = ScriptText.parse(text);
        } catch (NotAScript e) {
            err.write((e.getMessage() + "\n").getBytes(StandardCharsets.UTF_8));
            return e.exitCode();
        }
        if (!root && !script.name().equals("facts")) {
            err.write("mkdir: cannot create directory '/var/lib/kubeforge': Permission denied\n"
                    .getBytes(StandardCharsets.UTF_8));
            return 1;
        }
        return play(script, detached, out, err, signal);
    }

    private int play(ScriptText script, PlayLog.Detached detached, Sink out, Sink err, StopSignal signal) {
        Course course = new Course(
                traps.stream().filter(trap -> trap.isFor(script.name())).toList(), signal);
        boolean apiSeen = site.clusters().apiSeen();
        Instant start = Instant.ofEpochMilli(site.now());
        running.add(signal);
        Integer exitCode = null;
        try {
            if (!state().access().on()) {
                throw new Stopped(Stopped.Cause.POWER_LOST);
            }
            course.begin();
            int outcome = outcome(script, new Stage(this, script.variables(), out, err, signal, course), out, err);
            course.end();
            exitCode = outcome;
            return exitCode;
        } finally {
            running.remove(signal);
            log.add(new PlayLog.Played(
                    script.name(),
                    start.toString(),
                    Instant.ofEpochMilli(site.now()).toString(),
                    exitCode,
                    detached,
                    course.beats(),
                    "yes".equals(script.variables().get("RESUME")),
                    apiSeen));
        }
    }

    private int outcome(ScriptText script, Stage stage, Sink out, Sink err) {
        try {
            failWhenAsked(script.name());
            Play play = plays.get(script.name());
            if (play == null) {
                LOG.error("{}: no simulation of the script {}; teach it to the simulator", name(), script.name());
                throw new ScriptFailure(
                        127,
                        "simulated host: the script \"" + script.name()
                                + "\" is unknown to the simulator; add it to io.kubeforge.simulator.play.Plays.");
            }
            stage.last(site.lasting(script.name()));
            play.play(stage);
            return 0;
        } catch (ScriptFailure e) {
            if (!e.getMessage().isEmpty()) {
                // A look that is made to succeed says what it was told to say.
                Sink sink = e.exitCode() == 0 ? out : err;
                sink.write((e.getMessage() + "\n").getBytes(StandardCharsets.UTF_8));
            }
            return e.exitCode();
        }
    }

    /** A fault that a test asked for counts down with each use. */
    private void failWhenAsked(String script) {
        Fault fault = disk.take(
                state -> state.faults().stream()
                        .filter(each -> each.script().equals(script))
                        .findFirst()
                        .orElse(null),
                state -> state.withFaults(countedDown(state.faults(), script)));
        if (fault != null) {
            throw new ScriptFailure(fault.exitCode(), fault.text());
        }
    }

    private static List<Fault> countedDown(List<Fault> faults, String script) {
        List<Fault> rest = new ArrayList<>();
        boolean used = false;
        for (Fault fault : faults) {
            if (used || !fault.script().equals(script)) {
                rest.add(fault);
                continue;
            }
            used = true;
            if (fault.times() > 1) {
                rest.add(new Fault(script, fault.exitCode(), fault.text(), fault.times() - 1));
            }
        }
        return rest;
    }

    /** How long something takes on this host that takes so many seconds on a real one. */
    Duration scaled(double seconds) {
        return site.scaled(seconds * state().slowness());
    }

    /** Whether so many seconds of a real host have passed since then. */
    boolean passed(double seconds, long since) {
        return site.now() >= since + scaled(seconds).toMillis();
    }

    private Boot newBoot() {
        return new Boot(UUID.randomUUID().toString(), site.now());
    }
}
