package io.kubeforge.activities;

import io.kubeforge.activities.failure.PreflightRefused;
import io.kubeforge.activities.provisioner.NodeContext;
import io.kubeforge.activities.provisioner.Provisioner;
import io.kubeforge.model.kind.Cluster;
import io.kubeforge.model.kind.Event;
import io.kubeforge.model.kind.HostFacts;
import io.kubeforge.model.kind.Kinds;
import io.kubeforge.model.net.Ipv4Subnet;
import io.kubeforge.model.preflight.Finding;
import io.kubeforge.model.preflight.Preflight;
import io.kubeforge.model.preflight.Surroundings;
import io.kubeforge.store.EventRecorder;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Looks whether a host can become a node before anything is changed on it; says everything that is wrong at once. */
@Singleton
public class HostPreflight {
    private static final int PEERS = 3;
    private static final List<Ipv4Subnet> PRIVATE = Stream.of("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")
            .flatMap(subnet -> Ipv4Subnet.parse(subnet).stream())
            .toList();

    private final ClusterObjects objects;
    private final Twins twins;
    private final NodeContexts contexts;
    private final Provisioner provisioner;
    private final EventRecorder events;

    /** Looks with these. */
    public HostPreflight(
            ClusterObjects objects, Twins twins, NodeContexts contexts, Provisioner provisioner, EventRecorder events) {
        this.objects = objects;
        this.twins = twins;
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
        twins.introduce(context, facts);
        List<String> controlPlanes = cluster.spec().controlPlane().hosts();
        boolean controlPlane = controlPlanes.contains(context.hostName());
        Preflight.Subject subject = new Preflight.Subject(
                context.uid(),
                controlPlane,
                context.hostName().equals(controlPlanes.get(0)),
                context.nodeAddress() == null ? facts.address() : context.nodeAddress());
        Surroundings around =
                provisioner.surroundings(session.remote(), context, controlPlane, peers(cluster, context.hostName()));
        List<Finding> findings = twins.judged(
                context,
                facts,
                session.step().pass(),
                likeness -> Preflight.findings(cluster.spec(), subject, facts, around, likeness));
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
