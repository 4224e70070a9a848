package io.kubeforge.standalone.process;

import java.util.Optional;

/** The Temporal that runs beside KubeForge: a real server, or where none can be had one in memory. */
public sealed interface Temporal extends AutoCloseable permits TemporalServer, InMemoryTemporal {
    /** Host and port of its gRPC service. */
    String target();

    /** Address of its Web UI, if it has one. */
    Optional<String> webUi();

    @Override
    void close();
}
