package io.kubeforge.model.plan;

/** What a host is in its cluster. */
public enum Role {
    CONTROL_PLANE("ControlPlane"),
    WORKER("Worker");

    private final String text;

    Role(String text) {
        this.text = text;
    }

    /** The role as a Host's status shows it. */
    public String text() {
        return text;
    }
}
