package io.kubeforge.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The kubectl of the machine, with a home and a kubeconfig of its own. */
final class Kubectl {
    private static final long DEADLINE_SECONDS = 60;

    private final Path home;

    Kubectl(String kubeconfig) throws IOException {
        home = Files.createTempDirectory("kubectl");
        Files.writeString(home.resolve("config"), kubeconfig);
    }

    /** Whether there is one on the PATH. */
    static boolean isInstalled() {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "kubectl")));
    }

    /** What a run printed, both streams together, and its exit code. */
    record Run(int code, String output) {
        /** The output of a run that must succeed. */
        String ok() {
            assertEquals(0, code, output);
            return output;
        }
    }

    /** Runs to the end with this standard input. */
    Run runWith(String input, String... arguments) throws IOException, InterruptedException {
        Path in = Files.writeString(home.resolve("stdin"), input);
        Path out = Files.createTempFile(home, "out", "");
        Process process = builder(arguments)
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .start();
        if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("kubectl " + String.join(" ", arguments) + " did not end");
        }
        return new Run(process.exitValue(), Files.readString(out, StandardCharsets.UTF_8));
    }

    /** Runs to the end. */
    Run run(String... arguments) throws IOException, InterruptedException {
        return runWith("", arguments);
    }

    /** Starts a run whose output is read while it goes on. */
    Process start(String... arguments) throws IOException {
        return builder(arguments).start();
    }

    private ProcessBuilder builder(String... arguments) {
        List<String> command = new ArrayList<>(List.of("kubectl"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("HOME", home.toString());
        builder.environment().put("KUBECONFIG", home.resolve("config").toString());
        return builder;
    }
}
