package io.kubeforge.simulator.host;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** What was played on a host, in the order of its ends, kept on disk so that a test can count. */
public final class PlayLog {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final Path file;

    /**
     * One script that was played; without an exit code it was cut off.
     *
     * @param detached as what it ran detached; null when it was attached to a connection
     * @param beats how many beats it had, see {@link Trap.Moment}
     * @param resumes whether it was told to go on with what an earlier run left
     * @param apiSeen whether a cluster's API had taken in anything when it began
     */
    public record Played(
            String script,
            String start,
            String end,
            Integer exitCode,
            Detached detached,
            int beats,
            boolean resumes,
            boolean apiSeen) {}

    /** A try of an operation, and the digest of the script with its variables. */
    public record Detached(String operation, int number, String digest) {
        /** OPERATION/TRY. */
        public String label() {
            return operation + "/" + number;
        }
    }

    PlayLog(Path file) {
        this.file = file;
    }

    synchronized void add(Played played) {
        try {
            Files.writeString(
                    file, JSON.writeValueAsString(played) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("The simulator cannot write to " + file + ".", e);
        }
    }

    /** Everything that ended so far. */
    public synchronized List<Played> read() {
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.endsWith("}"))
                    .map(PlayLog::parse)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The simulator cannot read " + file + ".", e);
        }
    }

    private static Played parse(String line) {
        try {
            return JSON.readValue(line, Played.class);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("The simulator's log has a line that it cannot read.", e);
        }
    }
}
