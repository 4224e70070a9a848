package io.kubeforge.activities.provisioner;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kubeforge.activities.ssh.Credential;
import io.kubeforge.activities.ssh.SshTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Real hosts for tests, from a JSON file: hosts[] with name, address, port, user, privateKey (a file) and hostKey. */
record Inventory(List<SshTarget> hosts) {
    static Inventory read(Path file) throws IOException {
        List<SshTarget> hosts = new ArrayList<>();
        for (JsonNode host : new ObjectMapper().readTree(file.toFile()).get("hosts")) {
            hosts.add(new SshTarget(
                    host.get("name").asText(),
                    host.get("address").asText(),
                    host.get("port").asInt(22),
                    host.get("user").asText(),
                    Credential.ofKey(
                            Files.readAllBytes(Path.of(host.get("privateKey").asText()))),
                    host.get("hostKey").asText(),
                    true));
        }
        return new Inventory(List.copyOf(hosts));
    }
}
