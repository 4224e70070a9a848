package io.kubeforge.activities.failure;

/** The bastion's SSH server does not let anybody go on from it. */
public class ForwardingForbidden extends HostFailure {
    /** Names the bastion and the host behind it. */
    public ForwardingForbidden(String host, String bastion) {
        super(
                true,
                "Host " + host + " cannot be reached: its bastion " + bastion + " forbids TCP forwarding to it. Set"
                        + " AllowTcpForwarding yes (and PermitOpen, if it is used) in sshd_config there, and see that"
                        + " its authorized_keys does not forbid it.",
                null);
    }

    @Override
    public boolean isAboutReachingIt() {
        return true;
    }
}
