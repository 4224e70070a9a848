package io.kubeforge.store;

/** Is told of events, one after the other on one thread at a time; it must be quick, for all watches share the threads. */
public interface WatchListener {
    /** Takes the next event. */
    void onEvent(WatchEvent event);

    /** The store ended the watch; nothing follows. Not called after the subscriber's own close. */
    void onClosed(CloseReason reason);
}
