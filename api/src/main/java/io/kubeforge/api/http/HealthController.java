package io.kubeforge.api.http;

import io.kubeforge.store.ResourceStore;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says whether this process lives, and whether it can serve. */
@Controller
@Produces("text/plain; charset=utf-8")
class HealthController {
    private static final Logger LOG = LoggerFactory.getLogger(HealthController.class);

    private final ResourceStore store;

    HealthController(ResourceStore store) {
        this.store = store;
    }

    /** The process answers. */
    @Get(uris = {"/livez", "/livez/ping", "/readyz/ping", "/healthz/ping"})
    String live() {
        return "ok";
    }

    /** The database answers. */
    @Get(uris = {"/readyz", "/healthz"})
    @ExecuteOn(TaskExecutors.BLOCKING)
    HttpResponse<String> ready() {
        try {
            store.currentVersion();
            return HttpResponse.ok("ok");
        } catch (RuntimeException e) {
            LOG.warn("The database does not answer, so the API is not ready", e);
            return HttpResponse.<String>serverError().body("the database does not answer");
        }
    }
}
