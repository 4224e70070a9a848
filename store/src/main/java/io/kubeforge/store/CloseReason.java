package io.kubeforge.store;

/** Why the store ended a watch; in each case the watcher may begin again after the last version it was given. */
public enum CloseReason {
    /** The watcher was too slow, its queue is full. */
    OVERFLOW,
    /** The log no longer has the events that come next: list again. */
    GONE,
    /** This process is stopping. */
    STOPPED,
    /** The listener threw, or the log could not be read. */
    FAILED
}
