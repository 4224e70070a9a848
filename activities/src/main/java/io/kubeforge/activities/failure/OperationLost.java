package io.kubeforge.activities.failure;

/** A command ended without leaving a result: it was killed, or the host rebooted under it. */
public class OperationLost extends HostFailure {
    /** Says which try of which operation was cut short. */
    public OperationLost(String host, String script, String operation, int tryNumber) {
        super(
                false,
                "Script " + script + " was cut short on host " + host + " (operation " + operation + ", try "
                        + tryNumber
                        + "): the host rebooted or somebody killed it. The host is looked at again and the step"
                        + " repeated.",
                null);
    }
}
