package io.kubeforge.activities.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kubeforge.activities.failure.ConnectionLost;
import io.kubeforge.activities.failure.HostBusy;
import io.kubeforge.activities.failure.HostUnreachable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Detached commands on a real host with a real systemd: the first of the inventory in {@code -Dkubeforge.inventory=FILE}.
 * {@code -Dfaults=COMMAND} is called with cut, heal, kill or boot and the host's name.
 */
@EnabledIfSystemProperty(named = "kubeforge.inventory", matches = ".+")
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class RemoteHostLabIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final String id = UUID.randomUUID().toString();
    private final String file = "/var/tmp/kubeforge-" + id;
    private SshTarget target;

    @BeforeEach
    void readInventory() throws Exception {
        Path inventory = Path.of(System.getProperty("kubeforge.inventory"));
        JsonNode host = new ObjectMapper()
                .readTree(Files.readString(inventory))
                .path("hosts")
                .path(0);
        target = new SshTarget(
                host.path("name").asText(),
                host.path("address").asText(),
                host.path("port").asInt(),
                host.path("user").asText(),
                Credential.ofKey(
                        Files.readAllBytes(Path.of(host.path("privateKey").asText()))),
                host.path("hostKey").asText(),
                true);
    }

    @Test
    void runsAsRootWithAPlainEnvironment() {
        String commands = "id -u; umask; pwd; echo $HOME $LC_ALL; env | grep -c -e COMMANDS -e SSH || :; cat";
        for (SshTarget as : List.of(target, as("root"))) {
            try (RemoteHost host = RemoteHost.connect(as)) {
                ScriptResult result = host.run(operation(id + as.user()), talk(commands), text -> {});
                assertEquals("0\n0022\n/\n/root C\n0\n", result.stdout());
            }
        }
    }

    @Test
    void leavesNoScriptAndNothingInTheUnitThatShowsASecret() {
        Script secret = talk("systemctl show kubeforge-operation.service; ps -ef; : " + "s3cr3t-" + id);
        try (RemoteHost host = RemoteHost.connect(target)) {
            assertFalse(host.run(operation(id), secret, text -> {}).stdout().contains("s3cr3t-"));
            assertEquals(
                    1,
                    look(host, "grep -rl s3cr3t-" + id + " /var/lib/kubeforge").exitCode());
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "faults", matches = ".+")
    void goesOnWhileTheCableIsOutAndIsHeardCompletelyAfterwards() throws Exception {
        Script count = talk("for i in $(seq 150); do echo line $i; sleep 0.1; done");
        try (RemoteHost host = RemoteHost.connect(target)) {
            assertThrows(
                    ConnectionLost.class,
                    () -> host.run(operation(id), count, text -> {
                        if (text.contains("line 5\n")) {
                            fault("cut");
                        }
                    }));
        } finally {
            fault("heal");
        }
        StringBuilder heard = new StringBuilder();
        try (RemoteHost host = connectWhenUp()) {
            ScriptResult result = host.run(operation(id), count, heard::append);

            assertTrue(result.attached());
            assertEquals(1, result.tryNumber());
            assertTrue(result.succeeded());
        }
        assertEquals(150, heard.toString().lines().count());
        assertTrue(heard.toString().endsWith("line 150\n"));
    }

    @Test
    void startsOnceHoweverManyAskAtATime() throws Exception {
        Script once = talk("echo ran >>" + file + "; sleep 5; cat " + file);
        List<Callable<ScriptResult>> callers = new ArrayList<>();
        List<RemoteHost> hosts = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            if (i % 5 == 0) {
                hosts.add(RemoteHost.connect(target));
            }
            RemoteHost host = hosts.get(i / 5);
            callers.add(() -> host.run(operation(id), once, text -> {}));
        }
        var threads = Executors.newFixedThreadPool(40);
        try {
            int started = 0;
            for (Future<ScriptResult> result : threads.invokeAll(callers)) {
                assertEquals("ran\n", result.get().stdout());
                assertEquals(1, result.get().tryNumber());
                started += result.get().attached() ? 0 : 1;
            }
            assertEquals(1, started);
        } finally {
            threads.shutdown();
            hosts.forEach(RemoteHost::close);
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "faults", matches = ".+")
    void triesAgainAfterTheHostLostPower() throws Exception {
        Script once = talk("if [ -e " + file + " ]; then echo again; else touch " + file + "; sleep 600; fi");
        try (RemoteHost host = RemoteHost.connect(target)) {
            assertThrows(
                    ConnectionLost.class,
                    () -> host.run(operation(id), once, text -> {
                        if (look(host, "test -e " + file).succeeded()) {
                            fault("kill");
                        }
                    }));
        } finally {
            fault("boot");
        }
        try (RemoteHost host = connectWhenUp()) {
            Script poll = Script.of("operation-poll")
                    .with("OPERATION", id)
                    .with("TRY", "1")
                    .with("OFFSET", "0")
                    .with("WAIT", "5");
            assertEquals("lost rebooted 0\n", host.look(poll, SOON).stdout());
            ScriptResult result = host.run(operation(id), once, text -> {});
            assertEquals(2, result.tryNumber());
            assertEquals("again\n", result.stdout());
        }
    }

    @Test
    void cancelsEveryProcessThatACommandStarted() {
        String processes = "pgrep -fc '[s]leep 98765'";
        Script family = talk("setsid -f sleep 98765; (trap '' TERM; sleep 98765 & sleep 98765) & sleep 98765");
        try (RemoteHost host = RemoteHost.connect(target);
                RemoteHost other = RemoteHost.connect(target)) {
            ScriptResult result = host.run(operation(id), family, text -> {
                if (look(other, processes).stdout().equals("4\n")) {
                    assertTrue(other.cancel(id));
                }
            });
            assertTrue(result.exitCode() > 128, "ended by a signal, not " + result.exitCode());
            assertEquals("0\n", look(other, processes).stdout());
            assertFalse(other.cancel(id));
        }
    }

    @Test
    void endsACommandAtItsDeadlineEvenWhenItWillNotListen() {
        Operation brief = new Operation(id, "default/demo", "uid-1", Duration.ofSeconds(2), false);
        try (RemoteHost host = RemoteHost.connect(target)) {
            ScriptResult result = host.run(brief, talk("trap '' TERM; while :; do sleep 1; done"), text -> {});
            assertEquals(124, result.exitCode());
        }
    }

    @Test
    void letsOneOperationHoldTheHostUntilItEndsOrIsTakenOver() {
        Operation next = operation(id + "-next");
        Operation foreign = new Operation(id + "-foreign", "default/another", "uid-2", SOON, true);
        Operation taking = new Operation(id + "-taking", "default/demo", "uid-1", SOON, true);
        try (RemoteHost host = RemoteHost.connect(target)) {
            leaveRunning(host, operation(id), "echo begun; sleep 5");
            assertThrows(HostBusy.class, () -> host.run(foreign, talk("echo no"), text -> {}));
            assertThrows(HostBusy.class, () -> host.run(next, talk("echo not yet"), text -> {}));
            assertEquals("now\n", host.run(next, talk("echo now"), text -> {}).stdout());

            leaveRunning(host, operation(id + "-long"), "echo begun; sleep 600");
            assertEquals(
                    "mine\n", host.run(taking, talk("echo mine"), text -> {}).stdout());
        }
    }

    @Test
    void startsShortCommandsOneAfterTheOther() {
        try (RemoteHost host = RemoteHost.connect(target)) {
            for (int i = 0; i < 30; i++) {
                assertTrue(host.run(operation(id + "-" + i), talk("true"), text -> {})
                        .succeeded());
            }
        }
    }

    private static void leaveRunning(RemoteHost host, Operation operation, String commands) {
        assertThrows(
                IllegalStateException.class,
                () -> host.run(operation, talk(commands), text -> {
                    if (text.contains("begun")) {
                        throw new IllegalStateException("leaving it alone");
                    }
                }));
    }

    private RemoteHost connectWhenUp() {
        long until = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (true) {
            try {
                return RemoteHost.connect(target);
            } catch (HostUnreachable | ConnectionLost e) {
                if (System.nanoTime() > until) {
                    throw e;
                }
            }
        }
    }

    private static ScriptResult look(RemoteHost host, String commands) {
        return host.look(talk(commands), SOON);
    }

    private static Script talk(String commands) {
        return Script.of("talk").with("COMMANDS", commands);
    }

    private static Operation operation(String id) {
        return new Operation(id, "default/demo", "uid-1", Duration.ofSeconds(60), false);
    }

    private SshTarget as(String user) {
        return new SshTarget(target.name(), target.address(), target.port(), user, target.credential(), null, false);
    }

    private void fault(String verb) {
        try {
            Process process = new ProcessBuilder(System.getProperty("faults"), verb, target.name())
                    .inheritIO()
                    .start();
            assertTrue(process.waitFor(60, TimeUnit.SECONDS));
            assertEquals(0, process.exitValue(), verb);
        } catch (java.io.IOException | InterruptedException e) {
            throw new IllegalStateException(verb + " of " + target.name(), e);
        }
    }
}
