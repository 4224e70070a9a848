package io.kubeforge.standalone.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kubeforge.standalone.process.RefusedToStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InventoryTest {
    @TempDir
    Path folder;

    @Test
    void readsWhatTheSimulatorWrites() throws IOException {
        Path file = write("""
                {"simulated":true,"user":"root","keyFile":"id","hosts":[
                  {"name":"sim-1","address":"127.0.0.1","port":40001,"hostKey":"ssh-ed25519 AAAA"},
                  {"name":"sim-2","address":"127.0.0.1","port":40002,"hostKey":"ssh-ed25519 BBBB"}]}
                """);
        Inventory inventory = Inventory.read(file);
        assertTrue(inventory.simulated());
        assertEquals(List.of("sim-1"), inventory.controlPlane());
        assertEquals(List.of("sim-2"), inventory.workers());
        assertEquals("a key\n", inventory.privateKey());
        assertEquals(40002, inventory.hosts().get(1).port());
    }

    @Test
    void readsYamlWithRolesAndASpecToMergeOver() throws IOException {
        Path file = write("""
                keyFile: id
                hosts:
                  - {name: w-1, address: 192.0.2.1, user: forge}
                  - {name: cp-1, address: 192.0.2.2, user: forge, role: control-plane}
                spec:
                  packages: {repository: "http://mirror.example.org"}
                """);
        Inventory inventory = Inventory.read(file);
        assertFalse(inventory.simulated());
        assertEquals(List.of("cp-1"), inventory.controlPlane());
        assertEquals(List.of("w-1"), inventory.workers());
        assertEquals(22, inventory.hosts().get(0).port());
        assertEquals(
                "http://mirror.example.org",
                inventory.spec().at("/packages/repository").asText());
    }

    @Test
    void readsAKeyNamedByEachHostAndIgnoresWhatItDoesNotKnow() throws IOException {
        Path key = folder.resolve("id").toAbsolutePath();
        Path file = write("""
                {"hosts":[{"name":"n1","address":"192.0.2.1","port":22,"user":"forge","privateKey":"%s","state":"on"}],
                 "rootUser":"root","mirror":{"registry":"http://192.0.2.9:5000"}}
                """.formatted(key));
        Inventory inventory = Inventory.read(file);
        assertEquals(key.toString(), inventory.keyFile());
        assertEquals(List.of(), inventory.workers());
    }

    @Test
    void readsTheExampleForUsers() throws IOException {
        String example = Files.readString(Path.of("../examples/hosts.yaml")).replaceAll("keyFile: .*", "keyFile: id");
        Inventory inventory = Inventory.read(write(example));
        assertEquals(List.of("cp-1"), inventory.controlPlane());
        assertEquals(List.of("w-1", "w-2"), inventory.workers());
    }

    @Test
    void refusesWhatCannotMakeACluster() throws IOException {
        assertRefuses("hosts: []\nkeyFile: id", "names no hosts");
        assertRefuses("hosts: [{name: a, address: 192.0.2.1}]", "names no keyFile");
        assertRefuses("hosts: [{name: a}]\nkeyFile: id", "needs a name and an address");
        assertRefuses("hosts: [{name: a, address: 192.0.2.1}, {name: a, address: 192.0.2.2}]\nkeyFile: id", "a twice");
        assertRefuses("hosts: [{name: a, address: 192.0.2.1}]\nkeyFile: absent", "cannot be read");
        assertRefuses(
                "hosts: [{name: a, address: x, keyFile: id}, {name: b, address: y, keyFile: other}]", "several keys");
        assertRefuses("hosts: {", "cannot be read");
    }

    private void assertRefuses(String text, String says) throws IOException {
        Path file = write(text);
        RefusedToStart refusal = assertThrows(RefusedToStart.class, () -> Inventory.read(file));
        assertTrue(refusal.getMessage().contains(says), refusal.getMessage());
        assertTrue(refusal.getMessage().contains(file.getFileName().toString()), refusal.getMessage());
    }

    private Path write(String text) throws IOException {
        Files.writeString(folder.resolve("id"), "a key\n");
        return Files.writeString(folder.resolve("hosts.yaml"), text);
    }
}
