package io.kubeforge.activities;

import io.kubeforge.activities.provisioner.NodeContext;
import io.kubeforge.model.kind.Host;
import io.kubeforge.model.kind.HostFacts;
import io.kubeforge.model.kind.Kinds;
import io.kubeforge.model.preflight.Finding;
import io.kubeforge.model.preflight.Likeness;
import io.kubeforge.store.ResourceStore;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Hosts that are one machine, or clones of one: of those that are looked at at the same time exactly one is accepted,
 * and keeps its identity from then on.
 */
@Singleton
public class Twins {
    private static final int MOST_NAMED = 3;

    private final ResourceStore store;
    private final ClusterObjects objects;

    /** Looks among these. */
    public Twins(ResourceStore store, ClusterObjects objects) {
        this.store = store;
        this.objects = objects;
    }

    /**
     * What is found on a host, its likeness to others included; it stands in the host's status afterwards, and so does
     * whether the host was accepted. Nobody else of the namespace is judged meanwhile: two that look at the same time
     * might else each miss the other.
     */
    List<Finding> judged(NodeContext context, HostFacts facts, long pass, Function<Likeness, List<Finding>> judge) {
        List<String> lookalikes = lookalikes(context, facts);
        return store.exclusively("identity of hosts in " + context.namespace(), () -> {
            List<Finding> findings = judge.apply(new Likeness(twins(context, facts), lookalikes));
            boolean accepted =
                    findings.stream().noneMatch(finding -> finding.check().isError());
            objects.updateHost(context.namespace(), context.hostName(), pass, status -> status.withPreflight(
                            findings.stream().map(Finding::shown).toList())
                    .withIdentity(accepted ? facts.machineId() : status.identity()));
            return findings;
        });
    }

    private List<String> twins(NodeContext context, HostFacts facts) {
        boolean accepted = objects.host(context.namespace(), context.hostName())
                .filter(host -> isAccepted(host, facts.machineId()))
                .isPresent();
        // Of those that nobody has accepted yet the first by name is preferred.
        Predicate<Host> first = twin -> twin.status().clusterRef() != null
                && (isAccepted(twin, twin.status().facts().machineId())
                        || !accepted && twin.metadata().name().compareTo(context.hostName()) < 0);
        List<String> twins = new ArrayList<>();
        twins.addAll(alike(context, "machineId", facts.machineId(), "machine-id", first));
        // Private networks of different clusters may well use the same addresses.
        twins.addAll(alike(context, "address", facts.address(), "address", first.and(ofCluster(context))));
        return twins;
    }

    private static boolean isAccepted(Host host, String machineId) {
        return machineId != null && machineId.equals(host.status().identity());
    }

    /** Hosts of the same cluster that have something in common with this one that hosts should not. */
    private List<String> lookalikes(NodeContext context, HostFacts facts) {
        Predicate<Host> related = ofCluster(context);
        List<String> alike = new ArrayList<>();
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
}
