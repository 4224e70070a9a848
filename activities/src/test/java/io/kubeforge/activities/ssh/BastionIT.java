package io.kubeforge.activities.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kubeforge.activities.failure.AuthenticationFailed;
import io.kubeforge.activities.failure.ConnectionLost;
import io.kubeforge.activities.failure.ForwardingForbidden;
import io.kubeforge.activities.failure.HostFailure;
import io.kubeforge.activities.failure.HostKeyChanged;
import io.kubeforge.activities.failure.HostUnreachable;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.sshd.server.forward.AcceptAllForwardingFilter;
import org.apache.sshd.server.forward.RejectAllForwardingFilter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Hosts behind other hosts, each a real SSH server that forwards TCP. */
@EnabledOnOs(OS.LINUX)
class BastionIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private Keys keys;
    private Keys bastionKeys;
    private FakeSystemd systemd;
    private SshHost ssh;
    private SshHost inner;
    private SshHost outer;
    private Cable cable;

    @BeforeEach
    void makeHosts() throws Exception {
        keys = Keys.ed25519();
        bastionKeys = Keys.ecdsa();
        systemd = new FakeSystemd(folder);
        ssh = new SshHost(systemd.environment(), keys.publicKey());
        inner = bastion();
        outer = bastion();
        cable = new Cable(outer.port());
    }

    private SshHost bastion() throws Exception {
        SshHost host = new SshHost(Map.of(), bastionKeys.publicKey());
        host.server.setForwardingFilter(AcceptAllForwardingFilter.INSTANCE);
        return host;
    }

    @AfterEach
    void endHosts() throws Exception {
        cable.close();
        ssh.close();
        inner.close();
        outer.close();
        systemd.close();
    }

    @Test
    void looksAndRunsThroughAChainOfBastions() {
        try (RemoteHost host = throughBoth()) {
            assertEquals(ssh.hostKey(0), host.hostKey());
            assertEquals("out\n", host.look(talk("echo out"), SOON).stdout());
            String much = "head -c 3000000 /dev/zero | tr '\\0' x";
            assertEquals(3_000_000, host.look(talk(much), SOON).stdout().length());
            Script echo = talk("cat <<'E' | wc -c\n" + "y".repeat(1_000_000) + "\nE");
            assertEquals("1000001\n", host.look(echo, SOON).stdout());
            ScriptResult result = host.run(operation(), talk("echo detached; exit 3"), text -> {});
            assertEquals("detached\n", result.stdout());
            assertEquals(3, result.exitCode());
        }
        assertTrue(outer.commands.isEmpty() && inner.commands.isEmpty(), "nothing runs on a bastion");
    }

    @Test
    void closesTheBastionsWithTheHost() {
        RemoteHost host = throughBoth();
        assertEquals(1, outer.server.getActiveSessions().size());
        host.close();
        assertThrows(ConnectionLost.class, () -> host.look(talk("true"), SOON));
        awaitNoSessions(outer);
        awaitNoSessions(inner);
    }

    @Test
    void namesTheBastionThatCannotBeReached() throws Exception {
        int closed;
        try (ServerSocket socket = new ServerSocket(0)) {
            closed = socket.getLocalPort();
        }
        HostUnreachable failure =
                assertThrows(HostUnreachable.class, () -> RemoteHost.connect(at("jump, the bastion of w-1", closed))
                        .close());
        assertTrue(failure.getMessage().contains("jump, the bastion of w-1"), failure.getMessage());
    }

    @Test
    void saysThatTheBastionCannotReachTheHost() throws Exception {
        int closed;
        try (ServerSocket socket = new ServerSocket(0)) {
            closed = socket.getLocalPort();
        }
        HostUnreachable failure = fails(HostUnreachable.class, at("w-1", closed));
        assertTrue(failure.getMessage().contains("Host w-1"), failure.getMessage());
        assertTrue(failure.getMessage().contains("its bastion jump"), failure.getMessage());
        assertTrue(failure.getMessage().contains("cannot connect"), failure.getMessage());
        assertFalse(failure.permanent());
    }

    @Test
    void saysThatTheBastionForbidsForwarding() {
        outer.server.setForwardingFilter(RejectAllForwardingFilter.INSTANCE);
        ForwardingForbidden failure = fails(ForwardingForbidden.class, at("w-1", ssh.port()));
        assertTrue(failure.permanent());
        assertTrue(failure.getMessage().contains("AllowTcpForwarding"), failure.getMessage());
    }

    @Test
    void givesUpOnAHostThatFallsSilentBehindItsBastion() throws Exception {
        try (ServerSocket silent = new ServerSocket(0)) {
            HostUnreachable failure = fails(HostUnreachable.class, at("w-1", silent.getLocalPort()));
            assertTrue(failure.getMessage().contains("no answer"), failure.getMessage());
        }
    }

    @Test
    void checksKeysOfTheHostBehindTheBastionAsOfAnyOther() throws Exception {
        String before = ssh.hostKey(0);
        ssh.showKeys("EC");
        fails(
                HostKeyChanged.class,
                new SshTarget("w-1", "127.0.0.1", ssh.port(), "root", keys.credential(), before, true));
        ssh.authorize(bastionKeys.publicKey());
        fails(
                AuthenticationFailed.class,
                new SshTarget("w-1", "127.0.0.1", ssh.port(), "root", keys.credential(), null, false));
        awaitNoSessions(outer);
    }

    @Test
    void callsAHostLostWhoseBastionIsLost() throws Exception {
        SshTarget throughCable = at("jump", cable.port());
        try (RemoteHost host = RemoteHost.connect(throughCable).onwardTo(host())) {
            ssh.behave(exec -> cable.cut());
            ConnectionLost failure = assertThrows(ConnectionLost.class, () -> host.look(talk("true"), SOON));
            assertTrue(failure.getMessage().contains("Host w-1")
                    || failure.getMessage().contains("host w-1"));
        }
    }

    @Test
    void noticesABastionThatFallsSilent() throws Exception {
        SshTarget throughCable = at("jump", cable.port());
        try (RemoteHost host = RemoteHost.connect(throughCable).onwardTo(host())) {
            ssh.behave(exec -> cable.silence());
            assertThrows(ConnectionLost.class, () -> host.look(talk("true"), Duration.ofMinutes(5)));
        }
    }

    @Test
    void letsManyConnectThroughOneBastionAtATime() throws Exception {
        for (String key : Crowd.atOnce(30, () -> {
            try (RemoteHost host = RemoteHost.connect(at("jump", outer.port())).onwardTo(host())) {
                return host.hostKey();
            }
        })) {
            assertEquals(ssh.hostKey(0), key);
        }
    }

    private RemoteHost throughBoth() {
        return RemoteHost.connect(at("outer", outer.port()))
                .onwardTo(at("inner", inner.port()))
                .onwardTo(host());
    }

    private <F extends HostFailure> F fails(Class<F> failure, SshTarget behind) {
        RemoteHost bastion = RemoteHost.connect(at("jump", outer.port()));
        return assertThrows(failure, () -> bastion.onwardTo(behind).close());
    }

    private static void awaitNoSessions(SshHost host) {
        while (!host.server.getActiveSessions().isEmpty()) {
            Thread.onSpinWait();
        }
    }

    private SshTarget host() {
        return new SshTarget("w-1", "127.0.0.1", ssh.port(), "root", keys.credential(), null, false);
    }

    private SshTarget at(String name, int port) {
        return new SshTarget(name, "127.0.0.1", port, "hop", bastionKeys.credential(), null, false);
    }

    private static Script talk(String commands) {
        return Script.of("talk").with("COMMANDS", commands);
    }

    private static Operation operation() {
        return new Operation("op", "default/demo", "uid-1", Duration.ofSeconds(60), false);
    }
}
