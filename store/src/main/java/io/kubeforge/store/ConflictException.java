package io.kubeforge.store;

/** The object is not the one that the writer has seen. */
public final class ConflictException extends StoreException {
    private final String why;

    private ConflictException(ObjectKey key, String why) {
        super(
                key.kind().resource(),
                key.name(),
                "Operation cannot be fulfilled on " + key.kind().resource() + " \"" + key.name() + "\": " + why);
        this.why = why;
    }

    /** What does not agree, without the object's name. */
    public String why() {
        return why;
    }

    /** Somebody else wrote the object first. */
    public static ConflictException modified(ObjectKey key) {
        return new ConflictException(
                key, "the object has been modified; please apply your changes to the latest version and try again");
    }

    /** A precondition names another uid or version than the object has. */
    public static ConflictException precondition(ObjectKey key, String field, String wanted, String found) {
        return new ConflictException(
                key,
                "Precondition failed: " + field + " in precondition: " + wanted + ", " + field + " in object meta: "
                        + found);
    }
}
