package io.kubeforge.simulator.host;

import io.kubeforge.simulator.state.JsonFile;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** One try of an operation: who asked for it, what it said and how it ended, all on disk. */
final class Try {
    private final Path operation;
    private final int number;
    private boolean over;

    /** Who asked for a try, and in which boot it began. */
    record Request(String name, String digest, String cluster, String clusterUid, String boot) {}

    private Try(Path operation, int number) {
        this.operation = operation;
        this.number = number;
    }

    /** The newest try of an operation; number 0 when there is none. */
    static Try last(Path operation) {
        if (!Files.isDirectory(operation)) {
            return new Try(operation, 0);
        }
        try (Stream<Path> tries = Files.list(operation)) {
            return new Try(
                    operation,
                    tries.mapToInt(path -> Integer.parseInt(path.getFileName().toString()))
                            .max()
                            .orElse(0));
        } catch (IOException e) {
            throw new UncheckedIOException("The simulator cannot list the tries in " + operation + ".", e);
        }
    }

    /** This try of an operation, if it ever began. */
    static Optional<Try> find(Path operation, int number) {
        Try found = new Try(operation, number);
        return Files.exists(found.output()) ? Optional.of(found) : Optional.empty();
    }

    /** Begins the next try. */
    Try next(Request request) {
        Try next = new Try(operation, number + 1);
        try {
            Files.createDirectories(next.folder());
            new JsonFile<>(next.folder().resolve("request.json"), Request.class).write(request);
            Files.createFile(next.output());
        } catch (IOException e) {
            throw new UncheckedIOException("The simulator cannot write to " + next.folder() + ".", e);
        }
        return next;
    }

    /** Removes an operation with all its tries. */
    static void remove(Path operation) {
        try (Stream<Path> files = Files.walk(operation)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The simulator cannot remove " + operation + ".", e);
        }
    }

    int number() {
        return number;
    }

    /** How the try ended; nothing while it runs, and for ever when it was lost. */
    Optional<Integer> exitCode() {
        return new JsonFile<>(folder().resolve("rc"), Integer.class).read();
    }

    /** Whether it did the same as what is asked for now, and did it well. */
    boolean succeededWith(String digest) {
        return exitCode().orElse(-1) == 0
                && new JsonFile<>(folder().resolve("request.json"), Request.class)
                        .read()
                        .filter(request -> request.digest().equals(digest))
                        .isPresent();
    }

    /** Whether it began in this boot of the host. */
    boolean beganIn(String boot) {
        return new JsonFile<>(folder().resolve("request.json"), Request.class)
                .read()
                .filter(request -> request.boot().equals(boot))
                .isPresent();
    }

    synchronized void append(byte[] bytes) {
        try {
            Files.write(output(), bytes, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("The simulator cannot write to " + output() + ".", e);
        }
        notifyAll();
    }

    synchronized void finish(int exitCode) {
        new JsonFile<>(folder().resolve("rc"), Integer.class).write(exitCode);
        lose();
    }

    /** It ended, and nobody was there to write down how. */
    synchronized void lose() {
        over = true;
        notifyAll();
    }

    /** Waits until there is output after the offset or an end; whether there is. */
    synchronized boolean hasMore(long offset, Duration patience) {
        long begin = System.nanoTime();
        try {
            while (!over && length() <= offset) {
                long left = patience.toMillis() - (System.nanoTime() - begin) / 1_000_000;
                if (left <= 0) {
                    return false;
                }
                wait(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        return true;
    }

    /** Bytes of output so far. */
    long length() {
        return output().toFile().length();
    }

    /** Output from the offset on, at most so many bytes. */
    byte[] read(long offset, int most) {
        try (RandomAccessFile file = new RandomAccessFile(output().toFile(), "r")) {
            byte[] bytes = new byte[(int) Math.max(0, Math.min(most, file.length() - offset))];
            if (bytes.length > 0) {
                file.seek(offset);
                file.readFully(bytes);
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException("The simulator cannot read " + output() + ".", e);
        }
    }

    private Path folder() {
        return operation.resolve(Integer.toString(number));
    }

    private Path output() {
        return folder().resolve("output");
    }
}
