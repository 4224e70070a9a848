package io.kubeforge.store;

/** There is an object of that name. */
public final class AlreadyExistsException extends StoreException {
    /** Names the object that is in the way. */
    public AlreadyExistsException(ObjectKey key) {
        super(key.kind().resource(), key.name(), key.kind().resource() + " \"" + key.name() + "\" already exists");
    }
}
