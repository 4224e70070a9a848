package io.kubeforge.activities;

import io.kubeforge.activities.ssh.KeptConnections;
import io.kubeforge.activities.ssh.RemoteHost;
import io.kubeforge.activities.ssh.SshTarget;
import io.kubeforge.model.kind.Event;
import io.kubeforge.model.kind.Host;
import io.kubeforge.model.kind.Kinds;
import io.kubeforge.store.EventRecorder;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;

/** Connects to a host by its object's name, through its bastions, and remembers the keys that were seen first. */
@Singleton
public class HostConnector {
    /** As long as a host usually waits between two steps: until the first control plane is up. */
    private static final Duration KEPT = Duration.ofMinutes(3);

    private final ClusterObjects objects;
    private final EventRecorder events;
    private final KeptConnections kept = new KeptConnections(KEPT);

    /** Reads Hosts and Secrets from these objects. */
    public HostConnector(ClusterObjects objects, EventRecorder events) {
        this.objects = objects;
        this.events = events;
    }

    @PreDestroy
    void close() {
        kept.close();
    }

    /**
     * Connects, unless an earlier visit left a connection, and records the key of each host on the way on first contact
     * unless its Host forbids it.
     *
     * @throws io.kubeforge.activities.failure.HostFailure what is in the way, by its type
     */
    public Visit visit(String namespace, String name) {
        Route route = new Route(host -> objects.host(namespace, host), secret -> objects.secret(namespace, secret));
        List<Route.Hop> hops = route.to(namespace, name);
        if (hops.size() > 1) {
            return new Visit(null, connect(hops));
        }
        SshTarget target = hops.get(0).target();
        RemoteHost remote = kept.take(target).orElseGet(() -> connect(hops));
        return new Visit(target.pinnedTo(remote.hostKey()), remote);
    }

    private RemoteHost connect(List<Route.Hop> hops) {
        RemoteHost remote = null;
        for (Route.Hop hop : hops) {
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

    /** The time in which somebody works on a host. */
    public final class Visit implements AutoCloseable {
        /** Null when it is not reached directly. */
        private final SshTarget target;

        private final RemoteHost remote;
        private boolean inGoodOrder;

        private Visit(SshTarget target, RemoteHost remote) {
            this.target = target;
            this.remote = remote;
        }

        /** The host. */
        public RemoteHost remote() {
            return remote;
        }

        /** To be said at the end of work that came to its end: then the next visit may come by the same connection. */
        public void done() {
            inGoodOrder = true;
        }

        @Override
        public void close() {
            if (inGoodOrder && target != null) {
                kept.keep(target, remote);
            } else {
                remote.close();
            }
        }
    }
}
