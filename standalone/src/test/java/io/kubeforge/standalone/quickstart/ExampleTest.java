package io.kubeforge.standalone.quickstart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.kubeforge.model.kind.Cluster;
import io.kubeforge.model.kind.Host;
import io.kubeforge.model.kind.Kind;
import io.kubeforge.model.kind.Kinds;
import io.kubeforge.model.validation.Admission;
import io.kubeforge.standalone.hosts.Inventory;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
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

    @Test
    void everyObjectOfTheExamplesIsAdmittedWithoutUnknownFields() throws IOException {
        List<String> admitted = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of("../examples"), "*.yaml")) {
            for (Path file : files) {
                for (ObjectNode object : objects(file)) {
                    Kind<?> kind = kind(object);
                    Admission admission = Admission.of(kind);
                    assertEquals(List.of(), admission.prune(object), file + " has unknown fields");
                    if (kind != Kinds.SECRET) { // the one in the examples has no key in it
                        admission.completeNew(object, Instant.EPOCH);
                        assertEquals(List.of(), admission.checkNew(object), file + " is wrong");
                    }
                    admitted.add(kind.name());
                }
            }
        }
        assertTrue(admitted.containsAll(List.of("Secret", "Host", "Cluster")), admitted.toString());
    }

    private static List<ObjectNode> objects(Path file) throws IOException {
        try (MappingIterator<ObjectNode> documents =
                new YAMLMapper().readerFor(ObjectNode.class).readValues(file.toFile())) {
            return documents.readAll().stream()
                    .filter(document -> document.has("kind"))
                    .toList();
        }
    }

    private static Kind<?> kind(ObjectNode object) {
        return Kinds.ALL.stream()
                .filter(kind -> kind.name().equals(object.path("kind").asText()))
                .findFirst()
                .orElseThrow();
    }

    private Inventory inventory(String text) throws IOException {
        Files.writeString(folder.resolve("id"), "a key\n");
        return Inventory.read(Files.writeString(folder.resolve("hosts.yaml"), text));
    }
}
