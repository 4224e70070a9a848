package io.kubeforge.api.http;

import io.kubeforge.api.resource.ListOptions;
import io.kubeforge.api.resource.WriteOptions;
import io.kubeforge.api.selector.Selection;
import io.kubeforge.api.watch.WatchOptions;
import io.kubeforge.model.kind.Kind;
import io.micronaut.http.HttpRequest;

/** The query parameters of a request, as Kubernetes names them; an absent one is an empty text. */
record Query(HttpRequest<?> request) {
    String text(String name) {
        return request.getParameters().get(name, String.class, "");
    }

    boolean isWatch() {
        String watch = text("watch");
        return watch.equals("true") || watch.equals("1");
    }

    WriteOptions writeOptions() {
        return WriteOptions.parse(text("dryRun"), text("fieldValidation"));
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
