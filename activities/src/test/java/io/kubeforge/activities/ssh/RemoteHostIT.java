package io.kubeforge.activities.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kubeforge.activities.failure.AuthenticationFailed;
import io.kubeforge.activities.failure.ConnectionLost;
import io.kubeforge.activities.failure.CredentialInvalid;
import io.kubeforge.activities.failure.HostBusy;
import io.kubeforge.activities.failure.HostFailure;
import io.kubeforge.activities.failure.HostKeyChanged;
import io.kubeforge.activities.failure.HostKeyUnknown;
import io.kubeforge.activities.failure.HostUnreachable;
import io.kubeforge.activities.failure.NotLinux;
import io.kubeforge.activities.failure.OperationLost;
import io.kubeforge.activities.failure.ScriptTimedOut;
import io.kubeforge.activities.failure.SudoNotAllowed;
import io.kubeforge.activities.failure.SystemdMissing;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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
    void acceptsEveryUsualKindOfKey() throws Exception {
        Keys encrypted = Keys.encryptedEd25519("open sesame");
        byte[] passphrase = "open sesame".getBytes(StandardCharsets.UTF_8);
        connects(encrypted, passphrase);
        connects(Keys.ecdsa(), null);
        connects(Keys.rsa(), null);
        assertEquals("open sesame", new String(passphrase, StandardCharsets.UTF_8), "the caller's array is not wiped");
    }

    private void connects(Keys pair, byte[] passphrase) {
        ssh.authorize(pair.publicKey());
        SshTarget target =
                new SshTarget("h", "127.0.0.1", ssh.port(), "root", pair.privateKey(), passphrase, null, false);
        RemoteHost.connect(target).close();
        RemoteHost.connect(target).close();
    }

    @Test
    void triesARefusedKeyOnceAndSaysWhichOneItWas() throws Exception {
        ssh.authorize(Keys.ed25519().publicKey());

        AuthenticationFailed failure = failsToConnect(AuthenticationFailed.class, target("forge"));

        assertTrue(failure.permanent());
        assertTrue(failure.getMessage().contains("ssh-ed25519 SHA256:"), failure.getMessage());
        assertEquals(1, ssh.attempts.size());
    }

    @Test
    void saysWhatIsWrongWithAKey() throws Exception {
        SshTarget good = target("root");
        byte[] nonsense = "not a key".getBytes(StandardCharsets.UTF_8);
        Keys encrypted = Keys.encryptedEd25519("right");
        byte[] wrong = "wrong".getBytes(StandardCharsets.UTF_8);

        failsToConnect(CredentialInvalid.class, withKey(good, nonsense, null));
        failsToConnect(CredentialInvalid.class, withKey(good, new byte[0], null));
        failsToConnect(CredentialInvalid.class, withKey(good, ssh.hostKey(0).getBytes(), null));
        failsToConnect(CredentialInvalid.class, withKey(good, encrypted.privateKey(), null));
        failsToConnect(CredentialInvalid.class, withKey(good, encrypted.privateKey(), wrong));
        assertEquals(0, ssh.attempts.size(), "a host is not bothered with a key that cannot be right");
    }

    @Test
    void showsBothFingerprintsWhenTheHostKeyChanged() throws Exception {
        String before = ssh.hostKey(0);
        ssh.showKeys("EC");

        HostKeyChanged failure = failsToConnect(HostKeyChanged.class, pinned(before, false));

        assertEquals(2, failure.getMessage().split("SHA256:", -1).length - 1, failure.getMessage());
        assertEquals(0, ssh.attempts.size(), "an impostor must not see the key");
    }

    @Test
    void noticesAHostKeyThatChangedToAnotherType() throws Exception {
        String before = ssh.hostKey(0);
        ssh.showKeys("RSA");

        failsToConnect(HostKeyChanged.class, pinned(before, false));
    }

    @Test
    void findsThePinnedKeyAmongSeveralOfTheHost() throws Exception {
        ssh.showKeys("EC", "RSA");

        for (int i = 0; i < 2; i++) {
            try (RemoteHost host = RemoteHost.connect(pinned(ssh.hostKey(i) + " a comment", true))) {
                assertEquals(ssh.hostKey(i), host.hostKey());
            }
        }
    }

    @Test
    void refusesAnUnknownHostKeyWhenStrict() {
        failsToConnect(HostKeyUnknown.class, pinned(null, true));
        failsToConnect(HostKeyUnknown.class, pinned("ssh-ed25519", false));
        failsToConnect(HostKeyUnknown.class, pinned("ssh-ed25519 AAAA", false));
    }

    @Test
    void saysWhatKeepsAHostFromBeingReached() throws Exception {
        int closed;
        try (ServerSocket socket = new ServerSocket(0)) {
            closed = socket.getLocalPort();
        }
        assertFalse(
                failsToConnect(HostUnreachable.class, at("127.0.0.1", closed)).permanent());
        HostUnreachable unresolved = failsToConnect(HostUnreachable.class, at("no-such-host.invalid", 22));
        assertTrue(unresolved.getMessage().contains("does not resolve"), unresolved.getMessage());
        try (ServerSocket silent = new ServerSocket(0)) {
            failsToConnect(HostUnreachable.class, at("127.0.0.1", silent.getLocalPort()));
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

    @Test
    void runsDetachedAndHearsEveryCharacter() {
        StringBuilder heard = new StringBuilder();
        String commands = "for i in 1 2 3 4 5 6; do head -c 30000 /dev/zero | tr '\\0' x; printf 'ü🚀'; done; exit 4";
        try (RemoteHost host = RemoteHost.connect(target("forge"))) {
            ScriptResult result = host.run(operation("op"), talk(commands), heard::append);

            assertEquals(4, result.exitCode());
            assertEquals(("x".repeat(30_000) + "ü🚀").repeat(6), heard.toString());
            assertEquals(heard.toString(), result.stdout());
            assertEquals(1, result.tryNumber());
            assertFalse(result.attached());
        }
    }

    @Test
    void attachesAfterTheConnectionBrokeAndHearsAllOfIt() throws Exception {
        String commands = "echo begun; while ! [ -e " + folder + "/go ]; do sleep 0.1; done; echo ended";
        try (RemoteHost host = RemoteHost.connect(through(cable))) {
            assertThrows(
                    ConnectionLost.class,
                    () -> host.run(operation("op"), talk(commands), text -> {
                        if (text.contains("begun")) {
                            cut();
                        }
                    }));
        }
        Files.createFile(folder.resolve("go"));
        StringBuilder heard = new StringBuilder();
        try (RemoteHost host = RemoteHost.connect(target("root"))) {
            ScriptResult result = host.run(operation("op"), talk(commands), heard::append);

            assertEquals("begun\nended\n", heard.toString());
            assertTrue(result.attached());
            assertEquals(1, result.tryNumber());
        }
    }

    @Test
    void keepsTheListenerAliveAndLetsItLeaveWithoutEndingTheCommand() throws Exception {
        AtomicInteger silent = new AtomicInteger();
        String commands = "while ! [ -e " + folder + "/go ]; do sleep 0.1; done; echo ended";
        try (RemoteHost host = RemoteHost.connect(target("root"))) {
            assertThrows(
                    IllegalStateException.class,
                    () -> host.run(operation("op"), talk(commands), text -> {
                        if (text.isEmpty() && silent.incrementAndGet() == 3) {
                            throw new IllegalStateException("enough");
                        }
                    }));
            Files.createFile(folder.resolve("go"));
            assertEquals(
                    "ended\n",
                    host.run(operation("op"), talk(commands), text -> {}).stdout());
        }
    }

    @Test
    void callsAnOperationLostWhoseCommandWasKilled() {
        try (RemoteHost host = RemoteHost.connect(target("root"))) {
            assertThrows(
                    OperationLost.class,
                    () -> host.run(operation("op"), talk("echo begun; sleep 600"), text -> {
                        if (text.contains("begun")) {
                            crash();
                        }
                    }));
            ScriptResult result = host.run(operation("op"), talk("echo again"), text -> {});
            assertEquals(2, result.tryNumber());
        }
    }

    @Test
    void cancelsWhatRuns() {
        try (RemoteHost host = RemoteHost.connect(target("root"));
                RemoteHost other = RemoteHost.connect(target("root"))) {
            ScriptResult result = host.run(operation("op"), talk("echo begun; sleep 600"), text -> {
                if (text.contains("begun")) {
                    assertTrue(other.cancel("op"));
                }
            });
            assertEquals(143, result.exitCode());
            assertFalse(other.cancel("op"));
        }
    }

    @Test
    void isBusyForAnotherClusterAtOnceAndForTheSameClusterAfterTheEnd() {
        String commands = "echo begun; while ! [ -e " + folder + "/go ]; do sleep 0.1; done";
        Operation ofAnotherCluster = new Operation("x", "default/another", "uid-2", SOON, true);
        try (RemoteHost host = RemoteHost.connect(target("root"));
                RemoteHost other = RemoteHost.connect(target("root"))) {
            assertThrows(
                    IllegalStateException.class,
                    () -> host.run(operation("op"), talk(commands), text -> {
                        if (text.contains("begun")) {
                            throw new IllegalStateException("leaving it alone");
                        }
                    }));
            HostBusy foreign =
                    assertThrows(HostBusy.class, () -> other.run(ofAnotherCluster, talk("true"), text -> {}));
            assertEquals("default/demo", foreign.cluster());
            AtomicInteger waited = new AtomicInteger();
            HostBusy own = assertThrows(
                    HostBusy.class,
                    () -> other.run(operation("next"), talk("true"), text -> {
                        if (waited.incrementAndGet() == 2) {
                            go();
                        }
                    }));
            assertTrue(own.getMessage().contains("has ended"), own.getMessage());
            assertTrue(other.run(operation("next"), talk("true"), text -> {}).succeeded());
        }
    }

    @Test
    void saysThatSystemdIsMissing() throws Exception {
        systemd.says("system", "offline\n");
        try (RemoteHost host = RemoteHost.connect(target("root"))) {
            assertThrows(SystemdMissing.class, () -> host.run(operation("op"), talk("true"), text -> {}));
        }
    }

    @Test
    void letsManyConnectAtATime() throws Exception {
        var threads = java.util.concurrent.Executors.newFixedThreadPool(30);
        try {
            java.util.concurrent.Callable<String> look = () -> {
                try (RemoteHost host = RemoteHost.connect(target("root"))) {
                    return host.look(talk("echo seen"), SOON).stdout();
                }
            };
            for (var seen : threads.invokeAll(java.util.Collections.nCopies(30, look))) {
                assertEquals("seen\n", seen.get());
            }
        } finally {
            threads.shutdown();
        }
    }

    private void go() {
        try {
            Files.createFile(folder.resolve("go"));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void cut() {
        try {
            cable.cut();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void crash() {
        try {
            systemd.crash();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Script talk(String commands) {
        return Script.of("talk").with("COMMANDS", commands);
    }

    private static Operation operation(String id) {
        return new Operation(id, "default/demo", "uid-1", Duration.ofSeconds(60), false);
    }

    private SshTarget target(String user) {
        return new SshTarget("h", "127.0.0.1", ssh.port(), user, keys.privateKey(), null, null, false);
    }

    private SshTarget through(Cable wire) {
        return at("127.0.0.1", wire.port());
    }

    private SshTarget at(String address, int port) {
        return new SshTarget("h", address, port, "root", keys.privateKey(), null, null, false);
    }

    private SshTarget pinned(String hostKey, boolean strict) {
        return new SshTarget("h", "127.0.0.1", ssh.port(), "root", keys.privateKey(), null, hostKey, strict);
    }

    private static SshTarget withKey(SshTarget to, byte[] privateKey, byte[] passphrase) {
        return new SshTarget(to.name(), to.address(), to.port(), to.user(), privateKey, passphrase, null, false);
    }

    private static <F extends HostFailure> F failsToConnect(Class<F> failure, SshTarget target) {
        return assertThrows(failure, () -> RemoteHost.connect(target).close());
    }
}
