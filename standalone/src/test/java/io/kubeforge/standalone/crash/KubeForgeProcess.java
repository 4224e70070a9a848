package io.kubeforge.standalone.crash;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** KubeForge's api or worker as a process of its own, that can be killed and started again. */
final class KubeForgeProcess implements AutoCloseable {
    private final String module;
    private final String mainClass;
    private final Path repository;
    private final Map<String, String> environment;
    private final Path log;
    private Process process;

    KubeForgeProcess(String module, String mainClass, Path repository, Map<String, String> environment, Path logs) {
        this.module = module;
        this.mainClass = mainClass;
        this.repository = repository;
        this.environment = environment;
        this.log = logs.resolve(module + ".log");
    }

    void start() {
        try {
            process = builder(mainClass, List.of())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException cause) {
            throw new UncheckedIOException("The " + module + " cannot be started.", cause);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** As {@code kill -9} does. */
    void kill() {
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the " + module + " was killed.", interrupted);
        }
    }

    /** What another main class of the same module prints with the same environment. */
    String output(String otherMainClass, String argument) {
        try {
            Process other = builder(otherMainClass, List.of(argument))
                    .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            String output = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int code = other.waitFor();
            if (code != 0) {
                throw new IllegalStateException(otherMainClass + " ended with " + code + "; see " + log + ".");
            }
            return output;
        } catch (IOException cause) {
            throw new UncheckedIOException(otherMainClass + " cannot be run.", cause);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while " + otherMainClass + " ran.", interrupted);
        }
    }

    private ProcessBuilder builder(String main, List<String> arguments) throws IOException {
        Path target = repository.resolve(module).resolve("target");
        String classPath = target.resolve("classes")
                + File.pathSeparator
                + Files.readString(target.resolve("runtime.classpath")).strip();
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-Dlogback.configurationFile=" + repository.resolve("deploy/logback.xml"),
                "-cp",
                classPath,
                main);
        builder.command().addAll(arguments);
        builder.environment().putAll(environment);
        return builder;
    }

    @Override
    public String toString() {
        return module;
    }

    @Override
    public void close() {
        if (process != null) {
            kill();
        }
    }
}
