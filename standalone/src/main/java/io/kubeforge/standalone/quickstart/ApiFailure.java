package io.kubeforge.standalone.quickstart;

/** The REST API refused or did not answer; the message holds what it said. */
public final class ApiFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ApiFailure(String message) {
        super(message);
    }

    ApiFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
