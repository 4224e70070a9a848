package io.kubeforge.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kubeforge.standalone.process.DataFolder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherIT {
    private static final List<String> SHELL_TOOLS = List.of("dirname", "readlink", "sed", "head");

    @TempDir
    Path folder;

    @Test
    void refusesAJavaThatIsTooOldInOneSentence() throws Exception {
        Path bin = shellTools();
        program(bin.resolve("java"), "echo 'openjdk version \"11.0.2\" 2019-01-15' >&2");
        try (Launched launched = script(bin)) {
            assertEquals(1, launched.end());
            assertOneSentence(launched.output(), "version 11");
        }
    }

    @Test
    void refusesAComputerWithoutJavaInOneSentence() throws Exception {
        try (Launched launched = script(shellTools())) {
            assertEquals(1, launched.end());
            assertOneSentence(launched.output(), "there is none");
        }
    }

    @Test
    void namesTheBusyPortAndTheOptionThatChoosesAnother() throws Exception {
        try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Launched launched = Launched.kubeforge(
                        folder,
                        "quickstart",
                        "--port",
                        Integer.toString(busy.getLocalPort()),
                        "--data",
                        folder.resolve("data").toString())) {
            assertEquals(1, launched.end());
            assertOneSentence(launched.output(), "Port " + busy.getLocalPort());
            assertOneSentence(launched.output(), "--port");
        }
    }

    @Test
    void refusesAFolderThatAnotherKubeForgeUses() throws Exception {
        Path data = folder.resolve("data");
        FileLock lock = new DataFolder(data).lock();
        try (Launched launched = Launched.kubeforge(folder, "server", "--data", data.toString())) {
            assertEquals(1, launched.end());
            assertOneSentence(launched.output(), "Another KubeForge already runs on " + data);
        } finally {
            lock.channel().close();
        }
    }

    @Test
    void refusesAHostsFileThatIsNotThere() throws Exception {
        Path hosts = folder.resolve("absent.yaml");
        try (Launched launched = Launched.kubeforge(
                folder,
                "quickstart",
                "--hosts",
                hosts.toString(),
                "--data",
                folder.resolve("data").toString())) {
            assertEquals(1, launched.end());
            assertOneSentence(launched.output(), hosts.toString());
        }
    }

    @Test
    void saysWhichOptionsThereAreWhenOneIsWrong() throws Exception {
        try (Launched launched = Launched.kubeforge(folder, "quickstart", "--unknown")) {
            assertEquals(2, launched.end());
            assertTrue(launched.output().contains("--exit-when-ready"), launched.output());
        }
        try (Launched launched = Launched.kubeforge(folder, "--version")) {
            assertEquals(0, launched.end());
            assertTrue(launched.output().matches("kubeforge [0-9].*\\R"), launched.output());
        }
    }

    private Launched script(Path bin) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of("../kubeforge").toAbsolutePath().normalize().toString(), "--version");
        builder.environment().remove("JAVA_HOME");
        builder.environment().put("PATH", bin.toString());
        return Launched.run(folder, builder);
    }

    /** A folder for the PATH with what the script calls, and no Java. */
    private Path shellTools() throws IOException {
        Path bin = Files.createDirectory(folder.resolve("bin"));
        for (String tool : SHELL_TOOLS) {
            Path original = Path.of("/usr/bin", tool);
            program(
                    bin.resolve(tool),
                    "exec " + (Files.exists(original) ? original : Path.of("/bin", tool)) + " \"$@\"");
        }
        return bin;
    }

    private static void program(Path file, String line) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + line + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static void assertOneSentence(String output, String contains) {
        assertTrue(output.startsWith("kubeforge: "), output);
        assertEquals(1, output.lines().count(), output);
        assertTrue(output.contains(contains), output);
        assertFalse(output.contains("Exception"), output);
    }
}
