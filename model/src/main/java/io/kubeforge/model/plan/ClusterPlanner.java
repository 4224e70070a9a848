package io.kubeforge.model.plan;

import io.kubeforge.model.kind.ClusterSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Decides what one pass has to do; pure, so that it is tested by tables. It knows no host and no workflow. */
public final class ClusterPlanner {
    private ClusterPlanner() {}

    /**
     * Compares what is wanted with what was seen.
     *
     * <p>The first control-plane host of the spec begins the cluster; once the cluster answers through another one, the
     * first is a control plane that joins like any other. A host that the cluster's API shows as a Ready node has no
     * work; when the API does not answer, the hosts that were Ready when last seen are left alone, except the first
     * control plane, through which everything is reached.
     */
    public static ClusterPlan plan(
            ClusterSpec spec, long generation, String requestedAt, String operation, Observation seen) {
        Set<String> blocked = new HashSet<>();
        seen.obstacles().forEach(obstacle -> blocked.add(obstacle.host()));
        String wayIn = seen.apiAnswered() ? seen.through() : first(spec);

        List<HostPlan> hosts = new ArrayList<>();
        List<String> nodes = new ArrayList<>();
        for (String host : spec.hostNames()) {
            if (blocked.contains(host)) {
                continue;
            }
            nodes.add(host);
            if (hasWork(host, first(spec), seen)) {
                hosts.add(new HostPlan(host, duty(host, spec, wayIn)));
            }
        }
        return new ClusterPlan(
                ClusterPlan.Intent.RUN,
                generation,
                requestedAt,
                operation,
                hosts,
                seen.obstacles(),
                blocked.contains(wayIn) ? null : wayIn,
                spec.controlPlane().hosts().stream().filter(nodes::contains).toList(),
                spec.endpoint() != null && spec.endpoint().virtualIP() != null,
                nodes,
                seen.initialised());
    }

    private static String first(ClusterSpec spec) {
        return spec.controlPlane().hosts().get(0);
    }

    private static boolean hasWork(String host, String first, Observation seen) {
        if (seen.apiAnswered()) {
            return !seen.nodes().getOrDefault(host, false);
        }
        return host.equals(first) || !seen.readyBefore().contains(host);
    }

    private static Duty duty(String host, ClusterSpec spec, String wayIn) {
        if (!spec.controlPlane().hosts().contains(host)) {
            return Duty.JOIN_WORKER;
        }
        return host.equals(first(spec)) && host.equals(wayIn) ? Duty.INITIALISE : Duty.JOIN_CONTROL_PLANE;
    }
}
