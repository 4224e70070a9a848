package io.kubeforge.activities.provisioner;

import static io.kubeforge.activities.provisioner.KubeadmStates.found;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class KubeadmStateTest {
    @Test
    void readsWhatAnInterruptedInitLeft() {
        KubeadmState state = KubeadmState.parse("""
                owner=u2
                ca_hash=sha256:20de0936c218d7ffb7b08f5c31319ae90b40fbd156b22b847bb63c3cc9169f65
                pki=yes
                admin_conf=yes
                manifests=yes
                etcd_data=yes
                kubelet_conf=yes
                kubelet_healthy=yes
                api_healthy=no
                kubeadm_config=no
                cluster_info=no
                addons=no
                node_registered=no
                node_ready=no
                node_control_plane=no
                a_key_of_tomorrow=yes
                kube_system_uid=
                """);
        assertEquals("u2", state.owner());
        assertTrue(state.etcdData());
        assertFalse(state.apiHealthy());
        assertEquals("", state.kubeSystemUid());
    }

    @Test
    void takesMissingKeysForNo() {
        assertFalse(KubeadmState.parse("").inhabited());
    }

    @Test
    void saysWhatItFound() {
        assertEquals(
                "the owner mark of the cluster with UID " + KubeadmStates.OTHER_UID
                        + ", certificates in /etc/kubernetes/pki, data in /var/lib/etcd",
                found("other_owner pki etcd_data").found());
    }

    @Test
    void saysWhatAWorkerLacks() {
        assertEquals(
                "a healthy kubelet, a Node with this host's machine id",
                found("owner ca pki").lacking(false));
    }
}
