package io.kubeforge.activities;

import io.kubeforge.activities.failure.PreflightRefused;
import io.kubeforge.activities.provisioner.NodeContext;
import io.kubeforge.activities.provisioner.Provisioner;
import io.kubeforge.model.kind.Cluster;
import io.kubeforge.model.kind.Event;
import io.kubeforge.model.kind.Host;
import io.kubeforge.model.kind.HostFacts;
import io.kubeforge.model.kind.Kinds;
import io.kubeforge.model.net.Ipv4Subnet;
import io.kubeforge.model.preflight.Finding;
import io.kubeforge.model.preflight.Likeness;
import io.kubeforge.model.preflight.Preflight;
import io.kubeforge.model.preflight.Surroundings;
import io.kubeforge.store.EventRecorder;
import io.kubeforge.store.ResourceStore;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Looks whether a host can become a node before anything is changed on it; says everything that is wrong at once. */
@Singleton
public class HostPreflight {
    private static final int PEERS = 3;
    private static final int MOST_NAMED = 3;
    private static final List<Ipv4Subnet> PRIVATE = Stream.of("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")
            .flatMap(subnet -> Ipv4Subnet.parse(subnet).stream())
            .toList();

    private final ResourceStore store;
    private final ClusterObjects objects;
    private final NodeContexts contexts;
    private final Provisioner provisioner;
    private final EventRecorder events;

    /** Looks with these. */
    public HostPreflight(
            ResourceStore store,
            ClusterObjects objects,
            NodeContexts contexts,
            Provisioner provisioner,
            EventRecorder events) {
        this.store = store;
        this.objects = objects;
        this.contexts = contexts;
        this.provisioner = provisioner;
        this.events = events;
    }

    /**
     * Looks around on the host; what was found stands in its Host's status afterwards.
     *
     * @throws PreflightRefused when something must be put right first
     */
    public void check(StepSession session, NodeContext context, Cluster cluster, HostFacts facts) {
        List<String> controlPlanes = cluster.spec().controlPlane().hosts();
        boolean controlPlane = controlPlanes.contains(context.hostName());
        Preflight.Subject subject = new Preflight.Subject(
                context.uid(),
                controlPlane,
                context.hostName().equals(controlPlanes.get(0)),
                context.nodeAddress() == null ? facts.address() : context.nodeAddress());
        Surroundings around =
                provisioner.surroundings(session.remote(), context, controlPlane, peers(cluster, context.hostName()));
        Likeness likeness = new Likeness(twins(context, facts), lookalikes(context, facts));
        List<Finding> findings = Preflight.findings(cluster.spec(), subject, facts, around, likeness);
        objects.updateHost(
                context.namespace(),
                context.hostName(),
                session.step().pass(),
                status -> status.withPreflight(
                        findings.stream().map(Finding::shown).toList()));
        if (findings.stream().anyMatch(finding -> finding.check().isError())) {
            throw new PreflightRefused(findings);
        }
        if (!findings.isEmpty()) {
            warn(context, findings);
        }
    }

    /** The first control planes, but for the host itself: where they are known, or most likely, to be reached. */
    private Map<String, String> peers(Cluster cluster, String self) {
        Map<String, String> known = contexts.apiServers(cluster);
        Map<String, String> peers = new LinkedHashMap<>();
        for (String name : cluster.spec().controlPlane().hosts()) {
            String address = known.containsKey(name) ? known.get(name) : privateAddress(cluster, name);
            if (!name.equals(self) && address != null && peers.size() < PEERS) {
                peers.put(name, address);
            }
        }
        return peers;
    }

    /** Where KubeForge itself reaches the host, when other hosts are likely to reach it there, too. */
    private String privateAddress(Cluster cluster, String name) {
        return objects.host(cluster.metadata().namespace(), name)
                .map(host -> host.spec().address())
                .filter(address -> Ipv4Subnet.parse(address + "/32")
                        .filter(one -> PRIVATE.stream().anyMatch(one::overlaps))
                        .isPresent())
                .orElse(null);
    }

    /** Hosts that are the same machine as this one, or a clone of it, and were here first. */
    private List<String> twins(NodeContext context, HostFacts facts) {
        List<String> twins = new ArrayList<>();
        Predicate<Host> first = twin -> wasFirst(twin, context.hostName());
        twins.addAll(alike(context, "machineId", facts.machineId(), "machine-id", first));
        // Private networks of different clusters may well use the same addresses.
        twins.addAll(alike(context, "address", facts.address(), "address", first.and(ofCluster(context))));
        return twins;
    }

    /** Hosts of the same cluster that have something in common with this one that hosts should not. */
    private List<String> lookalikes(NodeContext context, HostFacts facts) {
        List<String> alike = new ArrayList<>();
        Predicate<Host> related = ofCluster(context);
        alike.addAll(alike(context, "hostname", facts.hostname(), "hostname", related));
        alike.addAll(alike(context, "macAddress", facts.macAddress(), "MAC address", related));
        alike.addAll(alike(context, "productUuid", facts.productUuid(), "firmware UUID", related));
        return alike;
    }

    private static Predicate<Host> ofCluster(NodeContext context) {
        return host -> host.status().clusterRef() != null
                && context.uid().equals(host.status().clusterRef().uid());
    }

    private List<String> alike(NodeContext context, String field, String value, String what, Predicate<Host> counts) {
        if (value == null || value.isEmpty()) {
            return List.of();
        }
        List<String> path = List.of("status", "facts", field);
        return store.namesWhere(Kinds.HOST, context.namespace(), path, value).stream()
                .filter(name -> !name.equals(context.hostName()))
                .flatMap(name -> objects.host(context.namespace(), name).stream())
                .filter(counts)
                .limit(MOST_NAMED)
                .map(other -> "Host " + other.metadata().name() + " has the same " + what + " " + value)
                .toList();
    }

    /** Of two that are looked at at the same time exactly one goes on: the first by name, unless the other is a node. */
    private static boolean wasFirst(Host twin, String self) {
        boolean claimed = twin.status().clusterRef() != null;
        boolean isNode = Optional.ofNullable(twin.status().step())
                .filter(step -> step.startsWith("kubeadm-"))
                .isPresent();
        return claimed && (isNode || twin.metadata().name().compareTo(self) < 0);
    }

    private void warn(NodeContext context, List<Finding> findings) {
        String message = findings.stream().map(Finding::text).collect(Collectors.joining(" "));
        objects.host(context.namespace(), context.hostName())
                .ifPresent(host -> events.record(
                        Kinds.HOST,
                        host.metadata(),
                        Event.WARNING,
                        "PreflightWarning",
                        message,
                        StepJournal.COMPONENT));
    }
}
