package io.kubeforge.activities;

import io.kubeforge.activities.failure.PreflightRefused;
import io.kubeforge.activities.provisioner.NodeContext;
import io.kubeforge.activities.provisioner.Provisioner;
import io.kubeforge.activities.ssh.RemoteHost;
import io.kubeforge.model.kind.Cluster;
import io.kubeforge.model.kind.Event;
import io.kubeforge.model.kind.Host;
import io.kubeforge.model.kind.HostFacts;
import io.kubeforge.model.kind.Kinds;
import io.kubeforge.model.preflight.Finding;
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

/** Looks whether a host can become a node before anything is changed on it; says everything that is wrong at once. */
@Singleton
public class HostPreflight {
    private static final int PEERS = 3;

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
     * Looks around on the host.
     *
     * @throws PreflightRefused when something must be put right first
     */
    public void check(RemoteHost remote, NodeContext context, Cluster cluster, HostFacts facts) {
        List<String> controlPlanes = cluster.spec().controlPlane().hosts();
        boolean controlPlane = controlPlanes.contains(context.hostName());
        Preflight.Subject subject = new Preflight.Subject(
                context.uid(),
                controlPlane,
                context.hostName().equals(controlPlanes.get(0)),
                context.nodeAddress() == null ? facts.address() : context.nodeAddress());
        Surroundings around = provisioner.surroundings(
                remote, context, controlPlane, peers(cluster, context.hostName()), twins(context, facts));
        List<Finding> findings = Preflight.findings(cluster.spec(), subject, facts, around);
        List<Finding> errors =
                findings.stream().filter(finding -> finding.check().isError()).toList();
        if (!errors.isEmpty()) {
            throw new PreflightRefused(context.hostName(), findings);
        }
        if (!findings.isEmpty()) {
            warn(context, findings);
        }
    }

    /** The control planes whose addresses are known, but for the host itself. */
    private Map<String, String> peers(Cluster cluster, String self) {
        Map<String, String> peers = new LinkedHashMap<>();
        contexts.apiServers(cluster).forEach((name, address) -> {
            if (!name.equals(self) && peers.size() < PEERS) {
                peers.put(name, address);
            }
        });
        return peers;
    }

    /** Hosts that are the same machine as this one, or a clone of it, and were here first. */
    private List<String> twins(NodeContext context, HostFacts facts) {
        List<String> twins = new ArrayList<>();
        twins.addAll(twins(context, "machineId", facts.machineId(), "machine-id", twin -> true));
        // Private networks of different clusters may well use the same addresses.
        twins.addAll(twins(context, "address", facts.address(), "address", twin -> context.uid()
                .equals(twin.status().clusterRef().uid())));
        return twins;
    }

    private List<String> twins(NodeContext context, String field, String value, String what, Predicate<Host> counts) {
        if (value == null || value.isEmpty()) {
            return List.of();
        }
        List<String> path = List.of("status", "facts", field);
        return store.namesWhere(Kinds.HOST, context.namespace(), path, value).stream()
                .filter(name -> !name.equals(context.hostName()))
                .flatMap(name -> objects.host(context.namespace(), name).stream())
                .filter(twin -> wasFirst(twin, context.hostName()))
                .filter(counts)
                .map(twin -> "Host " + twin.metadata().name() + " has the same " + what + " " + value)
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
