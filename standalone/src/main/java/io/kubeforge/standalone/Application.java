package io.kubeforge.standalone;

import io.kubeforge.api.security.AdminKubeconfig;
import io.kubeforge.standalone.process.EmbeddedDatabase;
import io.kubeforge.standalone.process.Ports;
import io.kubeforge.standalone.process.RefusedToStart;
import io.kubeforge.standalone.process.Temporal;
import io.kubeforge.standalone.process.TemporalServer;
import io.kubeforge.store.Keyset;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** API and worker in one application context, told where the parts beside them are. */
final class Application implements AutoCloseable {
    private final ApplicationContext context;

    private Application(ApplicationContext context) {
        this.context = context;
    }

    /** Starts both; the API answers when this returns. */
    static Application start(Settings settings, EmbeddedDatabase database, Temporal temporal) {
        Path keyset = settings.folder().keyset();
        Keyset.createIfAbsent(keyset);
        ApplicationContext context = ApplicationContext.builder()
                .deduceEnvironment(false)
                .banner(false)
                .properties(properties(settings, database, temporal))
                .start();
        try {
            context.getBean(EmbeddedServer.class).start();
            String kubeconfig = context.getBean(AdminKubeconfig.class).render(settings.apiUrl());
            AdminAccess.write(settings.folder(), kubeconfig);
            return new Application(context);
        } catch (RuntimeException failure) {
            context.close();
            Ports.requireFree(settings.port(), "the REST API", "--port");
            throw new RefusedToStart("KubeForge did not start: " + innermost(failure), failure);
        }
    }

    private static Map<String, Object> properties(Settings settings, EmbeddedDatabase database, Temporal temporal) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("datasources.default.url", database.url());
        properties.put("datasources.default.username", EmbeddedDatabase.USER);
        properties.put("datasources.default.password", database.password());
        properties.put("kubeforge.store.keyset-file", settings.folder().keyset().toString());
        properties.put("kubeforge.api.host", "127.0.0.1");
        properties.put("kubeforge.api.port", settings.port());
        properties.put("kubeforge.api.temporal.target", temporal.target());
        properties.put("kubeforge.api.temporal.namespace", TemporalServer.NAMESPACE);
        properties.put("kubeforge.worker.temporal-target", temporal.target());
        properties.put("kubeforge.worker.temporal-namespace", TemporalServer.NAMESPACE);
        temporal.webUi().ifPresent(address -> properties.put("kubeforge.worker.temporal-ui", address));
        return properties;
    }

    /** The cause at the bottom says what is wrong; those above it say which bean needed which. */
    private static String innermost(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        return message.lines().findFirst().orElse(message);
    }

    /** Takes no new work, lets running steps go, and closes what was opened. */
    @Override
    public void close() {
        context.close();
    }
}
