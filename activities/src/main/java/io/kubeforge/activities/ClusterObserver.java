package io.kubeforge.activities;

import io.kubeforge.activities.failure.HostFailure;
import io.kubeforge.activities.provisioner.NodeState;
import io.kubeforge.activities.provisioner.Provisioner;
import io.kubeforge.model.kind.Cluster;
import io.kubeforge.model.kind.Condition;
import io.kubeforge.model.kind.Conditions;
import io.kubeforge.model.kind.Host;
import io.kubeforge.model.kind.HostClaim;
import io.kubeforge.model.kind.HostStatus;
import io.kubeforge.model.kind.LocalRef;
import io.kubeforge.model.kind.Secret;
import io.kubeforge.model.plan.Observation;
import io.kubeforge.model.plan.Obstacle;
import io.kubeforge.workflows.ClusterRef;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at what is there before a pass is planned: the objects that the cluster refers to, and its nodes. */
@Singleton
public class ClusterObserver {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterObserver.class);

    private final ClusterObjects objects;
    private final Claims claims;
    private final ClusterSecrets secrets;
    private final HostConnector connector;
    private final Provisioner provisioner;

    /** Looks with these. */
    public ClusterObserver(
            ClusterObjects objects,
            Claims claims,
            ClusterSecrets secrets,
            HostConnector connector,
            Provisioner provisioner) {
        this.objects = objects;
        this.claims = claims;
        this.secrets = secrets;
        this.connector = connector;
        this.provisioner = provisioner;
    }

    /** Claims what is free and tells what was seen. */
    public Observation observe(ClusterRef ref, Cluster cluster, long pass) {
        List<Obstacle> obstacles = new ArrayList<>();
        List<String> readyBefore = new ArrayList<>();
        Map<String, Host> hosts = objects.hosts(cluster);
        Map<String, Boolean> kept = new HashMap<>(); // most hosts share one
        Set<String> bastions = new HashSet<>();
        for (String name : cluster.spec().hostNames()) {
            Host host = hosts.get(name);
            Optional<Obstacle> obstacle = host == null ? Optional.of(notFound(name)) : claim(ref, host, kept, bastions);
            obstacle.ifPresent(obstacles::add);
            boolean ready = host != null && Conditions.isTrue(host.status().conditions(), HostStatus.READY);
            if (obstacle.isEmpty() && ready) {
                readyBefore.add(name);
            }
        }
        boolean initialised = secrets.find(cluster)
                .map(credentials -> credentials.caCertHash() != null)
                .orElse(false);
        Optional<Answer> answer = initialised ? ask(ref, cluster, readyBefore, obstacles) : Optional.empty();
        answer.ifPresent(seen -> record(ref, cluster, pass, seen.nodes()));
        return new Observation(
                initialised,
                answer.map(Answer::through).orElse(null),
                ready(cluster, hosts, answer.map(Answer::nodes).orElse(List.of())),
                readyBefore,
                obstacles);
    }

    /** The nodes, and the control plane through which the cluster's API told them. */
    private record Answer(String through, List<NodeState> nodes) {}

    /** Empty when the host is held by this cluster and its credential is there. */
    private Optional<Obstacle> claim(
            ClusterRef ref, Host host, Map<String, Boolean> credentials, Set<String> bastions) {
        String name = host.metadata().name();
        Host claimed = claims.claim(ref, host);
        HostClaim holder = claimed.status().clusterRef();
        if (holder == null) {
            return Optional.of(new Obstacle(
                    name, Obstacle.HOST_NOT_FOUND, "Host " + name + " is being deleted; create it anew.", true));
        }
        if (!ref.uid().equals(holder.uid())) {
            String message = "Host " + name + " is held by cluster " + holder.namespace() + "/" + holder.name()
                    + "; delete that cluster, or name another host.";
            return Optional.of(new Obstacle(name, Obstacle.HOST_IN_USE, message, true));
        }
        String credential = claimed.spec().credentialsRef().name();
        keepBastions(ref, claimed, bastions);
        if (!credentials.computeIfAbsent(credential, secret -> keep(ref, secret))) {
            String message = "Host " + name + " refers to Secret " + credential
                    + ", which does not exist or has no key " + Secret.SSH_PRIVATE_KEY
                    + "; create it, and work goes on.";
            return Optional.of(new Obstacle(name, Obstacle.CREDENTIAL_MISSING, message, true));
        }
        return Optional.empty();
    }

    /** One that does not exist is missed, and told, when the way to the host is taken. */
    private void keepBastions(ClusterRef ref, Host host, Set<String> kept) {
        LocalRef next = host.spec().bastionRef();
        while (next != null && kept.add(next.name())) {
            Optional<Host> bastion = objects.host(ref.namespace(), next.name());
            if (bastion.isEmpty()) {
                return;
            }
            claims.keepBastion(ref, bastion.get());
            next = bastion.get().spec().bastionRef();
        }
    }

    /** Whether the credential is there; if so, it stays as long as hosts that a cluster holds need it. */
    private boolean keep(ClusterRef ref, String credential) {
        claims.keepCredential(ref, credential);
        return objects.secret(ref.namespace(), credential)
                .map(secret -> secret.data().containsKey(Secret.SSH_PRIVATE_KEY))
                .orElse(false);
    }

    private static Obstacle notFound(String name) {
        String message = "Host " + name + " does not exist; create it, and work goes on.";
        return new Obstacle(name, Obstacle.HOST_NOT_FOUND, message, true);
    }

    /** Asks one control plane after the other, those that were Ready first; empty when no API server answers. */
    private Optional<Answer> ask(ClusterRef ref, Cluster cluster, List<String> readyBefore, List<Obstacle> obstacles) {
        List<String> candidates = new ArrayList<>(cluster.spec().controlPlane().hosts());
        obstacles.forEach(obstacle -> candidates.remove(obstacle.host()));
        candidates.sort(Comparator.comparing(host -> !readyBefore.contains(host)));
        for (String host : candidates) {
            try (HostConnector.Visit visit = connector.visit(ref.namespace(), host)) {
                Answer answer = new Answer(host, provisioner.nodes(visit.remote()));
                visit.done();
                return Optional.of(answer);
            } catch (HostFailure failure) {
                LOG.info("the API of {} does not answer through {}: {}", ref.path(), host, failure.getMessage());
            }
        }
        return Optional.empty();
    }

    /** Node name → whether it is Ready, in its right role, and really this host. */
    private static Map<String, Boolean> ready(Cluster cluster, Map<String, Host> hosts, List<NodeState> nodes) {
        List<String> controlPlanes = cluster.spec().controlPlane().hosts();
        Map<String, Boolean> ready = new HashMap<>();
        for (NodeState node : nodes) {
            Host host = hosts.get(node.name());
            boolean roleFits = node.controlPlane() || !controlPlanes.contains(node.name());
            boolean same = host != null
                    && host.status().facts() != null
                    && node.machineId().equals(host.status().facts().machineId());
            ready.put(node.name(), node.ready() && roleFits && same);
        }
        return ready;
    }

    /** Shows on each Host of the spec whether it is a Ready node; hosts whose state did not change are not written. */
    public void record(ClusterRef ref, Cluster cluster, long pass, List<NodeState> nodes) {
        Map<String, Host> hosts = objects.hosts(cluster);
        Map<String, Boolean> ready = ready(cluster, hosts, nodes);
        hosts.forEach((name, host) -> {
            if (!Claims.holds(ref, host)) {
                return;
            }
            Boolean isReady = ready.get(name);
            boolean before = Conditions.isTrue(host.status().conditions(), HostStatus.READY);
            if (Boolean.TRUE.equals(isReady) && !before) {
                condition(ref, host, pass, Condition.TRUE, "NodeReady", "");
            } else if (!Boolean.TRUE.equals(isReady) && before) {
                String message = isReady == null
                        ? "The cluster has no node of this name any more."
                        : "The cluster shows the node as not Ready.";
                condition(ref, host, pass, Condition.FALSE, "NodeNotReady", message);
            }
        });
    }

    private void condition(ClusterRef ref, Host host, long pass, String status, String reason, String message) {
        Condition condition = new Condition(
                HostStatus.READY,
                status,
                reason,
                message,
                ClusterObjects.now(),
                host.metadata().generation());
        objects.updateHost(
                ref.namespace(),
                host.metadata().name(),
                pass,
                old -> old.withConditions(Conditions.with(old.conditions(), condition)));
    }
}
