package io.kubeforge.model.kind;

import java.util.Locale;

/** What clients may do with the objects of a kind, as discovery names it. */
public enum Verb {
    CREATE,
    DELETE,
    DELETECOLLECTION,
    GET,
    LIST,
    PATCH,
    UPDATE,
    WATCH;

    /** The verb as Kubernetes writes it, e.g. {@code deletecollection}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
