package io.kubeforge.simulator.host;

import io.kubeforge.simulator.host.PlayLog.Detached;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;

/** The commands that run detached on one host: at most one at a time, each try in a folder of its own. */
public final class Operations {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*");
    private static final int TERMINATED = 143;
    private static final int DEADLINE = 124;
    private static final int LARGEST_PIECE = 65_536;
    private static final int KEPT = 50;
    private static final Duration MORE_OUTPUT = Duration.ofMillis(200);

    private final SimulatedHost host;
    private final AtomicReference<Unit> current = new AtomicReference<>();
    /** Held by whoever decides what runs next, as the real scripts hold claim.lock. */
    private final Object claim = new Object();

    /** The one command that runs now. */
    private record Unit(
            String operation,
            String cluster,
            String clusterUid,
            Try attempt,
            Detached detached,
            StopSignal signal,
            CompletableFuture<Void> ended) {
        boolean is(String name, int number) {
            return operation.equals(name) && attempt.number() == number;
        }
    }

    Operations(SimulatedHost host) {
        this.host = host;
    }

    /** Plays operation-start. */
    public void start(Stage stage) {
        String operation = operation(stage);
        Try.Request request = new Try.Request(
                stage.required("SCRIPT_NAME"),
                stage.required("DIGEST"),
                stage.required("CLUSTER"),
                stage.required("CLUSTER_UID"),
                host.bootId());
        StopSignal signal = StopSignal.after(Duration.ofSeconds(stage.number("DEADLINE")));
        boolean takeOver = stage.required("TAKE_OVER").equals("yes");
        String payload = stage.required("PAYLOAD");
        if (host.state().distribution().equals("darwin")) {
            throw new ScriptFailure(4, "uname says Darwin");
        }
        synchronized (claim) {
            stage.say(claim(operation, request, signal, takeOver, payload));
        }
    }

    private String claim(String operation, Try.Request request, StopSignal signal, boolean takeOver, String payload) {
        Unit holder = current.get();
        if (holder != null) {
            if (holder.operation().equals(operation)) {
                return "attached " + holder.attempt().number();
            }
            if (!holder.clusterUid().equals(request.clusterUid()) || !takeOver) {
                return "busy " + holder.clusterUid() + " " + holder.cluster() + " " + holder.operation() + " "
                        + holder.attempt().number();
            }
            stop(holder);
        }
        Try last = Try.last(folder(operation));
        if (last.number() > 0 && last.succeededWith(request.digest())) {
            return "finished " + last.number() + " 0";
        }
        forgetOldest(operation);
        Try attempt = last.next(request);
        Unit unit = new Unit(
                operation,
                request.cluster(),
                request.clusterUid(),
                attempt,
                new Detached(operation, attempt.number(), request.digest()),
                signal,
                new CompletableFuture<>());
        current.set(unit);
        host.site().threads().execute(() -> run(unit, payload));
        return "started " + attempt.number();
    }

    /** As on a real host only the newest operations are kept. */
    private void forgetOldest(String wanted) {
        File[] folders = folder("").toFile().listFiles(file -> !file.getName().equals(wanted));
        if (folders == null || folders.length < KEPT) {
            return;
        }
        Arrays.sort(folders, Comparator.comparingLong(File::lastModified));
        for (int i = 0; i <= folders.length - KEPT; i++) {
            Try.remove(folders[i].toPath());
        }
    }

    private void run(Unit unit, String payload) {
        Try attempt = unit.attempt();
        try {
            attempt.finish(host.play(payload, true, unit.detached(), attempt::append, attempt::append, unit.signal()));
        } catch (Stopped e) {
            switch (e.why()) {
                case CANCELLED -> attempt.finish(TERMINATED);
                case DEADLINE -> attempt.finish(DEADLINE);
                case POWER_LOST -> attempt.lose();
            }
        } finally {
            current.compareAndSet(unit, null);
            unit.ended().complete(null);
        }
    }

    /** Plays operation-poll. */
    public void poll(Stage stage) {
        String operation = operation(stage);
        int number = stage.number("TRY");
        long offset = stage.number("OFFSET");
        Duration patience = Duration.ofSeconds(stage.number("WAIT"));
        Unit unit = current.get();
        boolean running = unit != null && unit.is(operation, number);
        Optional<Try> found = running ? Optional.of(unit.attempt()) : Try.find(folder(operation), number);
        if (found.isEmpty()) {
            stage.say("lost - " + offset);
            return;
        }
        Try attempt = found.get();
        if (running && attempt.hasMore(offset, patience) && current.get() == unit && !patience.isZero()) {
            gather(stage, attempt);
        }
        answer(stage, attempt, current.get() == unit && running, offset);
    }

    /** Waits for more output as long as was asked for, but not beyond the end. */
    private static void gather(Stage stage, Try attempt) {
        Duration gather = Duration.ofSeconds(Long.parseLong("0" + stage.optional("GATHER")));
        if (gather.compareTo(MORE_OUTPUT) > 0) {
            attempt.hasMore(Long.MAX_VALUE, gather);
        } else {
            stage.pass(MORE_OUTPUT);
        }
    }

    /** The end is told only with the last byte; it is looked up before the output, which then is all there. */
    private void answer(Stage stage, Try attempt, boolean running, long offset) {
        String state = running
                ? "running -"
                : attempt.exitCode()
                        .map(code -> "finished " + code)
                        .orElseGet(() -> attempt.beganIn(host.bootId()) ? "lost killed" : "lost rebooted");
        byte[] piece = attempt.read(offset, LARGEST_PIECE);
        if (offset + piece.length < attempt.length()) {
            state = "running -";
        }
        byte[] line = (state + " " + (offset + piece.length) + "\n").getBytes(StandardCharsets.UTF_8);
        stage.write(line);
        stage.write(piece);
    }

    /** Plays operation-cancel. */
    public void cancel(Stage stage) {
        String operation = operation(stage);
        synchronized (claim) {
            Unit unit = current.get();
            if (unit == null || !unit.operation().equals(operation)) {
                stage.say("idle");
                return;
            }
            stop(unit);
            stage.say("cancelled");
        }
    }

    /** What runs now, as OPERATION/TRY. */
    public Optional<String> running() {
        return Optional.ofNullable(current.get()).map(unit -> unit.detached().label());
    }

    /** Nothing runs any more, as after a power cut. */
    void forget() {
        current.set(null);
    }

    private static void stop(Unit unit) {
        unit.signal().stop(Stopped.Cause.CANCELLED);
        unit.ended().join();
    }

    private static String operation(Stage stage) {
        String operation = stage.required("OPERATION");
        if (!NAME.matcher(operation).matches()) {
            throw new ScriptFailure(2, "'" + operation + "' cannot name an operation");
        }
        return operation;
    }

    private Path folder(String operation) {
        return host.disk().folder().resolve("operations").resolve(operation);
    }
}
