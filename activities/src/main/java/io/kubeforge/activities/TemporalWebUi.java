package io.kubeforge.activities;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Where people look at workflows.
 *
 * @param url address of the Temporal Web UI; null when there is none
 * @param namespace the Temporal namespace of our workflows
 */
public record TemporalWebUi(String url, String namespace) {
    /** The page of one run of a workflow. */
    public Optional<String> link(String workflowId, String runId) {
        return Optional.ofNullable(url)
                .map(base -> base.replaceAll("/+$", "") + "/namespaces/" + encode(namespace) + "/workflows/"
                        + encode(workflowId) + "/" + encode(runId) + "/history");
    }

    private static String encode(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8);
    }
}
