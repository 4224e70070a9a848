package io.kubeforge.standalone.quickstart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kubeforge.model.kind.Cluster;
import io.kubeforge.model.kind.Host;
import io.kubeforge.model.kind.Kinds;
import io.kubeforge.standalone.hosts.Inventory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExampleTest {
    @TempDir
    Path folder;

    @Test
    void fillsInAddressesKeyAndRoles() throws IOException {
        Example example = Example.filled(inventory("""
                keyFile: id
                hosts:
                  - {name: a, address: 192.0.2.1, hostKey: "ssh-ed25519 AAAA"}
                  - {name: b, address: 192.0.2.2, port: 2222, user: forge}
                """));
        assertEquals(
                "a key\n", example.secret().at("/stringData/ssh-privatekey").asText());
        Host first = Kinds.HOST.read(example.hosts().get(0));
        assertEquals("192.0.2.1", first.spec().address());
        assertEquals("root", first.spec().user());
        assertEquals("ssh-ed25519 AAAA", first.spec().hostKey());
        Host second = Kinds.HOST.read(example.hosts().get(1));
        assertEquals(2222, second.spec().port());
        assertEquals("forge", second.spec().user());
        assertEquals(
                example.secret().at("/metadata/name").asText(),
                second.spec().credentialsRef().name());
        Cluster cluster = Kinds.CLUSTER.read(example.cluster());
        assertEquals(List.of("a", "b"), cluster.spec().hostNames());
        assertEquals(List.of("a"), cluster.spec().controlPlane().hosts());
    }

    @Test
    void makesAClusterWithoutWorkersOfOneHost() throws IOException {
        Example example = Example.filled(inventory("keyFile: id\nhosts: [{name: a, address: 192.0.2.1}]"));
        assertTrue(Kinds.CLUSTER.read(example.cluster()).spec().workers().isEmpty());
        assertFalse(example.cluster().get("spec").has("workers"));
    }

    @Test
    void mergesTheInventorysSpecOverTheExamples() throws IOException {
        Example example = Example.filled(inventory("""
                keyFile: id
                hosts: [{name: a, address: 192.0.2.1}]
                spec: {kubernetesVersion: v1.35.4, packages: {repository: "http://mirror.example.org"}}
                """));
        Cluster cluster = Kinds.CLUSTER.read(example.cluster());
        assertEquals("v1.35.4", cluster.spec().kubernetesVersion());
        assertEquals("http://mirror.example.org", cluster.spec().packages().repository());
        assertEquals(List.of("a"), cluster.spec().controlPlane().hosts());
    }

    private Inventory inventory(String text) throws IOException {
        Files.writeString(folder.resolve("id"), "a key\n");
        return Inventory.read(Files.writeString(folder.resolve("hosts.yaml"), text));
    }
}
