package io.kubeforge.activities;

import io.kubeforge.activities.failure.CredentialMissing;
import io.kubeforge.activities.failure.HostNotFound;
import io.kubeforge.activities.ssh.RemoteHost;
import io.kubeforge.activities.ssh.SshTarget;
import io.kubeforge.model.kind.Event;
import io.kubeforge.model.kind.Host;
import io.kubeforge.model.kind.HostSpec;
import io.kubeforge.model.kind.Kinds;
import io.kubeforge.model.kind.Secret;
import io.kubeforge.store.EventRecorder;
import jakarta.inject.Singleton;
import java.util.Base64;

/** Connects to a host by its object's name: resolves address, credential and the key that it must show. */
@Singleton
public class HostConnector {
    private final ClusterObjects objects;
    private final EventRecorder events;

    /** Reads Hosts and Secrets from these objects. */
    public HostConnector(ClusterObjects objects, EventRecorder events) {
        this.objects = objects;
        this.events = events;
    }

    /**
     * Connects, and records the host's key on first contact unless the Host forbids it.
     *
     * @throws io.kubeforge.activities.failure.HostFailure what is in the way, by its type
     */
    public RemoteHost connect(String namespace, String name) {
        Host host = objects.host(namespace, name).orElseThrow(() -> new HostNotFound(namespace, name));
        HostSpec spec = host.spec();
        String credential = spec.credentialsRef().name();
        byte[] key = objects.secret(namespace, credential)
                .map(secret -> secret.data().get(Secret.SSH_PRIVATE_KEY))
                .map(text -> Base64.getMimeDecoder().decode(text))
                .orElseThrow(() -> new CredentialMissing(name, credential, Secret.SSH_PRIVATE_KEY));
        String pinned = spec.hostKey() != null ? spec.hostKey() : host.status().hostKey();
        boolean strict = HostSpec.STRICT.equals(spec.hostKeyPolicy());
        RemoteHost remote = RemoteHost.connect(
                new SshTarget(name, spec.address(), spec.port(), spec.user(), key, null, pinned, strict));
        if (pinned == null) {
            recordKey(host, remote.hostKey());
        }
        return remote;
    }

    private void recordKey(Host host, String hostKey) {
        String namespace = host.metadata().namespace();
        String name = host.metadata().name();
        objects.updateHost(
                namespace,
                name,
                Long.MAX_VALUE,
                status -> status.hostKey() != null ? status : status.withHostKey(hostKey));
        events.record(
                Kinds.HOST,
                host.metadata(),
                Event.NORMAL,
                "HostKeyRecorded",
                "First contact with " + host.spec().address() + ": recorded its key " + hostKey
                        + "; any other key is refused from now on.",
                "kubeforge-worker");
    }
}
