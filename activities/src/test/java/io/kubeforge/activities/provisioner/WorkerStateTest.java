package io.kubeforge.activities.provisioner;

import static io.kubeforge.activities.provisioner.KubeadmStates.CA;
import static io.kubeforge.activities.provisioner.KubeadmStates.UID;
import static io.kubeforge.activities.provisioner.KubeadmStates.found;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkerStateTest {
    @ParameterizedTest(name = "{1}: {0}")
    @CsvSource(textBlock = """
            '',                                                       CLEAN
            owner,                                                    CLEAN
            owner ca pki,                                             INTERRUPTED
            owner ca pki kubelet_conf,                                INTERRUPTED
            owner ca pki kubelet_conf kubelet_healthy,                INTERRUPTED
            owner ca pki kubelet_conf node_registered,                INTERRUPTED
            owner ca pki kubelet_conf node_registered kubelet_healthy, COMPLETE
            owner pki kubelet_conf node_registered kubelet_healthy,   INTERRUPTED
            owner other_ca pki kubelet_conf node_registered kubelet_healthy, FOREIGN
            other_owner,                                              FOREIGN
            ca pki kubelet_conf node_registered kubelet_healthy,      FOREIGN
            owner ca pki manifests,                                   FOREIGN
            owner ca pki etcd_data,                                   FOREIGN
            """)
    void tellsHowFarAWorkerCame(String words, WorkerState expected) {
        assertEquals(expected, WorkerState.of(found(words), UID, CA));
    }
}
