package io.kubeforge.standalone.hosts;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.kubeforge.standalone.process.RefusedToStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The hosts of a quickstart and how they are reached, as a YAML or JSON file says; it knows nothing of clusters.
 *
 * @param simulated whether the hosts are played by the simulator
 * @param user who logs in to hosts that name no user of their own
 * @param keyFile the private key that opens the hosts, relative to the file's folder
 * @param spec what is merged over the example cluster's spec, e.g. mirrors
 */
public record Inventory(
        boolean simulated,
        String user,
        @JsonAlias("privateKey") String keyFile,
        List<Entry> hosts,
        ObjectNode spec) {

    private static final ObjectMapper YAML =
            new ObjectMapper(new YAMLFactory()).disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    private static final int SSH_PORT = 22;

    /** Absent fields are read as their defaults. */
    public Inventory {
        user = user == null ? "root" : user;
        hosts = hosts == null ? List.of() : List.copyOf(hosts);
        spec = spec == null ? JsonNodeFactory.instance.objectNode() : spec;
    }

    /** One host; a role that begins with "control" makes it a control-plane host. */
    public record Entry(
            String name,
            String address,
            Integer port,
            String user,
            @JsonAlias("privateKey") String keyFile,
            String hostKey,
            String role) {
        /** The default port is that of SSH. */
        public Entry {
            port = port == null ? SSH_PORT : port;
        }

        boolean isControlPlane() {
            return role != null && role.toLowerCase(java.util.Locale.ROOT).startsWith("control");
        }
    }

    /** Reads the file and refuses one with which no cluster can be made. */
    public static Inventory read(Path file) {
        try {
            Inventory inventory = YAML.readValue(file.toFile(), Inventory.class);
            return inventory.checked(file);
        } catch (IOException cause) {
            throw new RefusedToStart("The hosts file " + file + " cannot be read: " + firstLine(cause) + ".", cause);
        }
    }

    private static String firstLine(IOException cause) {
        return cause.getMessage().lines().findFirst().orElse(cause.toString());
    }

    private Inventory checked(Path file) {
        if (hosts.isEmpty()) {
            throw new RefusedToStart("The hosts file " + file + " names no hosts; see examples/hosts.yaml.");
        }
        Set<String> names = new HashSet<>();
        for (Entry host : hosts) {
            if (host.name() == null || host.address() == null) {
                throw new RefusedToStart("In the hosts file " + file
                        + " every host needs a name and an address; see examples/hosts.yaml.");
            }
            if (!names.add(host.name())) {
                throw new RefusedToStart("The hosts file " + file + " names the host " + host.name() + " twice.");
            }
        }
        Path key = resolvedKey(file);
        return new Inventory(simulated, user, key.toString(), hosts, spec);
    }

    private Path resolvedKey(Path file) {
        List<String> keys = hosts.stream()
                .map(host -> host.keyFile() == null ? keyFile : host.keyFile())
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        if (keys.size() != 1) {
            throw new RefusedToStart(
                    "The hosts file " + file + (keys.isEmpty() ? " names no keyFile" : " names several keys")
                            + "; the quickstart opens all hosts with one private key, named by keyFile.");
        }
        Path key = file.toAbsolutePath().resolveSibling(keys.get(0));
        if (!Files.isReadable(key)) {
            throw new RefusedToStart("The private key " + key + " that " + file + " names cannot be read.");
        }
        return key;
    }

    /** The private key itself. */
    public String privateKey() {
        try {
            return Files.readString(Path.of(keyFile));
        } catch (IOException cause) {
            throw new RefusedToStart("The private key " + keyFile + " cannot be read.", cause);
        }
    }

    /** Names of the control-plane hosts: those that say so, else the first one. */
    public List<String> controlPlane() {
        List<String> named =
                hosts.stream().filter(Entry::isControlPlane).map(Entry::name).toList();
        return named.isEmpty() ? List.of(hosts.get(0).name()) : named;
    }

    /** Names of all other hosts. */
    public List<String> workers() {
        List<String> controlPlane = controlPlane();
        return hosts.stream()
                .map(Entry::name)
                .filter(name -> !controlPlane.contains(name))
                .toList();
    }
}
