package io.kubeforge.standalone.crash;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A real host with a shim on it, looked at past KubeForge with the system's own ssh client. */
record RealHost(String name, String address, int port, String user, Path privateKey, String faults) {
    private static final Duration TO_ANSWER = Duration.ofMinutes(3);
    private static final int SECONDS_PER_RUN = 90;
    private static final String STATE = "/var/lib/crash-shim";

    /** Puts the shim before the programs that it watches, with an empty log. */
    void installShim() {
        run("""
                rm -rf %1$s
                mkdir -p %1$s/traps %1$s/held
                : >%1$s/log
                cat >/usr/local/sbin/crash-shim <<'SHIM'
                %2$s
                SHIM
                chmod 755 /usr/local/sbin/crash-shim
                for name in sh timeout kubeadm; do ln -sf /usr/local/sbin/crash-shim /usr/local/bin/$name; done
                """.formatted(STATE, shim()));
    }

    /** Takes the shim away with all that it wrote. */
    void removeShim() {
        run("cd /usr/local/bin && rm -rf sh timeout kubeadm ../sbin/crash-shim " + STATE);
    }

    private static String shim() {
        try (InputStream resource = RealHost.class.getResourceAsStream("/crash-shim.sh")) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException cause) {
            throw new UncheckedIOException("The shim cannot be read.", cause);
        }
    }

    /** Holds the run of this point when it comes. */
    void arm(Point point) {
        run("echo " + point.moment() + " >" + STATE + "/traps/" + trap(point));
    }

    /** What the shim calls a point: KubeForge's name of it without the host. */
    static String trap(Point point) {
        return point.operation().script() + "#" + point.operation().occurrence();
    }

    /** The trap that holds a run now, waited for some seconds. */
    Optional<String> awaitHeld() {
        String held = run("""
                rounds=50
                while [ -z "$(ls %1$s/held)" ] && [ $rounds -gt 0 ]; do rounds=$((rounds - 1)); sleep 0.1; done
                ls %1$s/held
                """.formatted(STATE));
        return held.lines().findFirst().filter(line -> !line.isBlank());
    }

    /** Lets the run go on. */
    void release(String trap) {
        run("rm -f '" + STATE + "/held/" + trap + "'");
    }

    /** Ends every SSH connection to the host but this one; what runs there goes on. */
    void dropConnections() {
        run("""
                own=' ' process=$$
                while [ "$process" -gt 1 ]; do
                    own="$own$process "
                    process=$(ps -o ppid= -p "$process" | tr -d ' ')
                done
                for process in $(pgrep -f '^sshd(-session)?: '); do
                    case $own in
                        *" $process "*) ;;
                        *) kill -9 "$process" 2>/dev/null || : ;;
                    esac
                done
                """);
    }

    /** Takes its power and gives it back; returns when it answers. */
    void reboot() {
        fault("kill");
        fault("boot");
        Await.until(name + " to answer after its boot", TO_ANSWER, this::answers);
    }

    private boolean answers() {
        try {
            return run("echo here").contains("here");
        } catch (IllegalStateException notYet) {
            return false;
        }
    }

    /** Injects a fault by the command of the site: cut, heal, kill or boot. */
    void fault(String verb) {
        execute(List.of(faults, verb, name), "");
    }

    /** What its shim wrote down. */
    ShimLog log() {
        return ShimLog.parse(run("cat " + STATE + "/log").lines().toList());
    }

    /** What of KubeForge's runs there now, or "". */
    String running() {
        return run("systemctl is-active -q kubeforge-operation.service && cat /var/lib/kubeforge/current || :")
                .strip();
    }

    /** The cluster's CA as the host has it, or "none". */
    String caHash() {
        return run("test -s /etc/kubernetes/pki/ca.crt || { echo none; exit 0; }\n"
                        + "openssl x509 -pubkey -noout -in /etc/kubernetes/pki/ca.crt | sha256sum | cut -d ' ' -f 1")
                .strip();
    }

    /** Runs a script as root and gives what it printed. */
    String run(String script) {
        return execute(
                List.of(
                        "ssh",
                        "-i",
                        privateKey.toString(),
                        "-p",
                        String.valueOf(port),
                        "-oStrictHostKeyChecking=no",
                        "-oUserKnownHostsFile=/dev/null",
                        "-oLogLevel=ERROR",
                        "-oBatchMode=yes",
                        "-oConnectTimeout=10",
                        "-oServerAliveInterval=5",
                        user + "@" + address,
                        "sudo -n /bin/sh -s"),
                script);
    }

    private String execute(List<String> command, String input) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(SECONDS_PER_RUN, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IllegalStateException(
                        "On host " + name + " \"" + command.get(0) + "\" failed: " + output.strip());
            }
            return output;
        } catch (IOException cause) {
            throw new IllegalStateException("On host " + name + " \"" + command.get(0) + "\" failed: " + cause, cause);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted at host " + name + ".", interrupted);
        }
    }
}
