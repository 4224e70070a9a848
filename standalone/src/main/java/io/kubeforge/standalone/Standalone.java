package io.kubeforge.standalone;

import io.kubeforge.standalone.process.DataFolder;
import io.kubeforge.standalone.process.EmbeddedDatabase;
import io.kubeforge.standalone.process.InMemoryTemporal;
import io.kubeforge.standalone.process.Ports;
import io.kubeforge.standalone.process.Temporal;
import io.kubeforge.standalone.process.TemporalBinary;
import io.kubeforge.standalone.process.TemporalDownload;
import io.kubeforge.standalone.process.TemporalServer;
import io.kubeforge.standalone.process.TemporalVersion;
import io.kubeforge.workflows.connection.Attributes;
import java.nio.channels.FileLock;
import java.util.Optional;
import java.util.function.Consumer;

/** KubeForge with all it needs on one computer: the order in which the parts are started is the reverse of their end. */
final class Standalone {
    private Standalone() {}

    /** Starts everything; what was started is ended by {@code closing}, also when a later part refuses. */
    static void start(Settings settings, Closing closing, Consumer<String> say) {
        DataFolder folder = settings.folder();
        FileLock lock = folder.lock();
        closing.add(lock.channel());
        Ports.requireFree(settings.port(), "the REST API", "--port");
        Temporal temporal = closing.add(temporal(settings, say));
        say.accept("starting PostgreSQL …");
        EmbeddedDatabase database = closing.add(EmbeddedDatabase.start(folder));
        say.accept("starting KubeForge …");
        closing.add(Application.start(settings, database, temporal));
    }

    private static Temporal temporal(Settings settings, Consumer<String> say) {
        TemporalBinary binary = new TemporalBinary(
                settings.folder().tools(), new TemporalDownload(TemporalDownload.RELEASES, say), say);
        Optional<TemporalVersion> program = TemporalServer.program(settings.folder(), binary);
        if (program.isEmpty()) {
            Ports.requireFree(settings.temporalPort(), "Temporal", "--temporal-port");
            say.accept(InMemoryTemporal.NOTICE);
            return new InMemoryTemporal(settings.temporalPort());
        }
        say.accept("starting Temporal …");
        return TemporalServer.start(
                settings.folder(),
                program.get(),
                new TemporalServer.Settings(settings.temporalPort(), settings.uiPort(), Attributes.NAMES));
    }
}
