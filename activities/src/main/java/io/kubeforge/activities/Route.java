package io.kubeforge.activities;

import io.kubeforge.activities.failure.BastionLoop;
import io.kubeforge.activities.failure.BastionNotFound;
import io.kubeforge.activities.failure.CredentialMissing;
import io.kubeforge.activities.failure.HostNotFound;
import io.kubeforge.activities.ssh.Credential;
import io.kubeforge.activities.ssh.SshTarget;
import io.kubeforge.model.kind.Host;
import io.kubeforge.model.kind.HostSpec;
import io.kubeforge.model.kind.LocalRef;
import io.kubeforge.model.kind.Secret;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The way to one host: its bastions from the outermost on, then the host itself. Connects to nothing. */
final class Route {
    private final Function<String, Optional<Host>> hosts;
    private final Function<String, Optional<Secret>> secrets;

    /** Finds Hosts and Secrets of one namespace by these. */
    Route(Function<String, Optional<Host>> hosts, Function<String, Optional<Secret>> secrets) {
        this.hosts = hosts;
        this.secrets = secrets;
    }

    /**
     * The hops to this host.
     *
     * @throws io.kubeforge.activities.failure.HostFailure which object is missing, or that the bastions lead in a circle
     */
    List<Hop> to(String namespace, String name) {
        Host host = hosts.apply(name).orElseThrow(() -> new HostNotFound(namespace, name));
        Deque<Hop> hops = new ArrayDeque<>();
        hops.push(hop(host, name));
        List<String> visited = new ArrayList<>(List.of(name));
        LocalRef next = host.spec().bastionRef();
        while (next != null) {
            String before = visited.get(visited.size() - 1);
            String bastion = next.name();
            boolean seen = visited.contains(bastion);
            visited.add(bastion);
            if (seen) {
                throw new BastionLoop(visited);
            }
            host = hosts.apply(bastion).orElseThrow(() -> new BastionNotFound(namespace, before, bastion));
            hops.push(hop(host, bastion + ", the bastion of " + before));
            next = host.spec().bastionRef();
        }
        return List.copyOf(hops);
    }

    private Hop hop(Host host, String calledBy) {
        HostSpec spec = host.spec();
        String pinned = spec.hostKey() != null ? spec.hostKey() : host.status().hostKey();
        boolean strict = HostSpec.STRICT.equals(spec.hostKeyPolicy());
        Credential credential = credential(calledBy, spec.credentialsRef().name());
        SshTarget target =
                new SshTarget(calledBy, spec.address(), spec.port(), spec.user(), credential, pinned, strict);
        return new Hop(host, target);
    }

    private Credential credential(String host, String name) {
        Secret secret = secrets.apply(name)
                .filter(found -> found.data().containsKey(Secret.SSH_PRIVATE_KEY))
                .orElseThrow(() -> new CredentialMissing(host, name, Secret.SSH_PRIVATE_KEY));
        return new Credential(
                bytes(secret, Secret.SSH_PRIVATE_KEY),
                typed(secret, Secret.PASSPHRASE),
                bytes(secret, Secret.SSH_CERTIFICATE),
                typed(secret, Secret.SUDO_PASSWORD));
    }

    private static byte[] bytes(Secret secret, String key) {
        String text = secret.data().get(key);
        return text == null || text.isEmpty()
                ? (key.equals(Secret.SSH_PRIVATE_KEY) ? new byte[0] : null)
                : Base64.getMimeDecoder().decode(text);
    }

    /** What a person types ends before the line break that a file with it has. */
    private static byte[] typed(Secret secret, String key) {
        byte[] bytes = bytes(secret, key);
        if (bytes == null) {
            return null;
        }
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        return text.replaceFirst("\\r?\\n$", "").getBytes(StandardCharsets.ISO_8859_1);
    }

    /** One host on the way, as an object and as it is reached from the hop before it. */
    record Hop(Host host, SshTarget target) {}
}
