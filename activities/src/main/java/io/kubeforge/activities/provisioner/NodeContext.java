package io.kubeforge.activities.provisioner;

import io.kubeforge.activities.ssh.Operation;
import io.kubeforge.activities.ssh.Output;
import io.kubeforge.model.kind.ClusterSpec;
import java.time.Duration;

/**
 * One step on one host, for one cluster.
 *
 * @param hostName name of the Host, which is also the name of its Node
 * @param namespace namespace of the cluster
 * @param cluster name of the cluster
 * @param uid UID of the cluster; the host's owner mark
 * @param nodeAddress the address under which other nodes reach this host
 * @param endpointName name or address of the cluster's API endpoint, never absent
 * @param endpointAddress what the name stands for in the hosts' /etc/hosts; null when the user's own DNS knows it
 * @param endpointPort port of the API at the endpoint
 * @param operationId names this step on this host in this pass
 * @param output receives what the step prints while it runs
 */
public record NodeContext(
        String hostName,
        String namespace,
        String cluster,
        String uid,
        ClusterSpec spec,
        String nodeAddress,
        String endpointName,
        String endpointAddress,
        Integer endpointPort,
        String operationId,
        Output output) {

    /** The name of a cluster's endpoint when the spec gives none; it can be repointed later. */
    public static String internalEndpoint(String namespace, String cluster) {
        return cluster + "." + namespace + ".kubeforge.internal";
    }

    /** Host and port of the API's endpoint. */
    String endpoint() {
        String host = endpointName.contains(":") ? "[" + endpointName + "]" : endpointName;
        return host + ":" + endpointPort;
    }

    /** The Kubernetes version without its v, e.g. 1.36.3. */
    String version() {
        return spec.kubernetesVersion().substring(1);
    }

    /** The minor version as package repositories are named, e.g. v1.36. */
    String minor() {
        String version = spec.kubernetesVersion();
        return version.substring(0, version.lastIndexOf('.'));
    }

    /** This step as an operation on the host that may take this long. */
    Operation operation(Duration deadline) {
        return new Operation(operationId, namespace + "/" + cluster, uid, deadline, false);
    }

    /** This step as an operation that stops whatever else runs on the host for the same cluster. */
    Operation takingOver(Duration deadline) {
        return new Operation(operationId, namespace + "/" + cluster, uid, deadline, true);
    }
}
