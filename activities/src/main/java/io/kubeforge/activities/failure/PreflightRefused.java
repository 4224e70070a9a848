package io.kubeforge.activities.failure;

import io.kubeforge.model.preflight.Finding;
import java.util.List;
import java.util.stream.Collectors;

/** What was found on and around a host keeps it from becoming a node; nothing was changed on it. */
public final class PreflightRefused extends HostFailure {
    /** Tells everything that was found; what is the same on several hosts is told in the same words. */
    public PreflightRefused(List<Finding> findings) {
        super(
                true,
                "The host cannot become a node as it is: "
                        + findings.stream().map(Finding::text).collect(Collectors.joining(" "))
                        + " What shall not count can be named in spec.preflight.ignore.",
                null);
    }
}
