package io.kubeforge.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The hosts that {@code -Dhosts=FILE} names, what a Cluster on them needs in its spec ({@code -Dspec=FILE}, JSON, merged
 * over ours), and the command that can cut, kill and boot them ({@code -Dfaults=COMMAND}, called with a verb and a name).
 */
final class RealHosts {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<RealHost> hosts = new ArrayList<>();

    RealHosts() {
        Path file = Path.of(System.getProperty("hosts"));
        JsonNode inventory = read(file);
        for (JsonNode host : inventory.path("hosts")) {
            String user = host.path("user").asText(inventory.path("user").asText("root"));
            String key =
                    host.path("privateKey").asText(inventory.path("keyFile").asText());
            hosts.add(new RealHost(
                    host.path("name").asText(),
                    host.path("address").asText(),
                    host.path("port").asInt(22),
                    user,
                    Path.of(key)));
        }
    }

    /** The first so many hosts. */
    List<RealHost> first(int count) {
        if (hosts.size() < count) {
            throw new IllegalStateException("The inventory has " + hosts.size() + " hosts, this test needs " + count);
        }
        return List.copyOf(hosts.subList(0, count));
    }

    /** What the site asks of a Cluster's spec: mirrors, the runtime's package. */
    JsonNode specOverlay() {
        String file = System.getProperty("spec");
        return file == null ? JSON.createObjectNode() : read(Path.of(file));
    }

    /** Whether faults can be injected here. */
    static boolean canFail() {
        return System.getProperty("faults") != null;
    }

    /** Injects a fault: cut, heal, kill, boot. */
    static void fault(String verb, RealHost host) {
        try {
            Process process = new ProcessBuilder(System.getProperty("faults"), verb, host.name())
                    .inheritIO()
                    .start();
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException(verb + " " + host.name() + " failed");
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static JsonNode read(Path file) {
        try {
            return JSON.readTree(Files.readString(file));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
