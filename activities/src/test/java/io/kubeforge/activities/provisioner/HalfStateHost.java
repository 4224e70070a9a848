package io.kubeforge.activities.provisioner;

import io.kubeforge.activities.failure.HostFailure;
import io.kubeforge.activities.ssh.RemoteHost;
import io.kubeforge.activities.ssh.Script;
import io.kubeforge.activities.ssh.ScriptResult;
import io.kubeforge.activities.ssh.SshTarget;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** A real host that is brought into half states: shell past KubeForge's own steps. */
record HalfStateHost(SshTarget target) {
    private static final Duration LIMIT = Duration.ofMinutes(4);
    private static final Duration BOOT = Duration.ofMinutes(2);

    /** Runs shell as root and gives what it printed. */
    String shell(String commands) {
        try (RemoteHost host = RemoteHost.connect(target)) {
            ScriptResult result = host.look(Script.of("talk").with("COMMANDS", commands), LIMIT);
            if (!result.succeeded()) {
                throw new IllegalStateException(target.name() + ": " + commands + "\n" + result.lastLines(20));
            }
            return result.stdout();
        }
    }

    /** Runs one of the provisioner's steps. */
    void step(Consumer<RemoteHost> step) {
        try (RemoteHost host = RemoteHost.connect(target)) {
            step.accept(host);
        }
    }

    /** Puts the shim before kubeadm. */
    void installShim() {
        shell("cat >/usr/local/bin/kubeadm <<'SHIM'\n#!/bin/sh\n" + resource("/scripts/kubeadm-shim.sh")
                + "SHIM\nchmod 755 /usr/local/bin/kubeadm\n: >/var/log/kubeadm-runs");
    }

    /** Kubeadm will end at this text. */
    void setTrap(String text) {
        shell("printf '%s' '" + text + "' >/run/half-state");
    }

    /** Whether the trap has sprung. */
    boolean trapSprung() {
        return shell("test -e /run/half-state || echo sprung").contains("sprung");
    }

    /** The boot that is running. */
    String boot() {
        return shell("cat /proc/sys/kernel/random/boot_id; cut -d ' ' -f 22 /proc/1/stat");
    }

    /** Waits until the host runs another boot than this one. */
    void awaitBootAfter(String before) {
        Instant deadline = Instant.now().plus(BOOT);
        while (true) {
            try {
                if (!boot().equals(before)) {
                    return;
                }
            } catch (HostFailure notYet) {
                if (Instant.now().isAfter(deadline)) {
                    throw notYet;
                }
            }
            if (Instant.now().isAfter(deadline)) {
                throw new IllegalStateException(target.name() + " did not boot");
            }
            LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
        }
    }

    /** Leaves nothing of Kubernetes, of KubeForge's mark and of the damage on the host; packages stay. */
    void wipe() {
        shell("rm -f /run/half-state\n" + Shell.CLEAN);
    }

    private static String resource(String path) {
        try (InputStream stream = HalfStateHost.class.getResourceAsStream(path)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
