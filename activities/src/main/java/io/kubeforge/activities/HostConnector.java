package io.kubeforge.activities;

import io.kubeforge.activities.ssh.RemoteHost;
import io.kubeforge.model.kind.Event;
import io.kubeforge.model.kind.Host;
import io.kubeforge.model.kind.Kinds;
import io.kubeforge.store.EventRecorder;
import jakarta.inject.Singleton;

/** Connects to a host by its object's name, through its bastions, and remembers the keys that were seen first. */
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
     * Connects, and records the key of each host on the way on first contact unless its Host forbids it.
     *
     * @throws io.kubeforge.activities.failure.HostFailure what is in the way, by its type
     */
    public RemoteHost connect(String namespace, String name) {
        Route route = new Route(host -> objects.host(namespace, host), secret -> objects.secret(namespace, secret));
        RemoteHost remote = null;
        for (Route.Hop hop : route.to(namespace, name)) {
            remote = remote == null ? RemoteHost.connect(hop.target()) : remote.onwardTo(hop.target());
            if (hop.target().pinnedHostKey() == null) {
                recordKey(hop.host(), remote);
            }
        }
        return remote;
    }

    private void recordKey(Host host, RemoteHost remote) {
        try {
            recordKey(host, remote.hostKey(), remote.hostKeyFingerprint());
        } catch (RuntimeException failure) {
            remote.close();
            throw failure;
        }
    }

    private void recordKey(Host host, String hostKey, String fingerprint) {
        objects.updateHost(
                host.metadata().namespace(),
                host.metadata().name(),
                Long.MAX_VALUE,
                status -> status.hostKey() != null ? status : status.withHostKey(hostKey));
        events.record(
                Kinds.HOST,
                host.metadata(),
                Event.NORMAL,
                "HostKeyRecorded",
                "First contact with " + host.spec().address() + ": recorded its host key " + fingerprint
                        + " in status.hostKey; any other key is refused from now on. Compare it with `ssh-keygen -lf`"
                        + " on the host.",
                StepJournal.COMPONENT);
    }
}
