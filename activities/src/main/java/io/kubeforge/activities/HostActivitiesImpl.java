package io.kubeforge.activities;

import io.kubeforge.activities.failure.ClusterGone;
import io.kubeforge.activities.provisioner.ClusterIdentity;
import io.kubeforge.activities.provisioner.JoinCredentials;
import io.kubeforge.activities.provisioner.NodeContext;
import io.kubeforge.activities.provisioner.Provisioner;
import io.kubeforge.model.kind.Cluster;
import io.kubeforge.model.kind.HostFacts;
import io.kubeforge.workflows.BatchStep;
import io.kubeforge.workflows.HostActivities;
import io.kubeforge.workflows.HostStep;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** {@inheritDoc} */
@Singleton
public class HostActivitiesImpl implements HostActivities {
    private final StepJournal journal;
    private final ClusterObjects objects;
    private final ClusterSecrets secrets;
    private final NodeContexts contexts;
    private final Claims claims;
    private final HostPreflight preflight;
    private final Provisioner provisioner;

    /** Works with these. */
    public HostActivitiesImpl(
            StepJournal journal,
            ClusterObjects objects,
            ClusterSecrets secrets,
            NodeContexts contexts,
            Claims claims,
            HostPreflight preflight,
            Provisioner provisioner) {
        this.journal = journal;
        this.objects = objects;
        this.secrets = secrets;
        this.contexts = contexts;
        this.claims = claims;
        this.preflight = preflight;
        this.provisioner = provisioner;
    }

    @Override
    public void prepare(HostStep step) {
        onNode(step, this::prepare);
    }

    @Override
    public BatchStep.Result prepareBatch(BatchStep batch) {
        return together(batch, this::prepare);
    }

    private void prepare(StepSession session, Cluster cluster) {
        HostStep step = session.step();
        HostFacts facts = provisioner.facts(session.remote());
        objects.updateHost(step.cluster().namespace(), step.host(), step.pass(), status -> status.withFacts(facts));
        NodeContext context = contexts.of(cluster, session);
        preflight.check(session, context, cluster, facts);
        provisioner.prepare(session.remote(), context, contexts.registries(cluster));
    }

    @Override
    public void serveVirtualAddress(HostStep step) {
        onNode(
                step,
                (session, cluster) -> provisioner.serveVirtualAddress(
                        session.remote(), contexts.of(cluster, session), contexts.apiServers(cluster)));
    }

    @Override
    public void initialise(HostStep step) {
        onNode(step, (session, cluster) -> {
            JoinCredentials credentials = hidden(session, secrets.getOrCreate(cluster));
            ClusterIdentity identity = provisioner.initialise(
                    session.remote(),
                    contexts.of(cluster, session),
                    ClusterSecrets.secretsOf(credentials),
                    credentials.caCertHash());
            secrets.recordCaCertHash(cluster, identity.caCertHash());
        });
    }

    @Override
    public void joinControlPlane(HostStep step) {
        onNode(step, (session, cluster) -> {
            JoinCredentials credentials = hidden(session, secrets.getOrCreate(cluster));
            NodeContext context = contexts.of(cluster, session);
            provisioner.joinControlPlane(session.remote(), context, credentials);
        });
    }

    @Override
    public void joinWorker(HostStep step) {
        onNode(step, this::joinWorker);
    }

    @Override
    public BatchStep.Result joinBatch(BatchStep batch) {
        return together(batch, this::joinWorker);
    }

    private void joinWorker(StepSession session, Cluster cluster) {
        JoinCredentials credentials = hidden(session, secrets.getOrCreate(cluster));
        provisioner.joinWorker(session.remote(), contexts.of(cluster, session), credentials);
    }

    @Override
    public void stop(HostStep step) {
        journal.beating(() -> {
            journal.stop(step);
            return null;
        });
    }

    @Override
    public void reset(HostStep step) {
        boolean touched = objects.host(step.cluster().namespace(), step.host())
                .filter(host -> Claims.holds(step.cluster(), host))
                .map(host -> host.status().facts() != null)
                .orElse(false);
        if (touched) { // a host that was never reached has nothing of ours on it
            onNode(step, (session, cluster) -> provisioner.reset(session.remote(), contexts.of(cluster, session)));
        }
    }

    @Override
    public void release(HostStep step) {
        claims.release(step.cluster(), List.of(step.host()));
    }

    private BatchStep.Result together(BatchStep hosts, BiConsumer<StepSession, Cluster> one) {
        try (Hearts hearts = journal.hearts()) {
            return new Batch(hosts, hearts, new Batch.Work() {
                        @Override
                        public void run(HostStep step, Runnable begun) {
                            Cluster cluster = cluster(step);
                            journal.onHost(new StepJournal.Frame(hearts, begun), step, on(cluster, one));
                        }

                        @Override
                        public void stop(HostStep step) {
                            journal.stop(step);
                        }
                    })
                    .run();
        }
    }

    private void onNode(HostStep step, BiConsumer<StepSession, Cluster> work) {
        journal.onHost(step, on(cluster(step), work));
    }

    private Cluster cluster(HostStep step) {
        return objects.cluster(step.cluster())
                .orElseThrow(() -> new ClusterGone(step.cluster().path()));
    }

    private static Function<StepSession, Void> on(Cluster cluster, BiConsumer<StepSession, Cluster> work) {
        return session -> {
            work.accept(session, cluster);
            return null;
        };
    }

    private static JoinCredentials hidden(StepSession session, JoinCredentials credentials) {
        session.hide(credentials.token(), credentials.certificateKey());
        return credentials;
    }
}
