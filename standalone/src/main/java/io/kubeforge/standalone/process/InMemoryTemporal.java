package io.kubeforge.standalone.process;

import io.temporal.testserver.TestServer;
import java.util.Optional;

/** The last resort where no Temporal server can be had: it forgets everything when KubeForge ends. */
public final class InMemoryTemporal implements Temporal {
    /** What its user must know. */
    public static final String NOTICE = """
            NOTE: there is no `temporal` program on the PATH, none could be fetched, and there is no Go to build it with.
                  Using an in-memory Temporal instead: a restart will lose the workflows' progress (KubeForge looks at
                  the hosts again and goes on from what is there), and there is no Temporal Web UI.
                  Install the Temporal CLI or Go and start KubeForge again to get both.""";

    private final int port;
    private final TestServer.PortBoundTestServer server;

    /** Starts it, listening on the port. */
    public InMemoryTemporal(int port) {
        this.port = port;
        this.server = TestServer.createPortBoundServer(port, true);
    }

    @Override
    public String target() {
        return "127.0.0.1:" + port;
    }

    @Override
    public Optional<String> webUi() {
        return Optional.empty();
    }

    @Override
    public void close() {
        server.close();
    }
}
