package io.kubeforge.store;

/** There is no such object. */
public final class NotFoundException extends StoreException {
    /** Names the object that is missing. */
    public NotFoundException(ObjectKey key) {
        super(key.kind().resource(), key.name(), key.kind().resource() + " \"" + key.name() + "\" not found");
    }
}
