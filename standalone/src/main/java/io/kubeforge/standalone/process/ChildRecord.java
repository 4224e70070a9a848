package io.kubeforge.standalone.process;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is written down of a child, so that it is found again after this process was killed.
 *
 * @param pid the child's process id; 0 while it is being started
 * @param startedAt when the child started, as the operating system says, so that a process id used again is noticed
 * @param command what was started
 */
record ChildRecord(long pid, String startedAt, List<String> command) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The start time is computed from ticks and the boot time, which a clock correction shifts a little. */
    private static final Duration START_TIME_TOLERANCE = Duration.ofSeconds(3);

    static ChildRecord beforeStart(List<String> command) {
        return new ChildRecord(0, "", List.copyOf(command));
    }

    static ChildRecord of(ProcessHandle process, List<String> command) {
        String startedAt = process.info().startInstant().map(Instant::toString).orElse("");
        return new ChildRecord(process.pid(), startedAt, List.copyOf(command));
    }

    /** An unreadable record is an absent one: the files are written whole, so it is not ours. */
    static Optional<ChildRecord> read(Path file) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(file.toFile(), ChildRecord.class));
        } catch (IOException cause) {
            throw new RefusedToStart(
                    "The record of a child process, " + file + ", cannot be read (" + cause.getMessage()
                            + "); stop that child yourself and remove the file.",
                    cause);
        }
    }

    void write(Path file) {
        try {
            DataFolder.writePrivately(file, JSON.writeValueAsString(this));
        } catch (IOException cause) {
            throw new RefusedToStart("The record of a child process cannot be written to " + file + ".", cause);
        }
    }

    /** The process, if it still runs. */
    Optional<ProcessHandle> survivor() {
        if (pid == 0) {
            // Killed between start and record: the arguments, which name our own files, tell it from all others.
            return ProcessHandle.allProcesses().filter(this::hasOurArguments).findFirst();
        }
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::startedWhenRecorded);
    }

    private boolean hasOurArguments(ProcessHandle process) {
        List<String> arguments = command.subList(1, command.size());
        return process.info()
                .arguments()
                .map(List::of)
                .filter(arguments::equals)
                .isPresent();
    }

    private boolean startedWhenRecorded(ProcessHandle process) {
        if (startedAt.isEmpty()) {
            return hasOurArguments(process);
        }
        return process.info()
                .startInstant()
                .map(start -> Duration.between(start, Instant.parse(startedAt)).abs())
                .filter(difference -> difference.compareTo(START_TIME_TOLERANCE) <= 0)
                .isPresent();
    }
}
