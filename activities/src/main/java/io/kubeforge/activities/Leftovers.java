package io.kubeforge.activities;

/** Says for people in which state a step leaves its host when it is stopped in the middle. */
final class Leftovers {
    private Leftovers() {}

    /** The state of the host after this step was stopped, and what becomes of it. */
    static String of(String step) {
        return switch (step) {
            case "prepare" -> "the host may be prepared in part; the next run checks each item and goes on";
            case "kubeadm-init" ->
                "the host may hold part of a control plane; the next run looks at the host and goes on";
            case "kubeadm-join" -> "the host may have joined in part; the next run looks at the host and goes on";
            case "kubeadm-reset" -> "part of the cluster may still be on the host; the next run looks and removes it";
            default -> "the next run looks at the host and goes on";
        };
    }
}
