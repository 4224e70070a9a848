package io.kubeforge.activities.provisioner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kubeforge.activities.failure.HostFailure;
import io.kubeforge.activities.provisioner.HalfState.From;
import io.kubeforge.activities.ssh.RemoteHost;
import io.kubeforge.model.kind.RegistryCredentials;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** One half state on one real host: reached, left to the provisioner, and looked at past it. */
final class HalfStateTrial {
    private static final KubeadmProvisioner PROVISIONER = new KubeadmProvisioner();
    private static final Duration LIMIT = Duration.ofMinutes(6);
    private static final String CA = "openssl x509 -pubkey -noout -in /etc/kubernetes/pki/ca.crt 2>/dev/null"
            + " | openssl pkey -pubin -outform der 2>/dev/null | sha256sum";
    private static final String FINGERPRINT = "find /var/lib/kubeforge/cluster /etc/kubernetes/pki"
            + " /etc/kubernetes/manifests /var/lib/etcd/member/db /var/lib/etcd/member/snap/db -type f 2>/dev/null"
            + " | grep -v snap/db$ | sort | xargs -r sha256sum";

    private final HalfState state;
    private final HalfStateHost host;
    private final HalfStateCluster cluster;
    private JoinCredentials credentials;

    HalfStateTrial(HalfState state, HalfStateHost host, HalfStateCluster cluster) {
        this.state = state;
        this.host = host;
        this.cluster = cluster;
    }

    /** Gives, for people, what came of it. */
    String run() {
        host.wipe();
        host.installShim();
        if (state.joins()) {
            cluster.forget(host);
            credentials = cluster.renewedCredentials();
        }
        host.step(remote -> PROVISIONER.prepare(remote, context(new StringBuilder()), RegistryCredentials.NONE));
        reach();
        String fingerprint = fingerprint();
        String ca = host.shell("[ ! -s /etc/kubernetes/manifests/etcd.yaml ] || " + CA);
        Instant begin = Instant.now();
        List<HostFailure> failures = bringUp();
        String seen = describe(failures, Duration.between(begin, Instant.now()));
        assertFailures(failures);
        if (state.refused()) {
            assertEquals(fingerprint, fingerprint(), "nothing is changed");
            return seen;
        }
        if (state.part() == HalfState.Part.PREPARED_HOST) {
            assertPrepared();
            return seen;
        }
        if (!ca.isEmpty()) {
            assertEquals(ca, host.shell(CA), "one CA throughout");
        }
        assertEffect();
        assertLeftAlone();
        host.step(remote -> PROVISIONER.reset(remote, context(new StringBuilder())));
        return seen;
    }

    private void reach() {
        if (state.from() == From.COMPLETE) {
            host.step(this::become);
        }
        if (state.from() == From.CUT_OFF) {
            cutOff();
        }
        if (!state.damage().isEmpty()) {
            host.shell(state.damage());
        }
        if (!state.clusterDamage().isEmpty()) {
            cluster.shellAbout(host, state.clusterDamage());
        }
    }

    private void cutOff() {
        String boot = host.boot();
        host.setTrap(state.cutAt());
        try {
            host.step(this::become);
        } catch (HostFailure cut) {
            if (state.cutAt().startsWith("power off")) {
                host.awaitBootAfter(boot);
                return;
            }
            assertTrue(host.trapSprung(), "kubeadm ended before '" + state.cutAt() + "': " + cut.getMessage());
            return;
        }
        assertTrue(host.trapSprung(), "kubeadm never printed '" + state.cutAt() + "'");
    }

    /** As the workflow does it: prepare, become a node; transient failures are tried again. */
    private List<HostFailure> bringUp() {
        List<HostFailure> failures = new ArrayList<>();
        Instant deadline = Instant.now().plus(LIMIT);
        while (true) {
            try {
                host.step(remote -> {
                    PROVISIONER.prepare(remote, context(new StringBuilder()), RegistryCredentials.NONE);
                    become(remote);
                });
                return failures;
            } catch (HostFailure failure) {
                failures.add(failure);
                if (failure.permanent()) {
                    return failures;
                }
                if (Instant.now().isAfter(deadline)) {
                    throw new AssertionError(
                            "still failing: " + names(failures) + ", " + failure.getMessage(), failure);
                }
                beforeTheNextTry(failures.size());
            }
        }
    }

    private void beforeTheNextTry(int failed) {
        if (failed == 1 && !state.remedy().isEmpty()) {
            host.shell(state.remedy());
        }
        if (state.joins()) {
            credentials = cluster.renewedCredentials();
        }
        LockSupport.parkNanos(Duration.ofSeconds(2L << Math.min(failed, 3)).toNanos());
    }

    private void become(RemoteHost remote) {
        NodeContext context = context(new StringBuilder());
        switch (state.part()) {
            case PREPARED_HOST -> {}
            case FIRST_CONTROL_PLANE -> PROVISIONER.initialise(remote, context, cluster.secrets(), null);
            case FURTHER_CONTROL_PLANE -> PROVISIONER.joinControlPlane(remote, context, credentials);
            case WORKER -> PROVISIONER.joinWorker(remote, context, credentials);
        }
    }

    private void assertFailures(List<HostFailure> failures) {
        String all = failures.stream().map(HostFailure::getMessage).collect(Collectors.joining("\n"));
        if (state.firstFailure() != null) {
            assertFalse(failures.isEmpty(), "must fail with " + state.firstFailure());
            assertEquals(state.firstFailure(), failures.get(0).reason(), all);
        }
        boolean stopped =
                !failures.isEmpty() && failures.get(failures.size() - 1).permanent();
        assertEquals(state.refused(), stopped, all);
    }

    private void assertPrepared() {
        StringBuilder output = new StringBuilder();
        host.step(remote -> PROVISIONER.prepare(remote, context(output), RegistryCredentials.NONE));
        assertFalse(output.toString().contains("changed "), output.toString());
        assertEquals("", host.shell("dpkg --audit"));
        host.shell("kubeadm version -o short | grep -qx v1.36.3\nsystemctl is-enabled -q containerd kubelet\n"
                + "ctr version >/dev/null\n[ \"$(sysctl -n net.ipv4.ip_forward)\" = 1 ]");
    }

    private void assertEffect() {
        cluster.shellAbout(
                host,
                "[ \"$(kubectl get node $NODE -o 'jsonpath={.status.nodeInfo.machineID}')\" = "
                        + host.shell("cat /etc/machine-id").strip() + " ]");
        host.shell("curl -fsS http://127.0.0.1:10248/healthz");
        if (state.joins()) {
            cluster.shellAbout(host, "kubectl wait --for=condition=Ready node/$NODE --timeout=120s");
            assertEquals(cluster.first().shell(CA), host.shell(CA), "one CA");
        }
        if (state.part() != HalfState.Part.WORKER) {
            host.shell("kubectl --kubeconfig /etc/kubernetes/admin.conf --server https://"
                    + host.target().address() + ":6443 get --raw /readyz");
            cluster.shellAbout(
                    host, "kubectl get nodes -o name -l node-role.kubernetes.io/control-plane | grep -x node/$NODE");
            cluster.shellAbout(host, "kubectl -n kube-system get deployment/coredns daemonset/kube-proxy -o name");
            assertMembers();
        }
    }

    /** Etcd's members are the control planes, all started, none a learner. */
    private void assertMembers() {
        String members = cluster.shellAbout(host, Shell.ETCDCTL + "member list");
        long nodes = cluster.shellAbout(host, "kubectl get nodes -o name -l node-role.kubernetes.io/control-plane")
                .lines()
                .count();
        assertEquals(nodes, members.lines().count(), members);
        assertTrue(members.lines().allMatch(line -> line.contains(", started, ") && line.endsWith(" false")), members);
    }

    /** What is on the host; that it is marked as ours is no change to what was there. */
    private String fingerprint() {
        String uid = context(new StringBuilder()).uid();
        return host.shell(FINGERPRINT + " | grep -vxF \"$(echo " + uid + " | sha256sum | cut -c 1-64)"
                + "  /var/lib/kubeforge/cluster\" || true");
    }

    private void assertLeftAlone() {
        String runs = host.shell("cat /var/log/kubeadm-runs");
        host.step(this::become);
        assertEquals(runs, host.shell("cat /var/log/kubeadm-runs"), "a complete node is left alone");
    }

    private NodeContext context(StringBuilder output) {
        return cluster.context(host, output::append);
    }

    private String describe(List<HostFailure> failures, Duration took) {
        String seconds = took.toSeconds() + " s";
        if (state.refused()) {
            return "refused: " + names(failures) + " (" + seconds + ")";
        }
        return failures.isEmpty() ? "went on, " + seconds : "went on after " + names(failures) + ", " + seconds;
    }

    private static String names(List<HostFailure> failures) {
        return failures.stream().map(HostFailure::reason).distinct().collect(Collectors.joining(", "));
    }
}
