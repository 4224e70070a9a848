package io.kubeforge.api.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.api.discovery.AggregatedDiscovery;
import io.kubeforge.api.discovery.Discovery;
import io.kubeforge.api.discovery.OpenApi;
import io.kubeforge.api.discovery.OpenApiV2;
import io.kubeforge.api.discovery.OpenApiV2Protobuf;
import io.kubeforge.api.status.Json;
import io.kubeforge.api.status.StatusException;
import io.kubeforge.api.view.MediaRange;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** Says what is served, and which version of Kubernetes' API conventions clients may assume. */
@Controller
@Produces(MediaType.ALL)
class DiscoveryController {
    /** The version of Kubernetes whose API behaviour ours is compared with; clients judge features by it. */
    private static final String MINOR = "36";

    private static final String V2_PROTOBUF = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";
    private static final List<String> AGGREGATED_VERSIONS = List.of("v2", "v2beta1");
    /** As the type is answered: clients cannot parse the one that they ask for. */
    private static final String V2_ANSWERED = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";

    @Get("/api")
    HttpResponse<byte[]> coreVersions(HttpRequest<?> request) {
        return negotiated(request, AggregatedDiscovery::core, Discovery::coreVersions);
    }

    @Get("/apis")
    HttpResponse<byte[]> groups(HttpRequest<?> request) {
        return negotiated(request, AggregatedDiscovery::groups, Discovery::groups);
    }

    @Get("/apis/{group}")
    HttpResponse<byte[]> group(String group) {
        return answer(Discovery.group(group).orElseThrow(StatusException::noSuchPage));
    }

    @Get("/api/v1")
    HttpResponse<byte[]> coreResources() {
        return answer(Discovery.resources("", "v1").orElseThrow(StatusException::noSuchResource));
    }

    @Get("/apis/{group}/{version}")
    HttpResponse<byte[]> resources(String group, String version) {
        return answer(Discovery.resources(group, version).orElseThrow(StatusException::noSuchPage));
    }

    @Get("/openapi/v2")
    @Produces(MediaType.ALL)
    HttpResponse<byte[]> documentV2(HttpRequest<?> request) {
        for (MediaRange range : accepted(request)) {
            if (range.type().equals(V2_PROTOBUF)) {
                return HttpResponse.ok(OpenApiV2Protobuf.write(OpenApiV2.document()))
                        .contentType(V2_ANSWERED)
                        .header(HttpHeaders.VARY, HttpHeaders.ACCEPT);
            }
            if (range.isJson()) {
                break;
            }
        }
        return answer(OpenApiV2.document());
    }

    @Get("/openapi/v3")
    HttpResponse<byte[]> documents() {
        return answer(OpenApi.index());
    }

    @Get("/openapi/v3/{+root}")
    HttpResponse<byte[]> document(String root) {
        return answer(OpenApi.document(root).orElseThrow(StatusException::noSuchPage));
    }

    @Get("/version")
    HttpResponse<byte[]> version() {
        ObjectNode version = JsonNodeFactory.instance.objectNode();
        version.put("major", "1").put("minor", MINOR).put("gitVersion", "v1." + MINOR + ".0+kubeforge");
        version.put("gitCommit", "").put("gitTreeState", "").put("buildDate", "1970-01-01T00:00:00Z");
        version.put("goVersion", "").put("compiler", "").put("platform", "java");
        return answer(version);
    }

    /** Clients say which versions of the aggregated document they read, and whether they read the others. */
    private static HttpResponse<byte[]> negotiated(
            HttpRequest<?> request, Function<String, ObjectNode> aggregated, Supplier<ObjectNode> legacy) {
        for (MediaRange range : accepted(request)) {
            for (String version : AGGREGATED_VERSIONS) {
                if (range.asksFor(AggregatedDiscovery.KIND, AggregatedDiscovery.GROUP, version)) {
                    String type = MediaType.APPLICATION_JSON + ";g=" + AggregatedDiscovery.GROUP + ";v=" + version
                            + ";as=" + AggregatedDiscovery.KIND;
                    return HttpResponse.ok(Json.write(aggregated.apply(version)))
                            .contentType(type)
                            .header(HttpHeaders.VARY, HttpHeaders.ACCEPT);
                }
            }
            if (range.isJson() && !range.asksForForm()) {
                return answer(legacy.get()).header(HttpHeaders.VARY, HttpHeaders.ACCEPT);
            }
        }
        throw StatusException.notAcceptable("only application/json can be answered, also in the form "
                + AggregatedDiscovery.KIND + " of " + AggregatedDiscovery.GROUP + "/v2");
    }

    private static List<MediaRange> accepted(HttpRequest<?> request) {
        return MediaRange.parse(String.join(",", request.getHeaders().getAll(HttpHeaders.ACCEPT)));
    }

    /** Micronaut would repeat the parameters of the Accept header, which promise a form that this is not. */
    private static MutableHttpResponse<byte[]> answer(ObjectNode body) {
        return HttpResponse.ok(Json.write(body)).contentType(MediaType.APPLICATION_JSON_TYPE);
    }
}
