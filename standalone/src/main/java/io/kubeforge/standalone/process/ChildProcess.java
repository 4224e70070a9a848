package io.kubeforge.standalone.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A program that runs beside KubeForge in a process session of its own, so that Ctrl-C in the terminal reaches only
 * KubeForge, which ends its children when it no longer needs them. It knows nothing of what the program does.
 */
public final class ChildProcess implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ChildProcess.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
    private static final Duration TO_END = Duration.ofSeconds(10);
    private static final Duration TO_ANSWER_ADOPTED = Duration.ofSeconds(10);
    private static final String PERL_SETSID = "POSIX::setsid(); exec @ARGV or die qq{$ARGV[0]: $!\\n}";

    private final String name;
    private final Path record;
    private final Path log;
    private final ProcessHandle process;

    private ChildProcess(String name, Path record, Path log, ProcessHandle process) {
        this.name = name;
        this.record = record;
        this.log = log;
        this.process = process;
    }

    /**
     * The child of this name: the one that outlived a killed KubeForge if it is the same and answers, else a new one.
     *
     * @param answers one look, with a deadline of its own, at whether the child does its work
     */
    public static ChildProcess startOrAdopt(
            DataFolder folder, String name, List<String> command, BooleanSupplier answers, Duration toAnswer) {
        Optional<ChildProcess> survivor = survivor(folder, name);
        if (survivor.isPresent()) {
            ChildProcess child = survivor.get();
            if (isSame(folder, name, command) && child.comesToAnswer(answers, TO_ANSWER_ADOPTED)) {
                LOG.info("Adopting {} (process {}), which outlived its parent", name, child.process.pid());
                ChildRecord.of(child.process, command).write(child.record);
                return child;
            }
            child.close();
        }
        ChildProcess child = start(folder, name, command);
        if (!child.comesToAnswer(answers, toAnswer)) {
            boolean ended = !child.process.isAlive();
            child.close();
            throw new RefusedToStart((ended ? name + " ended while starting" : name + " did not answer in time")
                    + ", see " + child.log + "; it last said: " + child.lastWords());
        }
        return child;
    }

    /** The child of this name that outlived its parent, whatever its command was. */
    static Optional<ChildProcess> survivor(DataFolder folder, String name) {
        Path record = folder.run(name);
        return ChildRecord.read(record)
                .flatMap(ChildRecord::survivor)
                .map(process -> new ChildProcess(name, record, folder.log(name), process));
    }

    /** Whether the child of this name that outlived its parent was started with this command. */
    public static boolean survives(DataFolder folder, String name, List<String> command) {
        return isSame(folder, name, command) && survivor(folder, name).isPresent();
    }

    private static boolean isSame(DataFolder folder, String name, List<String> command) {
        return ChildRecord.read(folder.run(name))
                .filter(record -> record.command().equals(command))
                .isPresent();
    }

    private static ChildProcess start(DataFolder folder, String name, List<String> command) {
        Path record = folder.run(name);
        Path log = folder.log(name);
        LOG.info("Starting {}: {}", name, String.join(" ", command));
        ChildRecord.beforeStart(command).write(record);
        try {
            if (Files.exists(log)) {
                Files.move(log, folder.log(name + ".previous"), StandardCopyOption.REPLACE_EXISTING);
            }
            Process process = new ProcessBuilder(inOwnSession(command))
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            ChildRecord.of(process.toHandle(), command).write(record);
            return new ChildProcess(name, record, log, process.toHandle());
        } catch (IOException cause) {
            throw new RefusedToStart(name + " cannot be started (" + cause.getMessage() + ").", cause);
        }
    }

    /** {@code setsid} executes in place when its parent did not make it a group leader, so the process id stays. */
    private static List<String> inOwnSession(List<String> command) {
        List<String> full = new ArrayList<>();
        if (Programs.find("setsid").isPresent()) {
            full.add("setsid");
        } else if (Programs.find("perl").isPresent()) {
            full.addAll(List.of("perl", "-MPOSIX", "-e", PERL_SETSID));
        }
        full.addAll(command);
        return full;
    }

    /** Looks until the child answers; false when it ended or the time was up. */
    private boolean comesToAnswer(BooleanSupplier answers, Duration time) {
        Instant deadline = Instant.now().plus(time);
        while (!answers.getAsBoolean()) {
            if (endsWithin(BETWEEN_LOOKS) || Instant.now().isAfter(deadline)) {
                return false;
            }
        }
        return process.isAlive();
    }

    private boolean endsWithin(Duration time) {
        try {
            process.onExit().get(time.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException stillRunning) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new RefusedToStart("Interrupted while waiting for " + name + ".", interrupted);
        } catch (ExecutionException cause) {
            throw new IllegalStateException("The end of " + name + " cannot be waited for.", cause);
        }
    }

    /** Completes when the child has ended, for whatever reason. */
    CompletableFuture<Void> ended() {
        return process.onExit().thenApply(handle -> null);
    }

    /** The child's process id. */
    public long pid() {
        return process.pid();
    }

    /** Whether the child still runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** The end of what the child printed, on one line. */
    String lastWords() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join(" / ", lines.subList(Math.max(0, lines.size() - 3), lines.size()));
        } catch (IOException unreadable) {
            return "(nothing)";
        }
    }

    /** Ends the child, first by asking, and forgets it. */
    @Override
    public void close() {
        LOG.info("Stopping {} (process {})", name, process.pid());
        process.destroy();
        if (!endsWithin(TO_END)) {
            LOG.warn("{} did not end within {} s and is killed", name, TO_END.toSeconds());
            process.destroyForcibly();
            if (!endsWithin(TO_END)) {
                throw new RefusedToStart(
                        name + " (process " + process.pid() + ") cannot be ended; end it yourself and start again.");
            }
        }
        try {
            Files.deleteIfExists(record);
        } catch (IOException cause) {
            LOG.warn("The record {} of an ended child cannot be removed", record, cause);
        }
    }
}
