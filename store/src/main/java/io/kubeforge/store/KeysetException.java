package io.kubeforge.store;

/** The encryption keyset is missing, unsafe or not the one of this database. */
public final class KeysetException extends RuntimeException {
    KeysetException(String message) {
        super(message);
    }

    KeysetException(String message, Throwable cause) {
        super(message, cause);
    }
}
