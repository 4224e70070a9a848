package io.kubeforge.api.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.api.resource.Listing.Listed;
import io.kubeforge.api.resource.Written;
import io.kubeforge.api.status.Json;
import io.kubeforge.api.view.View;
import io.kubeforge.api.view.Views;
import io.kubeforge.model.kind.Kind;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import jakarta.inject.Singleton;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** Answers with objects, in the form and with the headers that the client asked for. */
@Singleton
final class Answers {
    private final Views views;
    /** More at once would not be faster, and each keeps what it has written. */
    private final Semaphore writing =
            new Semaphore(Math.max(2, Runtime.getRuntime().availableProcessors()), true);

    Answers(Views views) {
        this.views = views;
    }

    /** An object, or only that it is still the one that the client knows. */
    HttpResponse<byte[]> unlessKnown(Kind<?> kind, ObjectNode found, HttpRequest<?> request) {
        if (!(view(kind, request) instanceof View.Plain) || !EntityTags.isKnown(request, found)) {
            return object(HttpResponse.ok(), kind, found, request);
        }
        MutableHttpResponse<byte[]> known = HttpResponse.notModified();
        EntityTags.tag(known, found);
        return known;
    }

    /** A watch answers one object after the other, a creation the object that a collection has now. */
    private static Views.Shape shape(Query query) {
        boolean isCollection = ResourcePath.parse(query.request().getPath()).isCollection();
        if (isCollection && query.isWatch()) {
            return Views.Shape.STREAM;
        }
        return isCollection && query.request().getMethod() != HttpMethod.POST ? Views.Shape.LIST : Views.Shape.OBJECT;
    }

    /** The form in which the client wants to see what it asked for. */
    View view(Kind<?> kind, HttpRequest<?> request) {
        String accept = String.join(",", request.getHeaders().getAll(HttpHeaders.ACCEPT));
        Query query = new Query(request);
        return views.choose(kind, shape(query), accept, query.text("includeObject"));
    }

    /** What a write brought about, with its warnings. */
    HttpResponse<byte[]> written(Kind<?> kind, HttpStatus status, Written written, HttpRequest<?> request) {
        MutableHttpResponse<byte[]> response = HttpResponse.status(status);
        written.warnings()
                .forEach(warning -> response.getHeaders().add("Warning", "299 - \"" + Warnings.quoted(warning) + "\""));
        if (!new Query(request).text("dryRun").isEmpty()) {
            View view = view(kind, request);
            return of(response, view, view.object(written.object(), true));
        }
        if (status == HttpStatus.CREATED) {
            String name = written.object().at("/metadata/name").asText();
            response.header(HttpHeaders.LOCATION, request.getPath() + "/" + name);
        }
        return object(response, kind, written.object(), request);
    }

    /** An object as it is stored, with its version as its tag; other views of it have none. */
    private HttpResponse<byte[]> object(
            MutableHttpResponse<byte[]> response, Kind<?> kind, ObjectNode object, HttpRequest<?> request) {
        View view = view(kind, request);
        if (view instanceof View.Plain) {
            EntityTags.tag(response, object);
        }
        return of(response, view, view.object(object, true));
    }

    /** A list, each item of which is written before the next one is asked for; it is begun when it is its turn. */
    HttpResponse<byte[]> list(View view, Supplier<Listed> listed, HttpRequest<?> request) {
        boolean isYaml = view.mediaType().equals(View.YAML);
        Body body = new Body(Compression.isAcceptedBy(request));
        MutableHttpResponse<byte[]> response = HttpResponse.ok();
        writing.acquireUninterruptibly();
        try {
            Listed list = listed.get();
            Json.writeList(view.listHead(list.meta()), view.itemsField(), list.items(), view::item, isYaml, body);
            response.body(body.bytes());
        } finally {
            writing.release();
        }
        if (body.isCompressed()) {
            response.header(HttpHeaders.CONTENT_ENCODING, "gzip").header(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        }
        return isYaml ? response.contentType(MediaType.of(View.YAML)) : json(response);
    }

    /** Anything else, as the view writes it. */
    static HttpResponse<byte[]> of(MutableHttpResponse<byte[]> response, View view, ObjectNode body) {
        if (view.mediaType().equals(View.YAML)) {
            return response.contentType(MediaType.of(View.YAML)).body(Json.writeYaml(body));
        }
        return json(response.body(Json.write(body)));
    }

    /** Micronaut would repeat the parameters of the Accept header, which promise a form that this may not be. */
    static HttpResponse<byte[]> json(MutableHttpResponse<byte[]> response) {
        return response.contentType(MediaType.APPLICATION_JSON_TYPE);
    }

    /** That an object is gone. */
    static ObjectNode success(ResourcePath path, ObjectNode object) {
        ObjectNode status = JsonNodeFactory.instance.objectNode();
        status.put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        status.put("status", "Success");
        ObjectNode details = status.putObject("details").put("name", path.name());
        if (!path.kind().group().isEmpty()) {
            details.put("group", path.kind().group());
        }
        details.put("kind", path.kind().plural());
        details.set("uid", object.at("/metadata/uid"));
        return status;
    }
}
