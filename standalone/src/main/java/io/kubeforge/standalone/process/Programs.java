package io.kubeforge.standalone.process;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Programs that are installed on this computer, and what short-lived ones print. */
final class Programs {
    private Programs() {}

    /** The program of this name on the PATH. */
    static Optional<Path> find(String name) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.of(path.split(File.pathSeparator))
                .filter(folder -> !folder.isBlank())
                .map(folder -> Path.of(folder, name))
                .filter(Programs::isExecutable)
                .findFirst();
    }

    static boolean isExecutable(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }

    /** What a program prints; empty when it fails or takes longer. */
    static Optional<String> output(Duration time, List<String> command) {
        try {
            Path file = Files.createTempFile("kubeforge", ".out");
            try {
                return run(file, time, command) == 0
                        ? Optional.of(Files.readString(file, StandardCharsets.UTF_8))
                        : Optional.empty();
            } finally {
                Files.delete(file);
            }
        } catch (IOException notRunnable) {
            return Optional.empty();
        }
    }

    /** The exit code of a program whose output goes to a file; 124 when it took longer and was ended. */
    static int run(Path output, Duration time, List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                .start();
        try {
            if (process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS)) {
                return process.exitValue();
            }
            process.destroyForcibly();
            return 124;
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new RefusedToStart("Interrupted while " + command.get(0) + " ran.", interrupted);
        }
    }
}
