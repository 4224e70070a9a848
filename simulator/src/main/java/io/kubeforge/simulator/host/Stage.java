package io.kubeforge.simulator.host;

import io.kubeforge.simulator.state.HostState;
import io.kubeforge.simulator.state.NodeFiles;
import io.kubeforge.simulator.state.Software;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/** What one running script sees: its variables, its two outputs, its host, and time that passes. */
public final class Stage {
    private static final int PIECES = 10;

    private final SimulatedHost host;
    private final Map<String, String> variables;
    private final Sink out;
    private final Sink err;
    private final StopSignal signal;
    private final Course course;

    Stage(SimulatedHost host, Map<String, String> variables, Sink out, Sink err, StopSignal signal, Course course) {
        this.host = host;
        this.variables = variables;
        this.out = out;
        this.err = err;
        this.signal = signal;
        this.course = course;
    }

    /** A variable that a shell would insist on. */
    public String required(String name) {
        String value = variables.getOrDefault(name, "");
        if (value.isEmpty()) {
            throw new ScriptFailure(2, "sh: " + name + ": parameter not set or null");
        }
        return value;
    }

    /** A variable that may be missing, which is the same as empty. */
    public String optional(String name) {
        return variables.getOrDefault(name, "");
    }

    /** A variable that holds a number. */
    public int number(String name) {
        String value = required(name);
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new ScriptFailure(2, "sh: Illegal number: " + value);
        }
    }

    /** Prints a line on standard output. */
    public void say(String line) {
        write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Writes to standard output. */
    public void write(byte[] bytes) {
        course.beat();
        signal.check();
        out.write(bytes);
    }

    /** Prints a line on standard error. */
    public void complain(String line) {
        course.beat();
        signal.check();
        err.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Lets pass what takes this many seconds on a real host. */
    public void take(double seconds) {
        course.beat();
        signal.pass(host.scaled(seconds));
    }

    /** Lets real time pass and prints now and then, as a long command does. */
    void last(Duration duration) {
        Duration piece = duration.dividedBy(PIECES);
        for (int i = 1; i <= PIECES && !duration.isZero(); i++) {
            pass(piece);
            say("... " + i * 100 / PIECES + " %");
        }
    }

    /** Looks every half second whether this holds; false when it did not within so many seconds of a real host. */
    public boolean holdsWithin(double seconds, BooleanSupplier condition) {
        for (double waited = 0; waited < seconds; waited += 0.5) {
            if (condition.getAsBoolean()) {
                return true;
            }
            take(0.5);
        }
        return condition.getAsBoolean();
    }

    /** Lets pass real time, which is not scaled. */
    void pass(Duration duration) {
        signal.pass(duration);
    }

    /** The host that the script runs on. */
    public SimulatedHost host() {
        return host;
    }

    /** The hosts and clusters around it. */
    public Site site() {
        return host.site();
    }

    /** The host's disk now. */
    public HostState state() {
        return host.state();
    }

    /** What kubeadm left on the host. */
    public NodeFiles node() {
        return host.state().node();
    }

    /** Changes the host's disk, unless the script was stopped. */
    public void change(UnaryOperator<HostState> change) {
        course.beat();
        signal.check();
        host.change(change);
    }

    /** Changes what is installed. */
    public void install(UnaryOperator<Software> change) {
        change(state -> state.withSoftware(change.apply(state.software())));
    }

    /** Changes what kubeadm left. */
    public void leave(UnaryOperator<NodeFiles> change) {
        change(state -> state.withNode(change.apply(state.node())));
    }

    /** The cluster whose certificates this host has. */
    public Optional<LiveCluster> cluster() {
        return LiveCluster.of(site(), node().caHash());
    }
}
