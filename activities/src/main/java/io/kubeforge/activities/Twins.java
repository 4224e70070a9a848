package io.kubeforge.activities;

import io.kubeforge.activities.provisioner.NodeContext;
import io.kubeforge.model.kind.Host;
import io.kubeforge.model.kind.HostFacts;
import io.kubeforge.model.kind.Kinds;
import io.kubeforge.model.preflight.Finding;
import io.kubeforge.model.preflight.Likeness;
import io.kubeforge.store.ObjectKey;
import io.kubeforge.store.ResourceStore;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Hosts that are one machine, or clones of one: of those that are looked at at the same time exactly one is accepted,
 * and keeps its identity from then on.
 */
@Singleton
public class Twins {
    private static final int MOST_NAMED = 3;
    private static final String MACHINE_ID = "machine-id";
    private static final String ADDRESS = "address";
    /** What hosts of one cluster should not have in common either, though each alone may be an accident. */
    private static final List<String> LOOKS = List.of("hostname", "MAC address", "firmware UUID");

    private static final Map<String, Function<HostFacts, String>> UNIQUE = Map.of(
            MACHINE_ID,
            HostFacts::machineId,
            ADDRESS,
            HostFacts::address,
            LOOKS.get(0),
            HostFacts::hostname,
            LOOKS.get(1),
            HostFacts::macAddress,
            LOOKS.get(2),
            HostFacts::productUuid);

    private final ResourceStore store;
    private final ClusterObjects objects;

    /** Looks among these. */
    public Twins(ResourceStore store, ClusterObjects objects) {
        this.store = store;
        this.objects = objects;
    }

    /** Lets others know what this host has that no other should have, before anybody is judged by it. */
    void introduce(NodeContext context, HostFacts facts) {
        store.mark(new ObjectKey(Kinds.HOST, context.namespace(), context.hostName()), marks(facts));
    }

    /**
     * What is found on a host that was introduced, its likeness to others included; it stands in the host's status
     * afterwards, and so does whether the host was accepted. Nobody else of the namespace is judged meanwhile: two that
     * look at the same time might else each be preferred.
     */
    List<Finding> judged(NodeContext context, HostFacts facts, long pass, Function<Likeness, List<Finding>> judge) {
        return store.exclusively("identity of hosts in " + context.namespace(), () -> {
            List<Host> alike = store.marked(Kinds.HOST, context.namespace(), marks(facts)).stream()
                    .map(Kinds.HOST::read)
                    .toList();
            List<Finding> findings = judge.apply(likeness(context, facts, alike));
            boolean accepted =
                    findings.stream().noneMatch(finding -> finding.check().isError());
            objects.updateHost(context.namespace(), context.hostName(), pass, status -> status.withPreflight(
                            findings.stream().map(Finding::shown).toList())
                    .withIdentity(accepted ? facts.machineId() : status.identity()));
            return findings;
        });
    }

    /** What hosts should not have in common, by what messages call it; what is not known is left out. */
    private static Map<String, String> marks(HostFacts facts) {
        Map<String, String> marks = new HashMap<>();
        UNIQUE.forEach((what, fact) -> {
            String value = fact.apply(facts);
            if (value != null && !value.isEmpty()) {
                marks.put(what, value);
            }
        });
        return marks;
    }

    private static Likeness likeness(NodeContext context, HostFacts facts, List<Host> alike) {
        boolean accepted = alike.stream().anyMatch(host -> isSelf(context, host) && isAccepted(host, facts));
        List<Host> others = alike.stream()
                .filter(host -> !isSelf(context, host) && host.status().clusterRef() != null)
                .toList();
        // Of those that nobody has accepted yet the first by name is preferred.
        List<Host> preferred = others.stream()
                .filter(twin -> isAccepted(twin, twin.status().facts())
                        || !accepted && twin.metadata().name().compareTo(context.hostName()) < 0)
                .toList();
        List<String> twins = new ArrayList<>(sharing(MACHINE_ID, facts, preferred));
        // Private networks of different clusters may well use the same addresses.
        twins.addAll(sharing(ADDRESS, facts, ofCluster(context, preferred)));
        List<Host> related = ofCluster(context, others);
        List<String> lookalikes = LOOKS.stream()
                .flatMap(what -> sharing(what, facts, related).stream())
                .toList();
        return new Likeness(twins, lookalikes);
    }

    private static boolean isSelf(NodeContext context, Host host) {
        return host.metadata().name().equals(context.hostName());
    }

    private static boolean isAccepted(Host host, HostFacts facts) {
        return facts != null
                && facts.machineId() != null
                && facts.machineId().equals(host.status().identity());
    }

    private static List<Host> ofCluster(NodeContext context, List<Host> hosts) {
        return hosts.stream()
                .filter(host -> context.uid().equals(host.status().clusterRef().uid()))
                .toList();
    }

    private static List<String> sharing(String what, HostFacts facts, List<Host> others) {
        String value = marks(facts).get(what);
        return others.stream()
                .filter(other -> value != null && other.status().facts() != null)
                .filter(other -> value.equals(marks(other.status().facts()).get(what)))
                .limit(MOST_NAMED)
                .map(other -> "Host " + other.metadata().name() + " has the same " + what + " " + value)
                .toList();
    }
}
