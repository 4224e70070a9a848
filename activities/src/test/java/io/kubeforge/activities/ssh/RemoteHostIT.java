package io.kubeforge.activities.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kubeforge.activities.failure.ConnectionLost;
import io.kubeforge.activities.failure.NotLinux;
import io.kubeforge.activities.failure.ScriptTimedOut;
import io.kubeforge.activities.failure.SudoNotAllowed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A host over a real SSH server and a real shell; only systemd is played. */
@EnabledOnOs(OS.LINUX)
class RemoteHostIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private Keys keys;
    private FakeSystemd systemd;
    private SshHost ssh;
    private Cable cable;

    @BeforeEach
    void makeHost() throws Exception {
        keys = Keys.ed25519();
        systemd = new FakeSystemd(folder);
        ssh = new SshHost(systemd.environment(), keys.publicKey());
        cable = new Cable(ssh.port());
    }

    @AfterEach
    void endHost() throws Exception {
        cable.close();
        ssh.close();
        systemd.close();
    }

    @Test
    void looksAndTellsOutputErrorsAndExitCodeApart() {
        try (RemoteHost host = RemoteHost.connect(target("root"))) {
            ScriptResult result = host.look(talk("echo out; echo 'grüße' >&2; exit 3"), SOON);

            assertEquals(new ScriptResult(3, "out\n", "grüße\n", 0, false), result);
            assertEquals(ssh.hostKey(0), host.hostKey());
        }
    }

    @Test
    void looksThroughSudoWhenTheUserIsNotRoot() {
        try (RemoteHost host = RemoteHost.connect(target("forge"))) {
            assertEquals("out\n", host.look(talk("echo out"), SOON).stdout());
        }
    }

    @Test
    void keepsEveryByteOfALargeOutput() {
        try (RemoteHost host = RemoteHost.connect(target("root"))) {
            for (int i = 0; i < 20; i++) {
                ScriptResult result = host.look(talk("head -c 1000000 /dev/zero | tr '\\0' x; echo end >&2"), SOON);
                assertEquals(1_000_000, result.stdout().length());
                assertEquals("end\n", result.stderr());
            }
        }
    }

    @Test
    void callsACutConnectionLost() throws Exception {
        try (RemoteHost host = RemoteHost.connect(through(cable))) {
            ssh.behave(exec -> {
                exec.say("half");
                cable.cut();
            });
            assertThrows(ConnectionLost.class, () -> host.look(talk("true"), SOON));
            assertThrows(ConnectionLost.class, () -> host.look(talk("true"), SOON), "and it stays lost");
        }
    }

    @Test
    void callsAnEndWithoutExitStatusALostConnection() {
        ssh.behave(exec -> {
            exec.say("all there");
            exec.channel.close(false);
        });
        try (RemoteHost host = RemoteHost.connect(target("root"))) {
            assertThrows(ConnectionLost.class, () -> host.look(talk("true"), SOON));
        }
    }

    @Test
    void callsAnExitStatusWithoutTheEndOfTheOutputALostConnection() {
        ssh.behave(exec -> {
            exec.say("half of");
            Buffer status = exec.channel.getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_REQUEST);
            status.putInt(exec.channel.getRecipient());
            status.putString("exit-status");
            status.putBoolean(false);
            status.putInt(0);
            exec.channel.getSession().writePacket(status).verify(SOON.toMillis());
            exec.channel.getSession().close(true);
        });
        for (int i = 0; i < 20; i++) {
            try (RemoteHost host = RemoteHost.connect(target("root"))) {
                assertThrows(ConnectionLost.class, () -> host.look(talk("true"), SOON));
            }
        }
    }

    @Test
    void noticesAHostThatFallsSilent() throws Exception {
        try (RemoteHost host = RemoteHost.connect(through(cable))) {
            ssh.behave(exec -> cable.silence());
            assertThrows(ConnectionLost.class, () -> host.look(talk("true"), Duration.ofMinutes(5)));
        }
    }

    @Test
    void opensAtMostFourChannelsPerConnection() throws Exception {
        AtomicInteger open = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        ssh.behave(exec -> {
            most.accumulateAndGet(open.incrementAndGet(), Math::max);
            exec.script();
            while (most.get() < 4) {
                Thread.onSpinWait();
            }
            open.decrementAndGet();
            exec.exit.onExit(0);
        });
        try (RemoteHost host = RemoteHost.connect(target("root"))) {
            Crowd.atOnce(30, () -> host.look(talk("true"), SOON));
        }
        assertEquals(4, most.get());
    }

    @Test
    void endsALookAtItsDeadline() {
        try (RemoteHost host = RemoteHost.connect(target("root"))) {
            ScriptTimedOut failure =
                    assertThrows(ScriptTimedOut.class, () -> host.look(talk("sleep 60"), Duration.ofSeconds(1)));
            assertFalse(failure.permanent());
            assertEquals(
                    "still there\n", host.look(talk("echo still there"), SOON).stdout());
        }
    }

    @Test
    void saysWhichSudoersLineHelps() throws Exception {
        systemd.says("no-sudo", "sudo: a password is required\n");
        try (RemoteHost host = RemoteHost.connect(target("forge"))) {
            SudoNotAllowed failure = assertThrows(SudoNotAllowed.class, () -> host.look(talk("true"), SOON));
            assertTrue(failure.getMessage().contains("forge ALL=(root) NOPASSWD: ALL"), failure.getMessage());
            assertThrows(SudoNotAllowed.class, () -> host.run(operation("op"), talk("true"), text -> {}));
        }
    }

    @Test
    void saysWhatAnsweredInsteadOfAShell() {
        ssh.behave(exec -> {
            exec.script();
            exec.err.write("'sh' is not recognized as an internal or external command,\r\n".getBytes());
            exec.err.flush();
            exec.exit.onExit(1);
        });
        try (RemoteHost host = RemoteHost.connect(target("root"))) {
            assertThrows(NotLinux.class, () -> host.look(talk("true"), SOON));
        }
    }

    private static Script talk(String commands) {
        return Script.of("talk").with("COMMANDS", commands);
    }

    private static Operation operation(String id) {
        return new Operation(id, "default/demo", "uid-1", Duration.ofSeconds(60), false);
    }

    private SshTarget target(String user) {
        return new SshTarget("h", "127.0.0.1", ssh.port(), user, keys.credential(), null, false);
    }

    private SshTarget through(Cable wire) {
        return at("127.0.0.1", wire.port());
    }

    private SshTarget at(String address, int port) {
        return new SshTarget("h", address, port, "root", keys.credential(), null, false);
    }
}
