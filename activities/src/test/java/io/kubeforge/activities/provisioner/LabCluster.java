package io.kubeforge.activities.provisioner;

import io.kubeforge.activities.ssh.Output;
import io.kubeforge.activities.ssh.SshTarget;
import io.kubeforge.model.kind.ClusterSpec;
import java.util.List;
import java.util.UUID;

/** A cluster of one control plane on real hosts, whose packages come from where the tests are told to take them. */
record LabCluster(String name, String uid, SshTarget first) {
    private static final String NAMESPACE = "default";

    /** What a provisioner is told of a step on a host of this cluster; each is another step. */
    NodeContext context(SshTarget host, Output output) {
        ClusterSpec spec = new ClusterSpec(
                "v1.36.3",
                null,
                null,
                new ClusterSpec.ControlPlane(List.of(first.name())),
                null,
                null,
                new ClusterSpec.Packages(
                        System.getProperty("kubeforge.repository"), System.getProperty("kubeforge.runtime")),
                null,
                null,
                null,
                null,
                null);
        return new NodeContext(
                host.name(),
                NAMESPACE,
                name,
                uid,
                spec,
                host.address(),
                NodeContext.internalEndpoint(NAMESPACE, name),
                first.address(),
                ClusterSpec.Endpoint.API_PORT,
                UUID.randomUUID().toString(),
                output);
    }
}
