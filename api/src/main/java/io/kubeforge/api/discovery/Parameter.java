package io.kubeforge.api.discovery;

import java.util.List;

/**
 * What a client may say in the path or the query of a request.
 *
 * @param in {@code path} or {@code query}
 * @param type {@code string}, {@code integer} or {@code boolean}
 */
record Parameter(String name, String in, String type, String description) {
    static final Parameter NAME = path("name", "Name of the object.");
    static final Parameter NAMESPACE = path("namespace", "Name of the namespace.");
    static final Parameter PRETTY = text("pretty", "Accepted for clients that send it.");

    static final Parameter DRY_RUN = text("dryRun", "All: everything is checked, nothing is stored.");
    static final Parameter FIELD_MANAGER = text("fieldManager", "Who writes.");
    static final Parameter FIELD_VALIDATION = text(
            "fieldValidation", "What becomes of fields that the kind does not have: Ignore, Warn (default) or Strict.");
    static final Parameter FORCE = flag("force", "Only for server-side apply.");

    static final Parameter RESOURCE_VERSION =
            text("resourceVersion", "The version to read: none for the newest, 0 for any, else not older than this.");
    static final Parameter RESOURCE_VERSION_MATCH =
            text("resourceVersionMatch", "How resourceVersion is meant: Exact or NotOlderThan.");
    static final Parameter LABEL_SELECTOR =
            text("labelSelector", "Labels that objects must have, e.g. tier=web,env in (test,live),!old.");
    static final Parameter FIELD_SELECTOR =
            text("fieldSelector", "Fields that objects must have, e.g. metadata.name=demo.");
    static final Parameter LIMIT = number("limit", "The most objects to answer; the rest is had with continue.");
    static final Parameter CONTINUE = text("continue", "Where the last page ended: its metadata.continue.");
    static final Parameter TIMEOUT = number("timeoutSeconds", "When a watch ends by itself, in seconds.");
    static final Parameter WATCH = flag("watch", "Whether to stream changes instead of listing.");
    static final Parameter BOOKMARKS =
            flag("allowWatchBookmarks", "Whether a watch may say which version it has reached.");
    static final Parameter INITIAL_EVENTS =
            flag("sendInitialEvents", "Whether a watch begins with what is there, and says where that ends.");

    static final Parameter GRACE_PERIOD = number("gracePeriodSeconds", "Not used; accepted for clients that send it.");
    static final Parameter ORPHAN_DEPENDENTS = flag("orphanDependents", "Deprecated: propagationPolicy says the same.");
    static final Parameter PROPAGATION =
            text("propagationPolicy", "What becomes of what depends on the object: Background, Foreground or Orphan.");

    static final List<Parameter> WRITE = List.of(DRY_RUN, FIELD_MANAGER, FIELD_VALIDATION);
    static final List<Parameter> DELETE = List.of(DRY_RUN, GRACE_PERIOD, ORPHAN_DEPENDENTS, PROPAGATION);
    static final List<Parameter> LIST = List.of(
            BOOKMARKS,
            CONTINUE,
            FIELD_SELECTOR,
            LABEL_SELECTOR,
            LIMIT,
            RESOURCE_VERSION,
            RESOURCE_VERSION_MATCH,
            INITIAL_EVENTS,
            TIMEOUT,
            WATCH);

    private static Parameter path(String name, String description) {
        return new Parameter(name, "path", "string", description);
    }

    private static Parameter text(String name, String description) {
        return new Parameter(name, "query", "string", description);
    }

    private static Parameter number(String name, String description) {
        return new Parameter(name, "query", "integer", description);
    }

    private static Parameter flag(String name, String description) {
        return new Parameter(name, "query", "boolean", description);
    }
}
