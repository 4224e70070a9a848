package io.kubeforge.standalone;

import io.kubeforge.standalone.process.DataFolder;
import java.nio.file.Path;

/**
 * What the command line says of a standalone KubeForge.
 *
 * @param folder where everything is kept
 * @param home where KubeForge itself lies, with the simulator beside it
 * @param port the port of the REST API
 * @param temporalPort the port of Temporal's gRPC service
 * @param uiPort the port of Temporal's Web UI
 */
public record Settings(DataFolder folder, Path home, int port, int temporalPort, int uiPort) {
    /** Where the REST API is reached on this computer. */
    public String apiUrl() {
        return "https://127.0.0.1:" + port;
    }

    /** The simulator as the build leaves it. */
    public Path simulator() {
        return home.resolve("simulator/target/kubeforge-simulator.jar");
    }
}
