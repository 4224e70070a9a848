package io.kubeforge.activities.provisioner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kubeforge.activities.ssh.Script;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The part for RHEL and its like, in a real shell; dnf, rpm and curl are played by hand. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class DnfFamilyTest {
    @TempDir
    private Path work;

    @Test
    void setsUpTheRepositoryOnceAndInstallsTheExactVersion() throws Exception {
        program("curl", """
                while [ "$1" != -o ]; do shift; done
                echo '-----BEGIN PGP PUBLIC KEY BLOCK-----' >"$2"
                echo "curl $3" >>"%s/calls"
                """.formatted(work));
        program("rpm", """
                case "$*" in
                    *kubelet) if [ -e "%1$s/installed" ]; then echo 1.36.3-150500.1.1; else echo "package kubelet is not installed"; exit 1; fi ;;
                    *socat | *containerd.io) exit 1 ;;
                    --import*) echo "rpm --import" >>"%1$s/calls" ;;
                    *) echo 1.0-1 ;;
                esac
                """.formatted(work));
        program("dnf", """
                echo "dnf $*" >>"%1$s/calls"
                case "$*" in
                    *list*) printf 'Available Packages\\nkubelet.x86_64 1.36.2-150500.1.1 k\\nkubelet.x86_64 1.36.3-150500.1.1 k\\n' ;;
                    *install*) : >"%1$s/installed" ;;
                esac
                """.formatted(work));
        String output = run();
        assertTrue(output.contains("offered 1.36.3-150500.1.1 1.36.2-150500.1.1 \n"), output);
        assertTrue(output.contains("missing socat containerd.io \n"), output);
        assertTrue(output.contains("baseurl=https://pkgs.example.org/core:/stable:/v1.36/rpm/\n"), output);
        assertTrue(output.contains("exclude=kubelet kubeadm kubectl"), output);
        String dnf = "dnf -q -y --setopt=disable_excludes=kubeforge-kubernetes ";
        assertEquals(
                List.of(
                        "curl https://pkgs.example.org/core:/stable:/v1.36/rpm/repodata/repomd.xml.key",
                        "rpm --import",
                        dnf + "list --showduplicates kubelet",
                        dnf + "--setopt=install_weak_deps=False install kubelet-1.36.3-150500.1.1"),
                Files.readAllLines(work.resolve("calls")));
    }

    private void program(String name, String body) throws IOException {
        Path file = Files.createDirectories(work.resolve("bin")).resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + body);
        assertTrue(file.toFile().setExecutable(true));
    }

    private String run() throws IOException, InterruptedException {
        Process shell = new ProcessBuilder("sh", "-s").redirectErrorStream(true).start();
        shell.getOutputStream()
                .write(Script.of("dnf-family")
                        .with("WORK", work.toString())
                        .render()
                        .getBytes(StandardCharsets.UTF_8));
        shell.getOutputStream().close();
        String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, shell.waitFor(), output);
        return output;
    }
}
