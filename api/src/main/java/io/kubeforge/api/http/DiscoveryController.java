package io.kubeforge.api.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.api.discovery.Discovery;
import io.kubeforge.api.discovery.OpenApi;
import io.kubeforge.api.status.Json;
import io.kubeforge.api.status.StatusException;
import io.micronaut.http.HttpResponse;
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
    HttpResponse<byte[]> coreVersions() {
        return answer(Discovery.coreVersions());
    }

    @Get("/apis")
    HttpResponse<byte[]> groups() {
        return answer(Discovery.groups());
    }

    @Get("/apis/{group}")
    HttpResponse<byte[]> group(String group) {
        return answer(Discovery.group(group).orElseThrow(StatusException::noSuchResource));
    }

    @Get("/api/v1")
    HttpResponse<byte[]> coreResources() {
        return answer(Discovery.resources("", "v1").orElseThrow(StatusException::noSuchResource));
    }

    @Get("/apis/{group}/{version}")
    HttpResponse<byte[]> resources(String group, String version) {
        return answer(Discovery.resources(group, version).orElseThrow(StatusException::noSuchResource));
    }

    @Get("/openapi/v3")
    HttpResponse<byte[]> documents() {
        return answer(OpenApi.index());
    }

    @Get("/openapi/v3/{+root}")
    HttpResponse<byte[]> document(String root) {
        return answer(OpenApi.document(root).orElseThrow(StatusException::noSuchResource));
    }

    @Get("/version")
    HttpResponse<byte[]> version() {
        ObjectNode version = JsonNodeFactory.instance.objectNode();
        version.put("major", "1").put("minor", MINOR).put("gitVersion", "v1." + MINOR + ".0+kubeforge");
        version.put("gitCommit", "").put("gitTreeState", "").put("buildDate", "1970-01-01T00:00:00Z");
        version.put("goVersion", "").put("compiler", "").put("platform", "java");
        return answer(version);
    }

    /** Micronaut would repeat the parameters of the Accept header, which promise a form that this is not. */
    private static HttpResponse<byte[]> answer(ObjectNode body) {
        return HttpResponse.ok(Json.write(body)).contentType(MediaType.APPLICATION_JSON_TYPE);
    }
}
