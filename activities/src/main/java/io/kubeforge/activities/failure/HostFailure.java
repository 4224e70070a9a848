package io.kubeforge.activities.failure;

/**
 * Something that went wrong on one host. The simple name of the class is the condition's reason, the event's reason and
 * the failure type in Temporal; the message says what, where and the remedy in one or two sentences, and holds no secret.
 */
public abstract class HostFailure extends RuntimeException {
    private final boolean permanent;

    /**
     * @param permanent whether trying again is useless until somebody changes the spec, the host or a credential
     */
    protected HostFailure(boolean permanent, String message, Throwable cause) {
        super(message, cause);
        this.permanent = permanent;
    }

    /** Whether trying again is useless until somebody changes the spec, the host or a credential. */
    public boolean permanent() {
        return permanent;
    }

    /** Whether the host could not even be reached or entered, so that nothing is known of its state. */
    public boolean isAboutReachingIt() {
        return false;
    }

    /** The name of this failure in conditions, events and Temporal. */
    public String reason() {
        return getClass().getSimpleName();
    }
}
