package io.kubeforge.activities.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kubeforge.activities.failure.HostUnreachable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Chains of bastions of real OpenSSH servers: the first two hosts of {@code -Dkubeforge.inventory=FILE}. */
@EnabledIfSystemProperty(named = "kubeforge.inventory", matches = ".+")
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class BastionLabIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    private SshTarget first;
    private SshTarget second;

    @BeforeEach
    void readInventory() throws Exception {
        JsonNode hosts = new ObjectMapper()
                .readTree(Files.readString(Path.of(System.getProperty("kubeforge.inventory"))))
                .path("hosts");
        assumeTrue(hosts.size() > 1, "the inventory has two hosts");
        first = target(hosts.path(0));
        second = target(hosts.path(1));
    }

    @Test
    void runsAndFollowsThroughAChain() {
        String id = UUID.randomUUID().toString();
        Operation operation = new Operation(id, "default/demo", "uid-1", Duration.ofSeconds(60), false);
        StringBuilder heard = new StringBuilder();
        try (RemoteHost host =
                RemoteHost.connect(second).onwardTo(first).onwardTo(second).onwardTo(first)) {
            Script script = talk("for i in 1 2 3 4 5; do echo $i; sleep 1; done; seq 200000 | tail -c 700000");
            assertTrue(host.run(operation, script, heard::append).succeeded());
            assertEquals(first.name() + "\n", host.look(talk("hostname"), SOON).stdout());
        }
        assertEquals(700_010, heard.length());
    }

    @Test
    void namesTheBastionThatCannotConnect() {
        SshTarget nothingThere = new SshTarget(
                "nothing-there", "127.0.0.1", 9, first.user(), first.credential(), first.pinnedHostKey(), true);
        HostUnreachable failure = assertThrows(
                HostUnreachable.class,
                () -> RemoteHost.connect(second).onwardTo(nothingThere).close());
        assertTrue(failure.getMessage().contains("its bastion " + second.name()), failure.getMessage());
    }

    private static SshTarget target(JsonNode host) throws Exception {
        return new SshTarget(
                host.path("name").asText(),
                host.path("address").asText(),
                host.path("port").asInt(),
                host.path("user").asText(),
                Credential.ofKey(
                        Files.readAllBytes(Path.of(host.path("privateKey").asText()))),
                host.path("hostKey").asText(),
                true);
    }

    private static Script talk(String commands) {
        return Script.of("talk").with("COMMANDS", commands);
    }
}
