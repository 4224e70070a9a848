package io.kubeforge.activities.provisioner;

/**
 * What makes a cluster this cluster and no other.
 *
 * @param caCertHash {@code sha256:…} of the public key of its CA
 * @param kubeSystemUid UID of its namespace kube-system
 */
public record ClusterIdentity(String caCertHash, String kubeSystemUid) {}
