package io.kubeforge.standalone.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Real hosts that may be broken, and what a Cluster on them needs.
 *
 * @param hosts by their names in the shape, such as cp-1
 * @param specOverlay goes over the Cluster's spec
 */
record Site(Map<String, RealHost> hosts, ObjectNode specOverlay) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * What the command line says of a site.
     *
     * @param inventory file with the hosts
     * @param spec file with what goes over the Cluster's spec, or null
     * @param faults command that is called with cut, heal, kill or boot and a host's name
     * @param virtualIp free address in the hosts' network, or null
     */
    record Description(Path inventory, Path spec, String faults, String virtualIp) {}

    /** Takes as many hosts of the inventory as the shape has. */
    static Site read(Description files, Shape shape) {
        JsonNode inventory = json(files.inventory());
        List<RealHost> found = new ArrayList<>();
        for (JsonNode host : inventory.path("hosts")) {
            found.add(new RealHost(
                    host.path("name").asText(),
                    host.path("address").asText(),
                    host.path("port").asInt(22),
                    host.path("user").asText(inventory.path("user").asText("root")),
                    Path.of(host.path("privateKey")
                            .asText(inventory.path("keyFile").asText())),
                    files.faults()));
        }
        if (found.size() < shape.hosts().size()) {
            throw new IllegalArgumentException(
                    "The inventory " + files.inventory() + " has " + found.size() + " hosts, but a cluster of " + shape
                            + " needs " + shape.hosts().size() + ".");
        }
        Map<String, RealHost> hosts = new LinkedHashMap<>();
        shape.hosts().forEach(name -> hosts.put(name, found.get(hosts.size())));
        ObjectNode overlay = files.spec() == null ? JSON.createObjectNode() : (ObjectNode) json(files.spec());
        if (files.virtualIp() != null) {
            overlay.putObject("endpoint").put("virtualIP", files.virtualIp());
        }
        return new Site(hosts, overlay);
    }

    private static JsonNode json(Path file) {
        try {
            return JSON.readTree(Files.readString(file));
        } catch (IOException cause) {
            throw new UncheckedIOException("The file " + file + " cannot be read.", cause);
        }
    }
}
