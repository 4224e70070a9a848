package io.kubeforge.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real host of the inventory, looked at past KubeForge: with the system's own ssh client. */
record RealHost(String name, String address, int port, String user, Path privateKey) {
    /** Prints what tells the cluster's CA from any other. */
    static final String CA_HASH =
            "openssl x509 -pubkey -noout -in /etc/kubernetes/pki/ca.crt | sha256sum | cut -d' ' -f1";

    /** Runs a script as root and gives what it printed. */
    String run(String script) {
        try {
            Process ssh = new ProcessBuilder(List.of(
                            "ssh",
                            "-i",
                            privateKey.toString(),
                            "-p",
                            String.valueOf(port),
                            "-o",
                            "StrictHostKeyChecking=no",
                            "-o",
                            "UserKnownHostsFile=/dev/null",
                            "-o",
                            "LogLevel=ERROR",
                            "-o",
                            "BatchMode=yes",
                            "-o",
                            "ConnectTimeout=10",
                            user + "@" + address,
                            "sudo -n sh -s"))
                    .redirectErrorStream(true)
                    .start();
            ssh.getOutputStream().write(script.getBytes(StandardCharsets.UTF_8));
            ssh.getOutputStream().close();
            String output = new String(ssh.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!ssh.waitFor(60, TimeUnit.SECONDS) || ssh.exitValue() != 0) {
                throw new IllegalStateException(name + ": " + output);
            }
            return output;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Waits until the script prints something on the host. */
    String awaitOutput(String script, Duration limit) {
        return Await.until(name + " printing something for: " + script, limit, () -> {
            String output = run(script + " || true").strip();
            return output.isEmpty() ? null : output;
        });
    }
}
