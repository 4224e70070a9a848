package io.kubeforge.activities.provisioner;

import io.kubeforge.activities.failure.ClusterIdentityLost;
import io.kubeforge.activities.failure.ControlPlaneUnhealthy;
import io.kubeforge.activities.failure.HostBelongsToAnotherCluster;
import io.kubeforge.activities.failure.NodeIncomplete;
import io.kubeforge.activities.ssh.Operation;
import io.kubeforge.activities.ssh.RemoteHost;
import io.kubeforge.activities.ssh.Script;
import io.kubeforge.activities.ssh.ScriptResult;
import io.kubeforge.model.kind.ClusterSpec;
import io.kubeforge.model.kind.ClusterSpec.Endpoint;
import io.kubeforge.model.kind.HostFacts;
import io.kubeforge.model.kind.RegistryCredentials;
import io.kubeforge.model.preflight.Surroundings;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Makes hosts into nodes with kubeadm. */
@Singleton
public class KubeadmProvisioner implements Provisioner {
    private static final String CONTROL_PLANE = "of the control plane";
    private static final Duration LOOK = Duration.ofSeconds(60);
    /** Each that is silent takes seconds. */
    private static final int MOST_SERVERS = 3;
    /** More than the sum of kubeadm's own limits, which end a step with a better message. */
    private static final Duration LONG = Duration.ofMinutes(25);

    private static final Duration SHORT = Duration.ofMinutes(5);

    @Override
    public String name() {
        return "kubeadm";
    }

    @Override
    public HostFacts facts(RemoteHost host) {
        long asked = System.currentTimeMillis();
        LookOutput facts = LookOutput.parse(look("Looking at the host", "under inspection", host, Script.of("facts")));
        return HostLooks.facts(facts, asked, System.currentTimeMillis());
    }

    @Override
    public Surroundings surroundings(
            RemoteHost host, NodeContext context, boolean controlPlane, Map<String, String> peers) {
        Script preflight = HostLooks.preflight(context, controlPlane, peers);
        String doing = "Looking around on host " + context.hostName();
        return HostLooks.surroundings(LookOutput.parse(look(doing, context.hostName(), host, preflight)));
    }

    @Override
    public void prepare(RemoteHost host, NodeContext context, RegistryCredentials registries) {
        KubeadmState state = state(host, context);
        if (state.foreign(context.uid(), null)) {
            throw belongsToAnother(context, state);
        }
        Script prepare = Preparation.script(context, registries);
        act("Preparing host " + context.hostName(), host, context, prepare, LONG);
    }

    @Override
    public ClusterIdentity initialise(
            RemoteHost host, NodeContext context, JoinSecrets secrets, String expectedCaCertHash) {
        KubeadmState before = state(host, context);
        ControlPlaneState found = ControlPlaneState.ofFirst(before, context.uid(), expectedCaCertHash);
        switch (found) {
            case FOREIGN -> throw belongsToAnother(context, before);
            case COMPLETE -> {
                return identity(before);
            }
            case CLEAN, CERTIFICATES_ONLY, INTERRUPTED -> refuseSecondCluster(context, before, expectedCaCertHash);
        }
        Script init = node(context, "kubeadm-init", found == ControlPlaneState.INTERRUPTED)
                .withSecret("CONFIG", new KubeadmConfiguration(context).init(secrets))
                // Not read by the script: named so that they are struck from whatever is printed.
                .withSecret("TOKEN", secrets.token())
                .withSecret("CERTIFICATE_KEY", secrets.certificateKey());
        act("Initialising the control plane on " + context.hostName(), host, context, init, LONG);
        KubeadmState after = state(host, context);
        if (ControlPlaneState.ofFirst(after, context.uid(), null) != ControlPlaneState.COMPLETE) {
            throw incomplete(context, after, true);
        }
        return identity(after);
    }

    /** A cluster that was complete once is never initialised again: that would make a second, empty one. */
    private static void refuseSecondCluster(NodeContext context, KubeadmState state, String expectedCaCertHash) {
        if (expectedCaCertHash == null) {
            return;
        }
        if (state.etcdData() && !state.caHash().isEmpty()) {
            throw new ControlPlaneUnhealthy(
                    "The control plane on " + context.hostName() + " was complete, but now lacks " + state.lacking(true)
                            + ". Look at 'journalctl -u kubelet' and /var/log/pods on the host.");
        }
        throw new ClusterIdentityLost("Cluster " + context.namespace() + "/" + context.cluster() + " was made on "
                + context.hostName() + " with the CA " + expectedCaCertHash + ", but there is now " + state.found()
                + ". Restore /etc/kubernetes/pki and /var/lib/etcd from a backup, or delete the cluster and make it"
                + " anew.");
    }

    @Override
    public JoinCredentials ensureJoinToken(RemoteHost controlPlane, NodeContext context, JoinSecrets secrets) {
        String key = secrets.certificateKey();
        Script token = Script.of("join-token")
                .withSecret("TOKEN", secrets.token())
                .withSecret("CERTIFICATE_KEY", key == null ? "" : key);
        String output = act("Renewing the join token on " + context.hostName(), controlPlane, context, token, SHORT);
        return new JoinCredentials(secrets.token(), LookOutput.parse(output).one("ca_hash"), key);
    }

    @Override
    public void joinWorker(RemoteHost host, NodeContext context, JoinCredentials credentials) {
        KubeadmState before = state(host, context);
        WorkerState found = WorkerState.of(before, context.uid(), credentials.caCertHash());
        switch (found) {
            case FOREIGN -> throw belongsToAnother(context, before);
            case COMPLETE -> {
                return;
            }
            case CLEAN, INTERRUPTED -> {
                Script join = node(context, "kubeadm-join", found == WorkerState.INTERRUPTED)
                        .withSecret("CONFIG", new KubeadmConfiguration(context).joinWorker(credentials))
                        .withSecret("TOKEN", credentials.token());
                act("Joining worker " + context.hostName(), host, context, join, LONG);
            }
        }
        KubeadmState after = state(host, context);
        if (WorkerState.of(after, context.uid(), credentials.caCertHash()) != WorkerState.COMPLETE) {
            throw incomplete(context, after, false);
        }
    }

    @Override
    public void joinControlPlane(RemoteHost host, NodeContext context, JoinCredentials credentials) {
        KubeadmState before = state(host, context);
        ControlPlaneState found = ControlPlaneState.ofFurther(before, context.uid(), credentials.caCertHash());
        switch (found) {
            case FOREIGN -> throw belongsToAnother(context, before);
            case COMPLETE -> {
                return;
            }
            case CLEAN, CERTIFICATES_ONLY, INTERRUPTED -> {
                Script join = node(context, "kubeadm-join", found != ControlPlaneState.CLEAN)
                        .withSecret("CONFIG", new KubeadmConfiguration(context).joinControlPlane(credentials))
                        .withSecret("TOKEN", credentials.token())
                        .withSecret("CERTIFICATE_KEY", credentials.certificateKey());
                act("Joining control plane " + context.hostName(), host, context, join, LONG);
            }
        }
        KubeadmState after = state(host, context);
        if (ControlPlaneState.ofFurther(after, context.uid(), credentials.caCertHash()) != ControlPlaneState.COMPLETE) {
            throw incomplete(context, after, true);
        }
    }

    @Override
    public void serveVirtualAddress(RemoteHost host, NodeContext context, Map<String, String> apiServers) {
        Endpoint endpoint = context.spec().endpoint();
        Script serve = Preparation.viaProxy(context.spec(), Script.of("virtual-ip"))
                .with("CLUSTER_UID", context.uid())
                .with("VIRTUAL_IP", endpoint.virtualIP())
                .with("PORT", Integer.toString(endpoint.port()))
                .with("ROUTER_ID", Integer.toString(endpoint.virtualRouterID()))
                .with("INTERFACE", endpoint.networkInterface() == null ? "" : endpoint.networkInterface())
                .with("ADDRESS", context.nodeAddress())
                .with(
                        "SERVERS",
                        apiServers.entrySet().stream()
                                .map(server -> server.getKey() + " " + server.getValue())
                                .collect(Collectors.joining("\n")));
        act("Serving the virtual IP on " + context.hostName(), host, context, serve, SHORT);
    }

    @Override
    public List<NodeState> nodes(RemoteHost controlPlane) {
        return NodeState.parse(look("Listing the nodes", CONTROL_PLANE, controlPlane, Script.of("cluster-nodes")));
    }

    @Override
    public void installNetwork(RemoteHost controlPlane, NodeContext context, NetworkPlugin plugin) {
        String doing = "Installing the network plugin by " + context.hostName();
        act(doing, controlPlane, context, plugin.install(context.spec()), SHORT);
    }

    @Override
    public Readiness ready(RemoteHost controlPlane, ClusterSpec spec, List<String> expectedNodes) {
        Script ready = Script.of("cluster-ready")
                .with("NETWORK", spec.network().plugin())
                .with("EXPECTED", String.join("\n", expectedNodes));
        return Readiness.parse(look("Looking whether the cluster is ready", CONTROL_PLANE, controlPlane, ready));
    }

    @Override
    public NetworkProbe beginProbe(RemoteHost controlPlane, List<String> candidates) {
        Script probe =
                Script.of("network-probe").with("ACTION", "begin").with("CANDIDATES", String.join("\n", candidates));
        return NetworkProbe.parse(look("Starting a pod to try the network", CONTROL_PLANE, controlPlane, probe));
    }

    @Override
    public PodLookup lookUp(RemoteHost node, NetworkProbe probe, String name) {
        Script lookup = Script.of("pod-lookup")
                .with("POD", probe.pod())
                .with("NAME", name)
                .with(
                        "SERVERS",
                        probe.servers().stream()
                                .limit(MOST_SERVERS)
                                .map(NetworkProbe.Server::address)
                                .collect(Collectors.joining(" ")));
        return PodLookup.parse(look("Asking DNS from within a pod", probe.node(), node, lookup));
    }

    @Override
    public void endProbe(RemoteHost controlPlane) {
        Script probe = Script.of("network-probe").with("ACTION", "end");
        look("Removing the pod that tried the network", CONTROL_PLANE, controlPlane, probe);
    }

    @Override
    public void applyNodeSettings(RemoteHost controlPlane, NodeContext context, List<NodeSettings> settings) {
        Script script = Script.of("node-settings")
                .with("NODES", settings.stream().map(NodeSettings::lines).collect(Collectors.joining()));
        act("Setting labels and taints of " + settings.size() + " nodes", controlPlane, context, script, LONG);
    }

    @Override
    public String kubeconfig(RemoteHost controlPlane, String serverUrl) {
        return look(
                "Reading the kubeconfig",
                CONTROL_PLANE,
                controlPlane,
                Script.of("kubeconfig").with("SERVER", serverUrl));
    }

    @Override
    public void reset(RemoteHost host, NodeContext context) {
        Script reset = Script.of("kubeadm-reset").with("CLUSTER_UID", context.uid());
        act("Resetting host " + context.hostName(), host, context.takingOver(LONG), context, reset);
    }

    private static KubeadmState state(RemoteHost host, NodeContext context) {
        Script state = Script.of("kubeadm-state").with("NODE_NAME", context.hostName());
        return KubeadmState.parse(look("Looking at host " + context.hostName(), context.hostName(), host, state));
    }

    private static Script node(NodeContext context, String script, boolean resume) {
        boolean ownName = context.endpointAddress() != null;
        return Script.of(script)
                .with("CLUSTER_UID", context.uid())
                .with("NODE_NAME", context.hostName())
                .with("RESUME", resume ? "yes" : "no")
                .with("ENDPOINT_NAME", ownName ? context.endpointName() : "")
                .with("ENDPOINT_ADDRESS", ownName ? context.endpointAddress() : "")
                .with("IGNORE_ERRORS", String.join(",", context.spec().kubeadm().ignorePreflightErrors()));
    }

    private static ClusterIdentity identity(KubeadmState state) {
        return new ClusterIdentity(state.caHash(), state.kubeSystemUid());
    }

    private static String look(String doing, String hostName, RemoteHost host, Script script) {
        return outputOf(host.look(script, LOOK), doing, hostName, script);
    }

    private static String act(String doing, RemoteHost host, NodeContext context, Script script, Duration deadline) {
        return act(doing, host, context.operation(deadline), context, script);
    }

    private static String act(String doing, RemoteHost host, Operation operation, NodeContext context, Script script) {
        return outputOf(host.run(operation, script, context.output()), doing, context.hostName(), script);
    }

    private static String outputOf(ScriptResult result, String doing, String hostName, Script script) {
        if (!result.succeeded()) {
            throw FailureCatalogue.failure(doing, hostName, script, result);
        }
        return result.stdout();
    }

    private static HostBelongsToAnotherCluster belongsToAnother(NodeContext context, KubeadmState state) {
        return new HostBelongsToAnotherCluster("Host " + context.hostName() + " cannot be used for cluster "
                + context.namespace() + "/" + context.cluster() + " (UID " + context.uid() + "): it holds "
                + state.found() + ". Nothing was changed. If nobody needs that, run 'kubeadm reset' there and remove"
                + " /var/lib/kubeforge/cluster.");
    }

    private static NodeIncomplete incomplete(NodeContext context, KubeadmState state, boolean controlPlane) {
        return new NodeIncomplete("kubeadm ended without an error on " + context.hostName() + ", but what lacks is "
                + state.lacking(controlPlane) + ". Look at 'journalctl -u kubelet' on the host; the next try goes on"
                + " from here.");
    }
}
