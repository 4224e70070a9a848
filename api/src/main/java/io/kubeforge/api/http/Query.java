package io.kubeforge.api.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.api.resource.DeleteOptions;
import io.kubeforge.api.resource.ListOptions;
import io.kubeforge.api.resource.WriteOptions;
import io.kubeforge.api.selector.Selection;
import io.kubeforge.api.status.StatusException;
import io.kubeforge.api.watch.WatchOptions;
import io.kubeforge.model.kind.Kind;
import io.kubeforge.model.schema.FieldError;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import java.util.List;

/** The query parameters of a request, as Kubernetes names them; an absent one is an empty text. */
record Query(HttpRequest<?> request) {
    private static final int LONGEST_MANAGER = 128;

    String text(String name) {
        return request.getParameters().get(name, String.class, "");
    }

    boolean isWatch() {
        return request.getParameters().contains("watch") && WatchOptions.flag(text("watch"));
    }

    /**
     * The options of a write.
     *
     * @param doubled what the body names more than once
     */
    WriteOptions writeOptions(List<String> doubled) {
        String options =
                switch (request.getMethod()) {
                    case POST -> "CreateOptions";
                    case PUT -> "UpdateOptions";
                    default -> "PatchOptions";
                };
        if (text("fieldManager").length() > LONGEST_MANAGER) {
            String message = "Too long: may not be more than " + LONGEST_MANAGER + " bytes";
            throw StatusException.invalidOptions(options, new FieldError("fieldManager", FieldError.TOO_LONG, message));
        }
        if (!text("force").isEmpty() && request.getMethod() == HttpMethod.PATCH) {
            String message = "Forbidden: may not be specified for non-apply patch";
            throw StatusException.invalidOptions(options, new FieldError("force", FieldError.FORBIDDEN, message));
        }
        return WriteOptions.parse(options, text("dryRun"), text("fieldValidation"), doubled);
    }

    DeleteOptions deleteOptions(ObjectNode body) {
        return DeleteOptions.parse(
                body, text("dryRun"), text("propagationPolicy"), text("orphanDependents"), text("gracePeriodSeconds"));
    }

    Selection selection(Kind<?> kind) {
        return Selection.parse(kind, text("labelSelector"), text("fieldSelector"));
    }

    ListOptions listOptions() {
        return ListOptions.parse(
                text("limit"),
                text("continue"),
                text("resourceVersion"),
                text("resourceVersionMatch"),
                text("sendInitialEvents"));
    }

    /** The version that an object must have been read at, or a later one; 0 for any. */
    long resourceVersion() {
        return WatchOptions.version(text("resourceVersion"));
    }

    WatchOptions watchOptions() {
        return WatchOptions.parse(
                text("resourceVersion"),
                text("resourceVersionMatch"),
                text("sendInitialEvents"),
                text("allowWatchBookmarks"),
                text("timeoutSeconds"));
    }
}
