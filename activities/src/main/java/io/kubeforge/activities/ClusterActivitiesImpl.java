package io.kubeforge.activities;

import io.kubeforge.activities.failure.ClusterGone;
import io.kubeforge.activities.failure.ClusterNotReady;
import io.kubeforge.activities.failure.ConfigMapMissing;
import io.kubeforge.activities.provisioner.JoinCredentials;
import io.kubeforge.activities.provisioner.NetworkPlugin;
import io.kubeforge.activities.provisioner.NodeContext;
import io.kubeforge.activities.provisioner.NodeSettings;
import io.kubeforge.activities.provisioner.NodeState;
import io.kubeforge.activities.provisioner.Provisioner;
import io.kubeforge.activities.provisioner.Readiness;
import io.kubeforge.model.kind.Cluster;
import io.kubeforge.model.kind.ClusterSpec;
import io.kubeforge.model.kind.ClusterSpec.NetworkManifest;
import io.kubeforge.model.kind.ConfigMap;
import io.kubeforge.model.kind.Host;
import io.kubeforge.model.kind.Kinds;
import io.kubeforge.model.plan.ClusterPlan;
import io.kubeforge.model.plan.ClusterPlan.Intent;
import io.kubeforge.model.plan.ClusterPlanner;
import io.kubeforge.model.plan.Observation;
import io.kubeforge.store.StepLog;
import io.kubeforge.workflows.ClusterActivities;
import io.kubeforge.workflows.ClusterRef;
import io.kubeforge.workflows.DeleteCluster;
import io.kubeforge.workflows.HostStep;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityInfo;
import io.temporal.client.WorkflowClient;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** {@inheritDoc} */
@Singleton
public class ClusterActivitiesImpl implements ClusterActivities {
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);
    /** Kubernetes gives a node five minutes to become Ready; system pods need their images as well. */
    private static final Duration READY_IN = Duration.ofMinutes(10);
    /** A calm creation waits less long than this. */
    private static final Duration WORTH_TELLING = Duration.ofSeconds(15);

    private final StepJournal journal;
    private final ClusterObjects objects;
    private final ClusterObserver observer;
    private final ClusterReporter reporter;
    private final ClusterSecrets secrets;
    private final NodeContexts contexts;
    private final Operations operations;
    private final Claims claims;
    private final StepLog stepLog;
    private final Provisioner provisioner;
    private final NetworkProof networkProof;

    /** Works with these. */
    public ClusterActivitiesImpl(
            StepJournal journal,
            ClusterObjects objects,
            ClusterObserver observer,
            ClusterReporter reporter,
            ClusterSecrets secrets,
            NodeContexts contexts,
            Operations operations,
            Claims claims,
            StepLog stepLog,
            Provisioner provisioner,
            NetworkProof networkProof) {
        this.journal = journal;
        this.objects = objects;
        this.observer = observer;
        this.reporter = reporter;
        this.secrets = secrets;
        this.contexts = contexts;
        this.operations = operations;
        this.claims = claims;
        this.stepLog = stepLog;
        this.provisioner = provisioner;
        this.networkProof = networkProof;
    }

    @Override
    public ClusterPlan plan(PlanRequest request) {
        ClusterRef ref = request.cluster();
        Optional<Cluster> found = objects.cluster(ref);
        if (found.isEmpty()) {
            return ClusterPlan.of(Intent.NONE, 0, null, null);
        }
        Cluster cluster = found.get();
        long generation = cluster.metadata().generation();
        String requestedAt = cluster.metadata().annotations().get(Cluster.REQUESTED_AT);
        if (cluster.spec().paused() && !cluster.metadata().isDeleting()) {
            return ClusterPlan.of(
                    Intent.PAUSE, generation, requestedAt, cluster.status().operation());
        }
        ActivityInfo info = Activity.getExecutionContext().getInfo();
        String operation = operations.begin(cluster, request.pass(), info.getWorkflowId(), info.getWorkflowRunId());
        if (cluster.metadata().isDeleting()) {
            return ClusterPlan.of(Intent.DELETE, generation, requestedAt, operation);
        }
        Observation seen = journal.beating(() -> observer.observe(ref, cluster, request.pass()));
        return ClusterPlanner.plan(cluster.spec(), generation, requestedAt, operation, seen);
    }

    @Override
    public String extractJoinToken(HostStep step) {
        return throughHost(step, (session, cluster) -> {
            JoinCredentials credentials = secrets.getOrCreate(cluster);
            session.hide(credentials.token(), credentials.certificateKey());
            String hash = provisioner
                    .ensureJoinToken(
                            session.remote(), contexts.of(cluster, session), ClusterSecrets.secretsOf(credentials))
                    .caCertHash();
            secrets.recordCaCertHash(cluster, hash);
            return cluster.joinSecret();
        });
    }

    @Override
    public void publishKubeconfig(HostStep step) {
        throughHost(step, (session, cluster) -> {
            String server = contexts.serverUrl(cluster).orElseThrow();
            secrets.publishKubeconfig(cluster, provisioner.kubeconfig(session.remote(), server));
            return null;
        });
    }

    @Override
    public void installNetwork(HostStep step) {
        Cluster wanted = cluster(step.cluster());
        if (wanted.spec().network().plugin().equals("none")) {
            return;
        }
        throughHost(step, (session, cluster) -> {
            NodeContext context = contexts.of(cluster, session);
            provisioner.installNetwork(session.remote(), context, plugin(cluster, context));
            return null;
        });
    }

    private NetworkPlugin plugin(Cluster cluster, NodeContext context) {
        NetworkManifest manifest = cluster.spec().network().manifest();
        if (manifest == null) {
            return NetworkPlugin.flannel(context);
        }
        if (manifest.url() != null) {
            return NetworkPlugin.at(manifest.url(), manifest.sha256());
        }
        String namespace = cluster.metadata().namespace();
        String name = manifest.configMapRef().name();
        ConfigMap map = objects.configMap(namespace, name)
                .orElseThrow(() -> new ConfigMapMissing("spec.network.manifest.configMapRef", namespace, name));
        return NetworkPlugin.ofText(String.join("\n---\n", new TreeMap<>(map.data()).values()));
    }

    @Override
    public void configureNodes(HostStep step) {
        throughHost(step, (session, cluster) -> {
            List<NodeSettings> wrong = new ArrayList<>();
            for (NodeState node : provisioner.nodes(session.remote())) {
                NodeSettings wanted = settings(cluster.spec(), node.name());
                if (wanted != null && !wanted.areSetOn(node)) {
                    wrong.add(wanted);
                }
            }
            if (!wrong.isEmpty()) {
                provisioner.applyNodeSettings(session.remote(), contexts.of(cluster, session), wrong);
            }
            return null;
        });
    }

    /** What the pool of this node says; null for a node of no pool. */
    private static NodeSettings settings(ClusterSpec spec, String node) {
        return spec.workers().stream()
                .filter(pool -> pool.hosts().contains(node))
                .findFirst()
                .map(pool -> new NodeSettings(node, pool.labels(), pool.taints()))
                .orElse(null);
    }

    @Override
    public void waitReady(NodesStep request) {
        HostStep step = request.step();
        throughHost(step, (session, cluster) -> {
            long begin = System.nanoTime();
            Readiness readiness = readiness(session, cluster, request);
            while (!readiness.ready()) {
                observer.record(step.cluster(), cluster, step.pass(), provisioner.nodes(session.remote()));
                long waited = System.nanoTime() - begin;
                if (waited > READY_IN.toNanos()) {
                    networkProof.end(session);
                    throw new ClusterNotReady(readiness.waitingFor());
                }
                if (waited > WORTH_TELLING.toNanos()) {
                    journal.waiting(step, readiness.waitingFor());
                }
                session.text("waiting for " + String.join("; ", readiness.waitingFor()) + "\n");
                session.pause(BETWEEN_LOOKS);
                readiness = readiness(session, cluster, request);
            }
            observer.record(step.cluster(), cluster, step.pass(), provisioner.nodes(session.remote()));
            return null;
        });
    }

    private Readiness readiness(StepSession session, Cluster cluster, NodesStep request) {
        Readiness readiness = provisioner.ready(session.remote(), cluster.spec(), request.nodes());
        if (!readiness.ready() || request.triedFrom().isEmpty()) {
            return readiness;
        }
        Readiness proof = networkProof.tried(session, cluster, request.triedFrom());
        if (proof.ready()) {
            networkProof.end(session);
        }
        return proof;
    }

    @Override
    public void tellHosts(Turns turns) {
        WorkflowClient client = Activity.getExecutionContext().getWorkflowClient();
        journal.beating(() -> {
            new HostTurns(client, turns).tell();
            return null;
        });
    }

    @Override
    public void report(ReportRequest request) {
        reporter.report(request.cluster(), request.report());
    }

    @Override
    public Deletion planDeletion(DeleteCluster.Request request) {
        ClusterRef ref = request.cluster();
        Cluster cluster = cluster(ref);
        String abandoned = cluster.metadata().annotations().getOrDefault(Cluster.ABANDON_HOSTS, "");
        Set<String> letGo =
                Arrays.stream(abandoned.split(",")).map(String::strip).collect(Collectors.toSet());
        List<String> controlPlanes = cluster.spec().controlPlane().hosts();
        List<String> workers = new ArrayList<>();
        List<String> planes = new ArrayList<>();
        List<String> free = new ArrayList<>();
        for (Host host : objects.claimedHosts(ref).values()) {
            String name = host.metadata().name();
            if (letGo.contains(name)) {
                free.add(name);
            } else if (controlPlanes.contains(name)) {
                planes.add(name);
            } else {
                workers.add(name);
            }
        }
        if (!free.isEmpty()) {
            journal.beating(() -> {
                claims.release(ref, free);
                return null;
            });
        }
        planes.sort((a, b) -> Integer.compare(controlPlanes.indexOf(a), controlPlanes.indexOf(b)));
        return new Deletion(workers, planes);
    }

    @Override
    public void finishDeletion(ClusterRef ref) {
        objects.cluster(ref).ifPresent(cluster -> {
            secrets.delete(cluster);
            operations.delete(cluster);
            stepLog.delete(ref.uid());
            objects.update(
                    Kinds.CLUSTER,
                    ref.namespace(),
                    ref.name(),
                    object -> Claims.removeFinalizer(object, Cluster.TEARDOWN));
        });
    }

    private <T> T throughHost(HostStep step, BiFunction<StepSession, Cluster, T> work) {
        Cluster cluster = cluster(step.cluster());
        return journal.throughHost(step, session -> work.apply(session, cluster));
    }

    private Cluster cluster(ClusterRef ref) {
        return objects.cluster(ref).orElseThrow(() -> new ClusterGone(ref.path()));
    }
}
