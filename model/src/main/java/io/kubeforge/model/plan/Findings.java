package io.kubeforge.model.plan;

import io.kubeforge.model.kind.Cluster;
import io.kubeforge.model.kind.Host;
import io.kubeforge.model.kind.PreflightFinding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Brings together what was found wrong with a cluster's hosts: the same thing of a hundred hosts is said once. */
final class Findings {
    private static final int SHOWN = 20;
    private static final int HOSTS_BY_NAME = 5;

    private Findings() {}

    /** The findings of the hosts that this cluster holds, errors first. */
    static List<PreflightFinding> of(Cluster cluster, Map<String, Host> hosts) {
        Map<PreflightFinding, List<String>> foundOn = new LinkedHashMap<>();
        for (String name : cluster.spec().hostNames()) {
            Host host = hosts.get(name);
            if (host != null && holds(cluster, host)) {
                host.status().preflight().forEach(finding -> foundOn.computeIfAbsent(finding, same -> new ArrayList<>())
                        .add(name));
            }
        }
        return foundOn.entrySet().stream()
                .map(entry -> on(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparing(finding -> !finding.severity().equals(PreflightFinding.ERROR)))
                .limit(SHOWN)
                .toList();
    }

    private static boolean holds(Cluster cluster, Host host) {
        return host.status().clusterRef() != null
                && cluster.metadata().uid().equals(host.status().clusterRef().uid());
    }

    private static PreflightFinding on(PreflightFinding finding, List<String> hosts) {
        return new PreflightFinding(finding.name(), finding.severity(), named(hosts), finding.message());
    }

    /** The first few by name, the others by number. */
    static String named(List<String> hosts) {
        String names = String.join(", ", hosts.subList(0, Math.min(HOSTS_BY_NAME, hosts.size())));
        int more = hosts.size() - HOSTS_BY_NAME;
        return more > 0 ? names + " and " + more + " more" : names;
    }
}
