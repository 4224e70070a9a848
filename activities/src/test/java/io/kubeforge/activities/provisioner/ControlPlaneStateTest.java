package io.kubeforge.activities.provisioner;

import static io.kubeforge.activities.provisioner.KubeadmStates.CA;
import static io.kubeforge.activities.provisioner.KubeadmStates.UID;
import static io.kubeforge.activities.provisioner.KubeadmStates.found;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ControlPlaneStateTest {
    private static final String MADE = "owner ca pki admin_conf manifests etcd_data kubelet_conf ";
    private static final String ANSWERS = "kubelet_healthy api_healthy node_registered node_control_plane ";

    @ParameterizedTest(name = "{1}: {0}")
    @CsvSource(textBlock = """
            '',                                                        CLEAN
            owner,                                                     CLEAN
            owner ca pki,                                              CERTIFICATES_ONLY
            owner ca pki admin_conf kubelet_conf,                      CERTIFICATES_ONLY
            owner ca pki admin_conf kubelet_conf kubelet_healthy,      INTERRUPTED
            owner ca pki manifests,                                    INTERRUPTED
            owner etcd_data,                                           INTERRUPTED
            owner ca pki admin_conf manifests etcd_data api_healthy,   INTERRUPTED
            other_owner,                                               FOREIGN
            other_owner ca pki admin_conf manifests etcd_data,         FOREIGN
            ca pki,                                                    FOREIGN
            kubelet_conf,                                              FOREIGN
            etcd_data,                                                 FOREIGN
            manifests,                                                 FOREIGN
            """)
    void tellsHowFarTheFirstControlPlaneCame(String words, ControlPlaneState expected) {
        assertEquals(expected, ControlPlaneState.ofFirst(found(words), UID, null));
    }

    @ParameterizedTest(name = "without {0}")
    @CsvSource({
        "kubelet_healthy",
        "api_healthy",
        "node_registered",
        "node_control_plane",
        "kubeadm_config",
        "cluster_info",
        "addons"
    })
    void isCompleteForTheFirstTimeOnlyWhenNothingLacks(String lacking) {
        String all = MADE + ANSWERS + "kubeadm_config cluster_info addons";
        assertEquals(ControlPlaneState.COMPLETE, ControlPlaneState.ofFirst(found(all), UID, null));
        assertEquals(
                ControlPlaneState.INTERRUPTED, ControlPlaneState.ofFirst(found(all.replace(lacking, "")), UID, null));
    }

    @ParameterizedTest(name = "{1}: {0}")
    @CsvSource(textBlock = """
            kubelet_healthy api_healthy node_registered node_control_plane,  COMPLETE
            kubelet_healthy api_healthy node_registered,                     INTERRUPTED
            kubelet_healthy node_registered node_control_plane,              INTERRUPTED
            """)
    void onceCompleteNeedsNeitherClusterInfoNorAddons(String words, ControlPlaneState expected) {
        assertEquals(expected, ControlPlaneState.ofFirst(found(MADE + words), UID, CA));
        assertEquals(expected, ControlPlaneState.ofFurther(found(MADE + words), UID, CA));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"owner other_ca pki", "owner other_ca pki admin_conf manifests etcd_data kubelet_conf api_healthy"})
    void takesAnotherCaForAnotherCluster(String words) {
        assertEquals(ControlPlaneState.FOREIGN, ControlPlaneState.ofFirst(found(words), UID, CA));
        assertEquals(ControlPlaneState.FOREIGN, ControlPlaneState.ofFurther(found(words), UID, CA));
    }
}
