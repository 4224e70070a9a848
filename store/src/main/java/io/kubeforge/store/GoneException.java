package io.kubeforge.store;

import io.kubeforge.model.kind.Kind;

/** The watch log no longer reaches back to the version that was asked for: list again. */
public final class GoneException extends StoreException {
    /** Names the version that was asked for and the oldest one from which a watch can begin. */
    public GoneException(Kind<?> kind, long asked, long floor) {
        super(
                kind == null ? "" : kind.resource(),
                "",
                "too old resource version: " + asked + " (" + floor
                        + "); list again and watch from the list's version");
    }
}
