package io.kubeforge.model.plan;

/** What a host has to do to become a node. */
public enum Duty {
    /** Begin the cluster: kubeadm init. */
    INITIALISE(Role.CONTROL_PLANE),
    /** Join a running cluster as a further control plane. */
    JOIN_CONTROL_PLANE(Role.CONTROL_PLANE),
    /** Join a running cluster as a worker. */
    JOIN_WORKER(Role.WORKER);

    private final Role role;

    Duty(Role role) {
        this.role = role;
    }

    /** What the host is in its cluster afterwards. */
    public Role role() {
        return role;
    }
}
