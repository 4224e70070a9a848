package io.kubeforge.activities.provisioner;

/**
 * What a host needs to join a cluster.
 *
 * @param caCertHash {@code sha256:…} of the cluster's CA: the only cluster that is joined
 * @param certificateKey opens the uploaded control-plane certificates; null for workers
 */
public record JoinCredentials(String token, String caCertHash, String certificateKey) {
    @Override
    public String toString() {
        return "JoinCredentials[caCertHash=" + caCertHash + ", the rest withheld]";
    }
}
