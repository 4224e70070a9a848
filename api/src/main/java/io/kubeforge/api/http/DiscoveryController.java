package io.kubeforge.api.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.api.discovery.Discovery;
import io.kubeforge.api.discovery.OpenApi;
import io.kubeforge.api.status.Json;
import io.kubeforge.api.status.StatusException;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;

/** Says what is served, and which version of Kubernetes' API conventions clients may assume. */
@Controller
@Produces(MediaType.APPLICATION_JSON)
class DiscoveryController {
    /** The version of Kubernetes whose API behaviour ours is compared with; clients judge features by it. */
    private static final String MINOR = "32";

    @Get("/api")
    byte[] coreVersions() {
        return Json.write(Discovery.coreVersions());
    }

    @Get("/apis")
    byte[] groups() {
        return Json.write(Discovery.groups());
    }

    @Get("/apis/{group}")
    byte[] group(String group) {
        return Json.write(Discovery.group(group).orElseThrow(StatusException::noSuchResource));
    }

    @Get("/api/v1")
    byte[] coreResources() {
        return Json.write(Discovery.resources("", "v1").orElseThrow(StatusException::noSuchResource));
    }

    @Get("/apis/{group}/{version}")
    byte[] resources(String group, String version) {
        return Json.write(Discovery.resources(group, version).orElseThrow(StatusException::noSuchResource));
    }

    @Get("/openapi/v3")
    byte[] documents() {
        return Json.write(OpenApi.index());
    }

    @Get("/openapi/v3/{+root}")
    byte[] document(String root) {
        return Json.write(OpenApi.document(root).orElseThrow(StatusException::noSuchResource));
    }

    @Get("/version")
    byte[] version() {
        ObjectNode version = JsonNodeFactory.instance.objectNode();
        version.put("major", "1").put("minor", MINOR).put("gitVersion", "v1." + MINOR + ".0+kubeforge");
        version.put("gitCommit", "").put("gitTreeState", "").put("buildDate", "1970-01-01T00:00:00Z");
        version.put("goVersion", "").put("compiler", "").put("platform", "java");
        return Json.write(version);
    }
}
