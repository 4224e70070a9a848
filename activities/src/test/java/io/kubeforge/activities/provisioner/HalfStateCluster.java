package io.kubeforge.activities.provisioner;

import io.kubeforge.activities.failure.HostFailure;
import io.kubeforge.activities.ssh.Output;
import io.kubeforge.activities.ssh.RemoteHost;
import io.kubeforge.model.kind.RegistryCredentials;
import java.security.SecureRandom;
import java.util.UUID;

/**
 * The cluster that a host in a half state belongs to, seen from its first control plane.
 *
 * @param secrets what hosts join with; workers have a token of their own, so that it can be taken from them alone
 */
record HalfStateCluster(HalfStateHost first, String uid, JoinSecrets secrets) {
    private static final int ROUNDS = 5;
    private static final KubeadmProvisioner PROVISIONER = new KubeadmProvisioner();
    private static final SecureRandom RANDOM = new SecureRandom();

    static HalfStateCluster on(HalfStateHost first) {
        return new HalfStateCluster(first, UUID.randomUUID().toString(), JoinSecrets.create(RANDOM));
    }

    /** The same cluster for those who only join as workers. */
    HalfStateCluster forWorkers() {
        return new HalfStateCluster(
                first, uid, new JoinSecrets(JoinSecrets.create(RANDOM).token(), null));
    }

    /** Makes it, with a network; what is transient is tried again, as the workflow does. */
    void make() {
        for (int round = 1; ; round++) {
            try {
                first.step(this::makeOn);
                return;
            } catch (HostFailure failure) {
                if (failure.permanent() || round == ROUNDS) {
                    throw failure;
                }
            }
        }
    }

    private void makeOn(RemoteHost host) {
        NodeContext context = context(first, text -> {});
        PROVISIONER.prepare(host, context, RegistryCredentials.NONE);
        PROVISIONER.initialise(host, context(first, text -> {}), secrets, null);
        PROVISIONER.installNetwork(host, context(first, text -> {}), NetworkPlugin.flannel(context));
    }

    /** What a host joins with, renewed as at the beginning of a pass. */
    JoinCredentials renewedCredentials() {
        JoinCredentials[] credentials = new JoinCredentials[1];
        synchronized (first) { // workers' states and control planes' are tried at the same time
            first.step(host -> credentials[0] = PROVISIONER.ensureJoinToken(host, context(first, text -> {}), secrets));
        }
        return credentials[0];
    }

    /** Runs shell on the first control plane, about this host. */
    String shellAbout(HalfStateHost host, String commands) {
        return first.shell("export KUBECONFIG=/etc/kubernetes/admin.conf NODE="
                + host.target().name() + " ADDRESS=" + host.target().address() + " TOKEN_ID="
                + secrets.token().substring(0, 6) + "\n" + commands);
    }

    /** What a person removes when a host is gone for good: its Node and its etcd member. */
    void forget(HalfStateHost host) {
        shellAbout(
                host,
                "kubectl delete node $NODE --ignore-not-found\n" + Shell.ETCDCTL + "member list"
                        + " | grep -F https://$ADDRESS:2380 | cut -d , -f 1 | while read -r member; do " + Shell.ETCDCTL
                        + "member remove $member </dev/null; done");
    }

    NodeContext context(HalfStateHost host, Output output) {
        return new LabCluster("half", uid, first.target()).context(host.target(), output);
    }
}
