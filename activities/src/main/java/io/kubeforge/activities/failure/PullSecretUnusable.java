package io.kubeforge.activities.failure;

/** The Secret with the passwords of the registries is missing, or is of another type. */
public final class PullSecretUnusable extends HostFailure {
    /** Names the Secret. */
    public PullSecretUnusable(String namespace, String name) {
        super(
                true,
                "Secret " + namespace + "/" + name
                        + ", which spec.images.pullSecretRef names, does not exist or is not of"
                        + " type kubernetes.io/dockerconfigjson. Create it, e.g. with 'kubectl create secret"
                        + " docker-registry " + name + "'; work then goes on by itself.",
                null);
    }
}
