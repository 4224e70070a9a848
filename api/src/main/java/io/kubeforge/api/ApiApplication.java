package io.kubeforge.api;

import io.micronaut.runtime.Micronaut;
import java.util.Map;

/** Starts the API as a process of its own. */
public final class ApiApplication {
    private ApiApplication() {}

    /** Runs until the process is told to end. */
    public static void main(String[] arguments) {
        Micronaut.build(arguments)
                .mainClass(ApiApplication.class)
                // Requests under way are answered before the database is let go; new connections are refused.
                .properties(Map.of("micronaut.lifecycle.graceful-shutdown.enabled", true))
                .banner(false)
                .start();
    }
}
