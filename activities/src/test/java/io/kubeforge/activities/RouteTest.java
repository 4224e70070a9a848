package io.kubeforge.activities;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.activities.failure.BastionLoop;
import io.kubeforge.activities.failure.BastionNotFound;
import io.kubeforge.activities.failure.CredentialMissing;
import io.kubeforge.activities.failure.HostFailure;
import io.kubeforge.activities.failure.HostNotFound;
import io.kubeforge.activities.ssh.Credential;
import io.kubeforge.model.kind.Host;
import io.kubeforge.model.kind.Kinds;
import io.kubeforge.model.kind.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The way to a host as its objects describe it. */
class RouteTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Host> hosts = new HashMap<>();
    private final Map<String, Secret> secrets = new HashMap<>();

    @Test
    void leadsThroughTheBastionsFromTheOutermostOn() throws Exception {
        host("w-1", "'bastionRef':{'name':'inner'}");
        host("inner", "'bastionRef':{'name':'outer'},'user':'hop'");
        host("outer", "'hostKeyPolicy':'Strict','port':2222");
        secret("key", Map.of("ssh-privatekey", "pem"));

        List<Route.Hop> hops = route("w-1");

        assertEquals(
                List.of("outer, the bastion of inner", "inner, the bastion of w-1", "w-1"),
                hops.stream().map(hop -> hop.target().name()).toList());
        assertEquals(2222, hops.get(0).target().port());
        assertTrue(hops.get(0).target().strict());
        assertEquals("hop", hops.get(1).target().user());
        assertEquals("outer", hops.get(0).host().metadata().name());
    }

    @Test
    void namesWhatIsMissingOnTheWay() throws Exception {
        fails(HostNotFound.class, "w-1");
        host("w-1", "'bastionRef':{'name':'jump'}");
        secret("key", Map.of());
        fails(CredentialMissing.class, "w-1");
        secret("key", Map.of("ssh-privatekey", "pem"));
        String message = fails(BastionNotFound.class, "w-1").getMessage();
        assertTrue(message.contains("w-1") && message.contains("jump"), message);
        host("jump", "'credentialsRef':{'name':'other'}");
        message = fails(CredentialMissing.class, "w-1").getMessage();
        assertTrue(message.contains("jump, the bastion of w-1") && message.contains("other"), message);
    }

    @Test
    void refusesBastionsThatLeadInACircle() throws Exception {
        secret("key", Map.of("ssh-privatekey", "pem"));
        host("a", "'bastionRef':{'name':'b'}");
        host("b", "'bastionRef':{'name':'c'}");
        host("c", "'bastionRef':{'name':'b'}");

        BastionLoop failure = fails(BastionLoop.class, "a");

        assertTrue(failure.getMessage().contains("a → b → c → b"), failure.getMessage());
    }

    @Test
    void readsAllThatASecretHoldsForAHost() throws Exception {
        host("w-1", "'user':'forge'");
        secret(
                "key",
                Map.of(
                        "ssh-privatekey", "pem\n",
                        "passphrase", "open sesame\n",
                        "ssh-certificate", "ssh-ed25519-cert-v01@openssh.com AAAA\n",
                        "sudoPassword", " two  words \r\n"));

        Credential credential = route("w-1").get(0).target().credential();

        assertEquals("pem\n", text(credential.privateKey()));
        assertEquals("open sesame", text(credential.passphrase()));
        assertEquals("ssh-ed25519-cert-v01@openssh.com AAAA\n", text(credential.certificate()));
        assertEquals(" two  words ", text(credential.sudoPassword()));
        assertTrue(!credential.toString().contains("pem"), credential.toString());
    }

    @Test
    void takesWhatASecretLacksForNotGiven() throws Exception {
        host("w-1", "'user':'forge'");
        secret("key", Map.of("ssh-privatekey", "pem", "sudoPassword", ""));

        Credential credential = route("w-1").get(0).target().credential();

        assertNull(credential.passphrase());
        assertNull(credential.certificate());
        assertNull(credential.sudoPassword());
        assertArrayEquals("pem".getBytes(StandardCharsets.UTF_8), credential.privateKey());
    }

    private List<Route.Hop> route(String name) {
        return new Route(host -> Optional.ofNullable(hosts.get(host)), key -> Optional.ofNullable(secrets.get(key)))
                .to("default", name);
    }

    private <F extends HostFailure> F fails(Class<F> failure, String name) {
        F thrown = assertThrows(failure, () -> route(name));
        assertTrue(thrown.permanent());
        return thrown;
    }

    private void host(String name, String spec) throws Exception {
        String credentials = spec.contains("credentialsRef") ? "" : "'credentialsRef':{'name':'key'},";
        String text = "{'metadata':{'name':'" + name + "','namespace':'default'},'spec':{'address':'10.0.0.1',"
                + credentials + spec + "}}";
        hosts.put(name, Kinds.HOST.read((ObjectNode) JSON.readTree(text.replace('\'', '"'))));
    }

    private void secret(String name, Map<String, String> plain) {
        Map<String, String> data = new HashMap<>();
        plain.forEach((key, value) ->
                data.put(key, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))));
        secrets.put(name, new Secret(null, Secret.SSH_AUTH, data, null, null));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
