package io.kubeforge.activities;

import io.kubeforge.activities.failure.HostFailure;
import io.kubeforge.activities.provisioner.NetworkProbe;
import io.kubeforge.activities.provisioner.PodLookup;
import io.kubeforge.activities.provisioner.Provisioner;
import io.kubeforge.activities.provisioner.Readiness;
import io.kubeforge.model.kind.Cluster;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Proves that pods on two nodes reach each other through a Service, and that DNS answers in a pod: a pod on one node asks
 * the Service of DNS, whose servers are pods on another node.
 */
@Singleton
public class NetworkProof {
    private static final Logger LOG = LoggerFactory.getLogger(NetworkProof.class);

    private final HostConnector connector;
    private final Provisioner provisioner;

    /** Reaches nodes and looks at them by these. */
    public NetworkProof(HostConnector connector, Provisioner provisioner) {
        this.connector = connector;
        this.provisioner = provisioner;
    }

    /**
     * Tries it once.
     *
     * @param nodes those that may try it; one whose host cannot be reached just now gives way to the next
     */
    public Readiness tried(StepSession session, Cluster cluster, List<String> nodes) {
        List<String> candidates = new ArrayList<>(nodes);
        while (true) {
            NetworkProbe probe = provisioner.beginProbe(session.remote(), candidates);
            if (probe.service().isEmpty()) {
                return new Readiness(true, List.of());
            }
            if (!probe.running()) {
                return new Readiness(false, List.of(probe.waitingFor()));
            }
            try {
                return verdict(probe, lookUp(session, cluster, probe));
            } catch (HostFailure unreachable) {
                candidates.remove(probe.node());
                if (!unreachable.isAboutReachingIt() || candidates.isEmpty()) {
                    throw unreachable;
                }
            }
        }
    }

    /** Leaves nothing behind; the pod ends by itself should this fail. */
    public void end(StepSession session) {
        try {
            provisioner.endProbe(session.remote());
        } catch (HostFailure failure) {
            LOG.info("the pod that tried the network stays for two minutes: {}", failure.getMessage());
        }
    }

    private PodLookup lookUp(StepSession session, Cluster cluster, NetworkProbe probe) {
        String name = "kubernetes.default.svc." + cluster.spec().network().dnsDomain();
        if (probe.node().equals(session.step().host())) {
            return provisioner.lookUp(session.remote(), probe, name);
        }
        try (HostConnector.Visit visit = connector.visit(cluster.metadata().namespace(), probe.node())) {
            PodLookup heard = provisioner.lookUp(visit.remote(), probe, name);
            visit.done();
            return heard;
        }
    }

    private static Readiness verdict(NetworkProbe probe, PodLookup heard) {
        String where = "pods on node " + probe.node();
        if (!heard.found()) {
            return new Readiness(false, List.of("Pod " + probe.pod() + " on node " + probe.node() + " to run"));
        }
        String silent = probe.servers().stream()
                .filter(server -> heard.silent().contains(server.address()))
                .map(server -> server.address() + " on node " + server.node())
                .collect(Collectors.joining(", "));
        if (!silent.isEmpty()) {
            return new Readiness(
                    false,
                    List.of(where + " to reach pods on other nodes: CoreDNS at " + silent
                            + " does not answer (is there a firewall between these hosts? flannel needs 8472/udp)"));
        }
        if (heard.address().isEmpty()) {
            return new Readiness(
                    false,
                    List.of(where + " to reach Services: CoreDNS answers at its own addresses, but not at "
                            + probe.service() + " (does kube-proxy run on the node?)"));
        }
        return new Readiness(true, List.of());
    }
}
