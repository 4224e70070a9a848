package io.kubeforge.api;

import io.micronaut.runtime.Micronaut;

/** Starts the API as a process of its own. */
public final class ApiApplication {
    private ApiApplication() {}

    /** Runs until the process is told to end. */
    public static void main(String[] arguments) {
        Micronaut.build(arguments).mainClass(ApiApplication.class).banner(false).start();
    }
}
