package io.kubeforge.activities.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kubeforge.activities.failure.SudoNotAllowed;
import io.kubeforge.activities.failure.SudoPasswordWrong;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** How a user who is not root becomes root when sudo asks for a password; over a real SSH server and a real shell. */
@EnabledOnOs(OS.LINUX)
class SudoPasswordIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String PASSWORD = "pass word 'with\" $(quotes) ü";

    @TempDir
    Path folder;

    private Keys keys;
    private FakeSystemd systemd;
    private SshHost ssh;

    @BeforeEach
    void makeHost() throws Exception {
        keys = Keys.ed25519();
        systemd = new FakeSystemd(folder);
        ssh = new SshHost(systemd.environment(), keys.publicKey());
        systemd.says("sudo-password", PASSWORD + "\n");
    }

    @AfterEach
    void endHost() throws Exception {
        ssh.close();
        systemd.close();
    }

    @Test
    void becomesRootWithThePasswordAndShowsItToNobodyElse() throws Exception {
        try (RemoteHost host = RemoteHost.connect(withPassword(PASSWORD))) {
            assertEquals("out\n", host.look(talk("echo out; cat"), SOON).stdout());
            assertEquals(
                    "detached\n",
                    host.run(operation("op"), talk("echo detached; cat"), text -> {})
                            .stdout());
        }
        List<String> calls = lines("sudo-calls");
        assertTrue(calls.get(0).startsWith("-n sh -s |"), calls.get(0));
        assertTrue(calls.stream().skip(1).allMatch(call -> call.startsWith("-S -p  sh ")), "probed once: " + calls);
        assertFalse(Files.readString(unit("sudo-calls")).contains("pass word"), "neither arguments nor environment");
        assertEquals("", Files.readString(unit("sudo-rest")), "the password is alone on standard input");
        assertTrue(ssh.commands.stream().noneMatch(command -> command.contains("pass word")));
    }

    @Test
    void keepsTheUploadedScriptToItsUserAndRemovesIt() throws Exception {
        try (RemoteHost host = RemoteHost.connect(withPassword(PASSWORD))) {
            host.look(talk("exit 3"), SOON);
        }
        List<String> scripts = lines("sudo-scripts");
        assertEquals(1, scripts.size());
        assertTrue(scripts.get(0).startsWith("-rw-------"), scripts.get(0));
        String file = scripts.get(0).substring(scripts.get(0).lastIndexOf(' ') + 1);
        assertFalse(Files.exists(Path.of(file)), file);
    }

    @Test
    void triesAWrongPasswordOnce() throws Exception {
        try (RemoteHost host = RemoteHost.connect(withPassword("wrong"))) {
            SudoPasswordWrong failure = assertThrows(SudoPasswordWrong.class, () -> host.look(talk("true"), SOON));

            assertTrue(failure.permanent());
            assertTrue(failure.getMessage().contains("sudoPassword"), failure.getMessage());
            assertFalse(failure.getMessage().contains("wrong\""), failure.getMessage());
        }
        assertEquals(2, lines("sudo-calls").size(), "the probe and one attempt");
    }

    @Test
    void namesTheKeyOfTheSecretWhenNoPasswordIsGiven() {
        try (RemoteHost host = RemoteHost.connect(withPassword(null))) {
            SudoNotAllowed failure = assertThrows(SudoNotAllowed.class, () -> host.look(talk("true"), SOON));

            assertTrue(failure.permanent());
            assertTrue(failure.getMessage().contains("sudoPassword"), failure.getMessage());
            assertTrue(failure.getMessage().contains("a password is required"), failure.getMessage());
        }
    }

    @Test
    void doesNotTryAPasswordThatNobodyAsksFor() throws Exception {
        Files.delete(unit("sudo-password"));
        try (RemoteHost host = RemoteHost.connect(withPassword(PASSWORD))) {
            assertEquals("out\n", host.look(talk("echo out"), SOON).stdout());
        }
        assertEquals(1, lines("sudo-calls").size());
    }

    @Test
    void saysThatTheUserMayNotUseSudoEvenWithAPassword() throws Exception {
        systemd.says("no-sudo", "forge is not in the sudoers file.\n");
        try (RemoteHost host = RemoteHost.connect(withPassword(PASSWORD))) {
            SudoNotAllowed failure = assertThrows(SudoNotAllowed.class, () -> host.look(talk("true"), SOON));
            assertFalse(failure.getMessage().contains("sudoPassword"), failure.getMessage());
        }
    }

    @Test
    void doesNotTakeAFailingScriptForARefusal() throws Exception {
        Files.delete(unit("sudo-password"));
        try (RemoteHost host = RemoteHost.connect(withPassword(PASSWORD))) {
            assertEquals(
                    1, host.look(talk("echo 'no such thing' >&2; exit 1"), SOON).exitCode());
        }
        assertEquals(1, lines("sudo-calls").size());
    }

    private SshTarget withPassword(String password) {
        byte[] bytes = password == null ? null : password.getBytes(StandardCharsets.UTF_8);
        Credential credential = new Credential(keys.privateKey(), null, null, bytes);
        return new SshTarget("h", "127.0.0.1", ssh.port(), "forge", credential, null, false);
    }

    private Path unit(String file) {
        return folder.resolve("unit").resolve(file);
    }

    private List<String> lines(String file) throws IOException {
        try (Stream<String> lines = Files.lines(unit(file))) {
            return lines.toList();
        }
    }

    private static Script talk(String commands) {
        return Script.of("talk").with("COMMANDS", commands);
    }

    private static Operation operation(String id) {
        return new Operation(id, "default/demo", "uid-1", Duration.ofSeconds(60), false);
    }
}
