package io.kubeforge.activities.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kubeforge.activities.failure.AuthenticationFailed;
import io.kubeforge.activities.failure.CredentialInvalid;
import io.kubeforge.activities.failure.HostFailure;
import io.kubeforge.activities.failure.HostKeyChanged;
import io.kubeforge.activities.failure.HostKeyUnknown;
import io.kubeforge.activities.failure.HostUnreachable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** How a connection begins, or why it does not, against a real SSH server. */
@EnabledOnOs(OS.LINUX)
class HandshakeIT {
    private Keys keys;
    private SshHost ssh;

    @BeforeEach
    void makeHost() throws Exception {
        keys = Keys.ed25519();
        ssh = new SshHost(Map.of(), keys.publicKey());
    }

    @AfterEach
    void endHost() throws Exception {
        ssh.close();
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
        SshTarget target = withKey(target("root"), pair.privateKey(), passphrase);
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
    void aConnectionThatIsCutWhileItAuthenticatesWasNotRefused() throws Exception {
        try (Cable cable = new Cable(ssh.port())) {
            ssh.server.setPublickeyAuthenticator((user, key, session) -> {
                cut(cable);
                return true;
            });

            HostUnreachable lost = failsToConnect(HostUnreachable.class, at("127.0.0.1", cable.port()));

            assertFalse(lost.permanent());
            assertTrue(lost.getMessage().contains("the connection ended during authentication"), lost.getMessage());
        }
    }

    private static void cut(Cable cable) {
        try {
            cable.cut();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Test
    void saysWhatIsWrongWithAKey() throws Exception {
        SshTarget good = target("root");
        byte[] nonsense = "not a key".getBytes(StandardCharsets.UTF_8);
        Keys encrypted = Keys.encryptedEd25519("right");
        byte[] wrong = "wrong".getBytes(StandardCharsets.UTF_8);

        byte[] publicKey = ssh.hostKey(0).getBytes(StandardCharsets.UTF_8);
        refused("not a private key that is understood", withKey(good, nonsense, null));
        refused("it is empty", withKey(good, new byte[0], null));
        refused("it is a public key", withKey(good, publicKey, null));
        refused("no passphrase under the key passphrase", withKey(good, encrypted.privateKey(), null));
        refused("does not open it", withKey(good, encrypted.privateKey(), wrong));
        assertEquals(0, ssh.attempts.size(), "a host is not bothered with a key that cannot be right");
    }

    private static void refused(String expected, SshTarget target) {
        CredentialInvalid failure = failsToConnect(CredentialInvalid.class, target);
        assertTrue(failure.permanent());
        assertTrue(failure.getMessage().contains(expected), failure.getMessage());
    }

    @Test
    void signsWithAnRsaKeyBySha2Only() throws Exception {
        Keys rsa = Keys.rsa();
        ssh.authorize(rsa.publicKey());
        ssh.server.setSignatureFactories(List.of(BuiltinSignatures.rsa, BuiltinSignatures.nistp256));

        failsToConnect(AuthenticationFailed.class, withKey(target("root"), rsa.privateKey(), null));
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
        HostKeyUnknown strict = failsToConnect(HostKeyUnknown.class, pinned(null, true));
        assertTrue(strict.permanent());
        assertTrue(strict.getMessage().contains("ecdsa-sha2-nistp256 SHA256:"), strict.getMessage());
        assertTrue(strict.getMessage().contains("set spec.hostKey to \"" + ssh.hostKey(0) + "\""), strict.getMessage());
        assertEquals(0, ssh.attempts.size(), "an unknown host must not see the key");
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
    void letsManyConnectAtATime() throws Exception {
        List<String> seen = Crowd.atOnce(30, () -> {
            try (RemoteHost host = RemoteHost.connect(target("root"))) {
                return host.hostKey();
            }
        });
        assertEquals(Collections.nCopies(30, ssh.hostKey(0)), seen);
    }

    private SshTarget target(String user) {
        return new SshTarget("h", "127.0.0.1", ssh.port(), user, keys.credential(), null, false);
    }

    private SshTarget at(String address, int port) {
        return new SshTarget("h", address, port, "root", keys.credential(), null, false);
    }

    private SshTarget pinned(String hostKey, boolean strict) {
        return new SshTarget("h", "127.0.0.1", ssh.port(), "root", keys.credential(), hostKey, strict);
    }

    private static SshTarget withKey(SshTarget to, byte[] privateKey, byte[] passphrase) {
        Credential credential = new Credential(privateKey, passphrase, null, null);
        return new SshTarget(to.name(), to.address(), to.port(), to.user(), credential, null, false);
    }

    private static <F extends HostFailure> F failsToConnect(Class<F> failure, SshTarget target) {
        return assertThrows(failure, () -> RemoteHost.connect(target).close());
    }
}
