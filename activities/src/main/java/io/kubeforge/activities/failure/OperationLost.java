package io.kubeforge.activities.failure;

/** A command ended without leaving a result: it was killed, or the host rebooted under it. */
public class OperationLost extends HostFailure {
    /**
     * Says which try of which operation was cut short.
     *
     * @param how "rebooted" when the host has booted since, "killed" when it has not; anything else when that is not
     *     known
     */
    public OperationLost(String host, String script, String operation, int tryNumber, String how) {
        super(
                false,
                "Script " + script + " was cut short on host " + host + " (operation " + operation + ", try "
                        + tryNumber
                        + "): " + cause(how) + ". The host is looked at again and the step"
                        + " repeated.",
                null);
    }

    private static String cause(String how) {
        return switch (how) {
            case "rebooted" -> "the host has rebooted";
            case "killed" -> "it was killed there, by somebody or for want of memory (see dmesg)";
            default -> "the host rebooted or somebody killed it";
        };
    }
}
