package io.kubeforge.activities.ssh;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A folder that plays one host for the real scripts: a base folder, and systemd played by shell scripts on PATH. */
final class FakeSystemd implements AutoCloseable {
    private final Path folder;
    private final Path bin;

    FakeSystemd(Path folder) throws IOException {
        this.folder = folder;
        this.bin = Files.createDirectories(folder.resolve("bin"));
        Files.createDirectories(folder.resolve("unit"));
        for (String name : new String[] {"systemd-run", "systemctl", "sudo"}) {
            try (var in = FakeSystemd.class.getResourceAsStream("/fake-systemd/" + name)) {
                Path program = bin.resolve(name);
                Files.copy(in, program);
                program.toFile().setExecutable(true);
            }
        }
    }

    Path base() {
        return folder.resolve("base");
    }

    Path operation(String id, int tryNumber) {
        return base().resolve("operations").resolve(id).resolve(String.valueOf(tryNumber));
    }

    /** Makes one of the programs answer otherwise: "answer", "system" or "no-sudo". */
    void says(String what, String text) throws IOException {
        Files.writeString(folder.resolve("unit").resolve(what), text);
    }

    Map<String, String> environment() {
        return Map.of(
                "PATH", bin + ":" + System.getenv("PATH"),
                "KUBEFORGE_BASE", base().toString(),
                "FAKE_UNIT", folder.resolve("unit").toString());
    }

    /** Sends a rendered script to a real shell on this host. */
    Said run(String shell, String script) throws Exception {
        Path errors = Files.createTempFile(folder, "stderr", "");
        ProcessBuilder builder = new ProcessBuilder(shell, "-s").redirectError(errors.toFile());
        builder.environment().putAll(environment());
        Process process = builder.start();
        try (var in = process.getOutputStream()) {
            in.write(script.getBytes(StandardCharsets.UTF_8));
        }
        byte[] bytes = process.getInputStream().readAllBytes();
        return new Said(process.waitFor(), bytes, Files.readString(errors));
    }

    /** Kills the unit's processes outright, as a power cut does. */
    void crash() throws Exception {
        Path session = folder.resolve("unit/session");
        if (Files.exists(session)) {
            new ProcessBuilder("pkill", "-KILL", "-s", Files.readString(session).strip())
                    .start()
                    .waitFor();
        }
    }

    @Override
    public void close() throws Exception {
        crash();
    }

    /** What a script said. */
    record Said(int exitCode, byte[] stdout, String stderr) {
        String firstLine() {
            return text().lines().findFirst().orElse("(nothing; " + stderr + ")");
        }

        String text() {
            return new String(stdout, StandardCharsets.UTF_8);
        }

        byte[] afterFirstLine() {
            int end = 0;
            while (stdout[end] != '\n') {
                end++;
            }
            return java.util.Arrays.copyOfRange(stdout, end + 1, stdout.length);
        }
    }
}
