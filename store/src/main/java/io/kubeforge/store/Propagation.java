package io.kubeforge.store;

import java.util.List;

/** What becomes of the dependents of an object that is deleted: one finalizer says so until it is done. */
public enum Propagation {
    /** They are looked at after the object is gone. */
    BACKGROUND(""),
    /** They go first. */
    FOREGROUND("foregroundDeletion"),
    /** They stay, and forget their owner. */
    ORPHAN("orphan");

    private final String finalizer;

    Propagation(String finalizer) {
        this.finalizer = finalizer;
    }

    /** The finalizer that holds the object meanwhile; empty for none. */
    public String finalizer() {
        return finalizer;
    }

    /** The finalizers of all policies; no domain is in front of them. */
    public static List<String> finalizers() {
        return List.of(FOREGROUND.finalizer, ORPHAN.finalizer);
    }
}
