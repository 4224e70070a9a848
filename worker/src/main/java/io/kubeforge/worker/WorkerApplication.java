package io.kubeforge.worker;

import io.micronaut.runtime.Micronaut;

/** The worker as a process of its own: no HTTP, only Temporal, PostgreSQL and SSH. */
public final class WorkerApplication {
    private WorkerApplication() {}

    /** Runs until it is told to stop; SIGTERM drains. */
    public static void main(String[] arguments) {
        Micronaut.build(arguments)
                .mainClass(WorkerApplication.class)
                .banner(false)
                .start();
    }
}
