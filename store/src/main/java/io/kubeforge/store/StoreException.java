package io.kubeforge.store;

/** A request that the store refuses; names the resource and the object. */
public abstract class StoreException extends RuntimeException {
    private final String resource;
    private final String name;

    StoreException(String resource, String name, String message) {
        super(message);
        this.resource = resource;
        this.name = name;
    }

    /** The resource as errors name it, e.g. {@code clusters.kubeforge.io}. */
    public String resource() {
        return resource;
    }

    /** The name of the object; empty when the whole resource is meant. */
    public String name() {
        return name;
    }
}
