package io.kubeforge.api.view;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What a list says of itself.
 *
 * @param resourceVersion the version at which it shows what there is; 0 for none, as of what was never stored
 * @param continueToken asks for what comes next; null at the end
 * @param remaining how many objects come next; null when there are none, or when nobody has counted them
 */
public record ListMeta(long resourceVersion, String continueToken, Long remaining) {
    /** Of a list without another page. */
    public static ListMeta of(long resourceVersion) {
        return new ListMeta(resourceVersion, null, null);
    }

    /** Gives an answer its {@code metadata}. */
    void writeTo(ObjectNode answer) {
        ObjectNode metadata = answer.putObject("metadata");
        if (resourceVersion > 0) {
            metadata.put("resourceVersion", Long.toString(resourceVersion));
        }
        if (continueToken != null) {
            metadata.put("continue", continueToken);
        }
        if (remaining != null) {
            metadata.put("remainingItemCount", remaining);
        }
    }
}
