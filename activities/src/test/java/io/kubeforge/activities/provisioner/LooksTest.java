package io.kubeforge.activities.provisioner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class LooksTest {
    @Test
    void readsTheNodesOfACluster() {
        List<NodeState> nodes = NodeState.parse("""
                node=cp-1 True control-plane v1.36.3 401785eeb8f945969c5a9483396f96e1 192.0.2.10 -
                node=w-1 Unknown worker v1.36.3 8c1ac706c7fa4ea7ae75fb51448e9cc3 - 0123456789abcdef
                version=v1.36.3
                """);
        assertEquals(
                List.of(
                        new NodeState(
                                "cp-1", true, true, "v1.36.3", "401785eeb8f945969c5a9483396f96e1", "192.0.2.10", null),
                        new NodeState(
                                "w-1",
                                false,
                                false,
                                "v1.36.3",
                                "8c1ac706c7fa4ea7ae75fb51448e9cc3",
                                null,
                                "0123456789abcdef")),
                nodes);
    }

    @Test
    void refusesANodeThatItCannotRead() {
        assertThrows(IllegalArgumentException.class, () -> NodeState.parse("node=cp-1 True"));
    }

    @Test
    void readsWhatTheClusterWaitsFor() {
        Readiness readiness = Readiness.parse("""
                ready=no
                waiting_for=Node w-1 to join
                waiting_for=Pod kube-flannel/flannel-x: ErrImagePull a=b
                """);
        assertEquals(
                new Readiness(false, List.of("Node w-1 to join", "Pod kube-flannel/flannel-x: ErrImagePull a=b")),
                readiness);
    }

    @Test
    void isNotReadyWhenNothingWasSaid() {
        assertEquals(new Readiness(false, List.of()), Readiness.parse(""));
    }

    @Test
    void readsFromWhereTheNetworkIsTried() {
        NetworkProbe probe = NetworkProbe.parse("""
                running=yes
                node=w-1
                pod=kubeforge-network-probe
                service=10.96.0.10
                server=10.244.0.2 cp-1
                server=10.244.0.3 cp-1
                """);
        assertEquals(
                new NetworkProbe(
                        "10.96.0.10",
                        true,
                        "",
                        "w-1",
                        "kubeforge-network-probe",
                        List.of(
                                new NetworkProbe.Server("10.244.0.2", "cp-1"),
                                new NetworkProbe.Server("10.244.0.3", "cp-1"))),
                probe);
    }

    @Test
    void readsWhoDidNotAnswerThePod() {
        assertEquals(new PodLookup(true, "10.96.0.1", List.of("10.244.0.3")), PodLookup.parse("""
                found=yes
                address=10.96.0.1
                server=10.244.0.2 10.96.0.1
                server=10.244.0.3\s
                """));
    }
}
