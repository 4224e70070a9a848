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

/** A kubectl with a home and a kubeconfig of its own: the one on the PATH, unless another is given. */
final class Kubectl {
    private static final long DEADLINE_SECONDS = 60;

    private final Variant variant;
    private final Path home;

    Kubectl(String kubeconfig) throws IOException {
        this(kubeconfig, Variant.ofPath(false));
    }

    Kubectl(String kubeconfig, Variant variant) throws IOException {
        this.variant = variant;
        home = Files.createTempDirectory("kubectl");
        Files.writeString(home.resolve("config"), kubeconfig);
    }

    /**
     * One way of running a kubectl.
     *
     * @param program its path, or its name on the PATH
     * @param watchList whether lists are read as watches, which newer clients do by default
     */
    record Variant(String program, boolean watchList) {
        /** The one on the PATH. */
        static Variant ofPath(boolean watchList) {
            return new Variant("kubectl", watchList);
        }

        /** The newest one that is tried, which the environment names in KUBEFORGE_NEWEST_KUBECTL. */
        static Variant newest(boolean watchList) {
            return new Variant(System.getenv().getOrDefault("KUBEFORGE_NEWEST_KUBECTL", "kubectl-newest"), watchList);
        }

        boolean isInstalled() {
            return program.contains(File.separator)
                    ? Files.isExecutable(Path.of(program))
                    : Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                            .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
        }
    }

    /** Whether there is one on the PATH. */
    static boolean isInstalled() {
        return Variant.ofPath(false).isInstalled();
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
        List<String> command = new ArrayList<>(List.of(variant.program()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("KUBE_FEATURE_WatchListClient", Boolean.toString(variant.watchList()));
        // Edits replace one word by another.
        builder.environment().put("KUBE_EDITOR", "sed -i s/before-the-edit/after-the-edit/");
        builder.environment().put("HOME", home.toString());
        builder.environment().put("KUBECONFIG", home.resolve("config").toString());
        return builder;
    }
}
