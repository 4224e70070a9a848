package io.kubeforge.store;

/** The object is not the one that the writer has seen. */
public final class ConflictException extends StoreException {
    private final String why;
    private final boolean isPrecondition;

    private ConflictException(ObjectKey key, String why, boolean isPrecondition) {
        super(
                key.kind().resource(),
                key.name(),
                "Operation cannot be fulfilled on " + key.kind().resource() + " \"" + key.name() + "\": " + why);
        this.why = why;
        this.isPrecondition = isPrecondition;
    }

    /** Whether the object is another one, or of another version, than a precondition asks for. */
    public boolean isPrecondition() {
        return isPrecondition;
    }

    /** What does not agree, without the object's name. */
    public String why() {
        return why;
    }

    /** Somebody else wrote the object first. */
    public static ConflictException modified(ObjectKey key) {
        return new ConflictException(
                key,
                "the object has been modified; please apply your changes to the latest version and try again",
                false);
    }

    /** A precondition names another uid than the object has. */
    static ConflictException anotherUid(ObjectKey key, String wanted, String found) {
        return precondition(key, "UID", wanted, found, "deleted and then recreated");
    }

    /** A precondition names another version than the object has. */
    static ConflictException anotherVersion(ObjectKey key, String wanted, String found) {
        return precondition(key, "ResourceVersion", wanted, found, "modified");
    }

    private static ConflictException precondition(
            ObjectKey key, String field, String wanted, String found, String happened) {
        String why = "the " + field + " in the precondition (" + wanted + ") does not match the " + field
                + " in record (" + found + "). The object might have been " + happened;
        return new ConflictException(key, why, true);
    }
}
