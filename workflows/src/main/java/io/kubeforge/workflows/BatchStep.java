package io.kubeforge.workflows;

import io.kubeforge.model.plan.Obstacle;
import io.kubeforge.model.plan.Role;
import java.util.List;

/**
 * One step on several workers in one pass.
 *
 * @param name what the step is called in status, logs and on the hosts, e.g. prepare
 */
public record BatchStep(ClusterRef cluster, long pass, long generation, List<String> hosts, String name) {
    /** The step on one of the hosts: the same as if the host were brought up on its own. */
    public HostStep on(String host) {
        return HostStep.of(cluster, pass, generation, host, Role.WORKER, name);
    }

    /**
     * What became of the hosts; of those that are in neither list the step failed for a cause that may pass, or lasts much
     * longer than on most.
     *
     * @param done the hosts on which it is done
     * @param failed what is in the way of hosts on which it failed for good
     */
    public record Result(List<String> done, List<Obstacle> failed) {
        /** Whether it is known what became of the host. */
        boolean knows(String host) {
            return done.contains(host)
                    || failed.stream().anyMatch(obstacle -> obstacle.host().equals(host));
        }
    }
}
