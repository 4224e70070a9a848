package io.kubeforge.activities.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Which connections are used again, and which are not, with a real SSH server. */
@EnabledOnOs(OS.LINUX)
@Timeout(60)
class KeptConnectionsIT {
    private static final Duration LONG = Duration.ofMinutes(5);

    private Keys keys;
    private SshHost ssh;
    private Cable cable;
    private KeptConnections kept;

    @BeforeEach
    void makeHost() throws Exception {
        keys = Keys.ed25519();
        ssh = new SshHost(Map.of(), keys.publicKey());
        cable = new Cable(ssh.port());
        kept = new KeptConnections(LONG);
    }

    @AfterEach
    void endHost() throws Exception {
        kept.close();
        cable.close();
        ssh.close();
    }

    @Test
    void aConnectionIsUsedAgainByOneAfterTheOther() {
        RemoteHost first = connect();
        kept.keep(target(keys.credential()), first);

        RemoteHost again = kept.take(target(keys.credential())).orElseThrow();

        assertSame(first, again);
        assertTrue(runs(again));
        assertEquals(Optional.empty(), kept.take(target(keys.credential())), "nobody else has it meanwhile");
        again.close();
    }

    @Test
    void whoComesWithAnotherKeyDoesNotGetIt() throws Exception {
        kept.keep(target(keys.credential()), connect());

        assertEquals(Optional.empty(), kept.take(target(Keys.ed25519().credential())));
        assertTrue(kept.take(target(keys.credential())).isPresent());
    }

    @Test
    void aConnectionThatWasCutIsNotUsedAgain() throws Exception {
        kept.keep(target(keys.credential()), connect());
        cable.cut();

        assertEquals(Optional.empty(), kept.take(target(keys.credential())));
    }

    @Test
    void aConnectionToAHostThatLostItsPowerIsNotUsedAgain() {
        kept.keep(target(keys.credential()), connect());
        cable.silence();

        assertEquals(Optional.empty(), kept.take(target(keys.credential())));
    }

    @Test
    void aSecondConnectionToTheSameHostIsEnded() {
        RemoteHost first = connect();
        RemoteHost second = connect();
        kept.keep(target(keys.credential()), first);
        kept.keep(target(keys.credential()), second);

        assertFalse(second.answers());
        assertSame(first, kept.take(target(keys.credential())).orElseThrow());
    }

    @Test
    void aConnectionThatNobodyNeedsAnyMoreIsEnded() throws Exception {
        try (KeptConnections shortly = new KeptConnections(Duration.ofMillis(50))) {
            RemoteHost host = connect();
            shortly.keep(target(keys.credential()), host);

            while (host.answers()) {
                Thread.onSpinWait();
            }
            assertEquals(Optional.empty(), shortly.take(target(keys.credential())));
        }
    }

    @Test
    void theEndOfTheWorkerEndsAllOfThem() {
        RemoteHost before = connect();
        kept.keep(target(keys.credential()), before);
        kept.close();
        RemoteHost after = connect();
        kept.keep(target(keys.credential()), after);

        assertFalse(before.answers());
        assertFalse(after.answers());
    }

    private RemoteHost connect() {
        return RemoteHost.connect(target(keys.credential()));
    }

    private static boolean runs(RemoteHost host) {
        Script script = Script.of("talk").with("COMMANDS", "true");
        return host.look(script, Duration.ofSeconds(30)).succeeded();
    }

    private SshTarget target(Credential credential) {
        return new SshTarget("h", "127.0.0.1", cable.port(), "root", credential, ssh.hostKey(0), false);
    }
}
