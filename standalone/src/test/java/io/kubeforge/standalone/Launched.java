package io.kubeforge.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A KubeForge in a process of its own, whose output goes to a file. */
final class Launched implements AutoCloseable {
    private static final long SIGINT = 1 << 1;
    private static final long LOOK_MILLISECONDS = 100;

    private final Process process;
    private final Path output;

    private Launched(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** Runs the main class with these arguments on the class path of the test. */
    static Launched kubeforge(Path folder, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(hearingCtrlC());
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dkubeforge.home=" + Path.of("..").toAbsolutePath().normalize(),
                "-cp",
                System.getProperty("java.class.path"),
                Kubeforge.class.getName()));
        command.addAll(List.of(arguments));
        return run(folder, new ProcessBuilder(command));
    }

    /** What a shell starts in the background is deaf to Ctrl-C, and so are its children: builds often run like that. */
    private static List<String> hearingCtrlC() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return List.of();
        }
        long ignored = Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .mapToLong(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
                .findFirst()
                .orElse(0);
        return (ignored & SIGINT) == 0 ? List.of() : List.of("env", "--default-signal=INT");
    }

    static Launched run(Path folder, ProcessBuilder builder) throws IOException {
        Path output = Files.createTempFile(folder, "output", ".txt");
        return new Launched(
                builder.redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start(),
                output);
    }

    /** Waits until it has said this; fails when it ends without. */
    void says(String text) throws IOException, InterruptedException {
        while (!output().contains(text)) {
            if (process.waitFor(LOOK_MILLISECONDS, TimeUnit.MILLISECONDS) && !output().contains(text)) {
                throw new AssertionError("It ended without saying \"" + text + "\" but this:\n" + output());
            }
        }
    }

    String output() throws IOException {
        return Files.readString(output);
    }

    /** Waits for its end and returns its exit code. */
    int end() throws InterruptedException {
        return process.waitFor();
    }

    /** Asks it to end, as Ctrl-C does. */
    void interrupt() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
    }

    /** Ends it as {@code kill -9} does. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
