package io.kubeforge.activities.failure;

/** The Host that shall serve as a bastion does not exist (any more). */
public class BastionNotFound extends HostFailure {
    /** Names both Hosts. */
    public BastionNotFound(String namespace, String host, String bastion) {
        super(
                true,
                "Host " + host + " is reached through Host " + namespace + "/" + bastion
                        + ", which does not exist. Create it, or correct spec.bastionRef of " + host + ".",
                null);
    }

    @Override
    public boolean isAboutReachingIt() {
        return true;
    }
}
