package io.kubeforge.standalone.crash;

import io.kubeforge.simulator.Simulation;
import io.kubeforge.simulator.host.PlayLog.Played;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the simulated hosts themselves tell of a creation: KubeForge's own records are not asked.
 *
 * @param caHashes of all clusters that were ever begun
 */
record Evidence(Map<String, HostEvidence> hosts, Set<String> caHashes) {
    /** What one host tells; {@code caHash} is "none" without certificates, {@code running} is "" when nothing runs. */
    record HostEvidence(List<Played> played, String caHash, String running) {}

    /** Asks them now. */
    static Evidence of(Shape shape, Simulation simulation) {
        Map<String, HostEvidence> hosts = new TreeMap<>();
        for (String host : shape.hosts()) {
            String name = shape.simulated(host);
            hosts.put(
                    host,
                    new HostEvidence(
                            simulation.log(name),
                            simulation.caHash(name).orElse("none"),
                            simulation.running(name).orElse("")));
        }
        return new Evidence(hosts, simulation.caHashes());
    }
}
