package io.kubeforge.store;

/** What happened to an object. */
public enum EventType {
    ADDED,
    MODIFIED,
    DELETED
}
