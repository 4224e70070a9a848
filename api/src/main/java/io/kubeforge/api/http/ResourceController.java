package io.kubeforge.api.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.api.patch.ObjectPatch;
import io.kubeforge.api.resource.Change;
import io.kubeforge.api.resource.DeleteOptions;
import io.kubeforge.api.resource.ListOptions;
import io.kubeforge.api.resource.Listing;
import io.kubeforge.api.resource.Resources;
import io.kubeforge.api.resource.WriteOptions;
import io.kubeforge.api.resource.Written;
import io.kubeforge.api.security.Reviews;
import io.kubeforge.api.security.User;
import io.kubeforge.api.selector.Selection;
import io.kubeforge.api.status.SentObject;
import io.kubeforge.api.status.StatusException;
import io.kubeforge.api.view.ListMeta;
import io.kubeforge.api.view.View;
import io.kubeforge.api.watch.WatchOptions;
import io.kubeforge.api.watch.Watches;
import io.kubeforge.api.websocket.Upgrade;
import io.kubeforge.model.kind.Kind;
import io.kubeforge.model.kind.Kinds;
import io.kubeforge.model.kind.Verb;
import io.kubeforge.store.DeleteResult;
import io.kubeforge.store.ObjectList;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.Put;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import reactor.core.publisher.Flux;

/** The verbs of Kubernetes over HTTP, the same for every kind. */
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
@Consumes(MediaType.ALL)
@Produces(MediaType.ALL) // what can be answered is for the views to say
class ResourceController {
    private static final String CORE = "/api/v1/{+path}";
    private static final String GROUPS = "/apis/{group}/{version}/{+path}";
    /** Makes the headers of a watch go out before anything happens. */
    private static final byte[] NOTHING = new byte[0];

    private final Resources resources;
    private final Listing listing;
    private final Watches watches;
    private final Answers answers;

    ResourceController(Resources resources, Listing listing, Watches watches, Answers answers) {
        this.resources = resources;
        this.listing = listing;
        this.watches = watches;
        this.answers = answers;
    }

    /** Gets an object, or lists or watches a collection. */
    @Get(uris = {CORE, GROUPS})
    HttpResponse<byte[]> read(HttpRequest<?> request) {
        ResourcePath path = ResourcePath.parse(request.getPath());
        Query query = new Query(request);
        if (!path.isCollection()) {
            requireAllowed(path, Verb.GET);
            listing.awaitVersion(query.resourceVersion());
            ObjectNode found = resources.get(path.kind(), path.namespace(), path.name());
            return answers.unlessKnown(path.kind(), found, request);
        }
        requireAllowed(path, query.isWatch() ? Verb.WATCH : Verb.LIST);
        if (query.isWatch()) {
            return watch(path, query);
        }
        View view = answers.view(path.kind(), request);
        Selection selection = query.selection(path.kind());
        ListOptions options = query.listOptions();
        return answers.list(view, () -> listing.list(path.kind(), path.namespace(), selection, options), request);
    }

    /** The type does not tell of a stream, because Micronaut would then hand each line over to yet another thread. */
    private HttpResponse<byte[]> watch(ResourcePath path, Query query) {
        Upgrade upgrade = Upgrade.of(query.request());
        WatchOptions options = query.watchOptions();
        View view = answers.view(path.kind(), query.request());
        Flux<byte[]> lines = watches.open(path.kind(), path.namespace(), query.selection(path.kind()), view, options);
        MutableHttpResponse<byte[]> response = HttpResponse.ok();
        response.body(Flux.concat(Flux.just(NOTHING), lines));
        return Answers.json(upgrade.agree(response));
    }

    /** Creates an object. */
    @Post(uris = {CORE, GROUPS})
    HttpResponse<byte[]> create(HttpRequest<?> request, @Nullable @Body byte[] body) {
        ResourcePath path = allowed(request, Verb.CREATE);
        if (!path.isCollection()) {
            throw StatusException.methodNotAllowed(path.kind(), "POST goes to the collection, not to an object");
        }
        requireNamespace(path, "POST");
        SentObject sent = Bodies.object(request, body);
        if (!path.kind().isStored()) {
            Written review = new Written(Reviews.answer(path.kind(), sent.object(), User.of(request)), List.of());
            return answers.written(path.kind(), HttpStatus.CREATED, review, request);
        }
        WriteOptions options = new Query(request).writeOptions(sent.doubled());
        Written created = resources.create(path.kind(), path.namespace(), sent.object(), options);
        return answers.written(path.kind(), HttpStatus.CREATED, created, request);
    }

    /** Replaces an object, its status, or what holds a namespace. */
    @Put(uris = {CORE, GROUPS})
    HttpResponse<byte[]> replace(HttpRequest<?> request, @Nullable @Body byte[] body) {
        ResourcePath path = allowed(request, Verb.UPDATE);
        requireObject(path, "PUT");
        SentObject sent = Bodies.object(request, body);
        WriteOptions options = new Query(request).writeOptions(sent.doubled());
        return change(path, true, old -> sent.object().deepCopy(), options, request);
    }

    /** Patches an object, or its status. */
    @Patch(uris = {CORE, GROUPS})
    HttpResponse<byte[]> patch(HttpRequest<?> request, @Nullable @Body byte[] body) {
        ResourcePath path = allowed(request, Verb.PATCH);
        requireObject(path, "PATCH");
        String type = Bodies.type(request);
        ObjectPatch.requireSupported(path.kind(), type);
        ObjectPatch patch = ObjectPatch.read(type, body == null ? NOTHING : body);
        return change(path, false, patch::applyTo, new Query(request).writeOptions(List.of()), request);
    }

    /** Deletes an object, or the selected objects of a namespace. */
    @Delete(uris = {CORE, GROUPS})
    HttpResponse<byte[]> delete(HttpRequest<?> request, @Nullable @Body byte[] body) {
        boolean isCollection = ResourcePath.parse(request.getPath()).isCollection();
        ResourcePath path = allowed(request, isCollection ? Verb.DELETECOLLECTION : Verb.DELETE);
        if (path.isStatus()) {
            throw StatusException.methodNotAllowed(path.kind(), "DELETE goes to an object, not to its status");
        }
        DeleteOptions options = new Query(request).deleteOptions(Bodies.options(request, body));
        if (path.isCollection()) {
            return deleteAll(path, options, request);
        }
        DeleteResult result = delete(path, options, request);
        View view = answers.view(path.kind(), request);
        return result.gone()
                ? Answers.of(HttpResponse.ok(), view, Answers.success(path, result.object()))
                : Answers.of(HttpResponse.ok(), view, view.object(result.object(), true));
    }

    private HttpResponse<byte[]> deleteAll(ResourcePath path, DeleteOptions options, HttpRequest<?> request) {
        requireNamespace(path, "DELETE of a collection");
        Selection selection = new Query(request).selection(path.kind());
        ObjectList deleted = resources.deleteAll(path.kind(), path.namespace(), selection, options);
        View view = answers.view(path.kind(), request);
        ListMeta meta = ListMeta.of(deleted.resourceVersion());
        return answers.list(view, () -> new Listing.Listed(deleted.items().iterator(), meta), request);
    }

    /** What If-Match names is deleted, or nothing: also when somebody writes between the look and the deletion. */
    private DeleteResult delete(ResourcePath path, DeleteOptions options, HttpRequest<?> request) {
        if (!EntityTags.isConditional(request)) {
            return resources.delete(path.kind(), path.namespace(), path.name(), options);
        }
        ObjectNode found = resources.get(path.kind(), path.namespace(), path.name());
        EntityTags.requireMatch(request, path.kind(), found);
        try {
            return resources.delete(path.kind(), path.namespace(), path.name(), options.pinnedTo(found));
        } catch (StatusException e) {
            ObjectNode now = resources.get(path.kind(), path.namespace(), path.name());
            EntityTags.requireMatch(request, path.kind(), now);
            throw e;
        }
    }

    private HttpResponse<byte[]> change(
            ResourcePath path,
            boolean isReplacement,
            UnaryOperator<ObjectNode> wanted,
            WriteOptions options,
            HttpRequest<?> request) {
        Change change = new Change(path.subresource(), isReplacement, old -> {
            EntityTags.requireMatch(request, path.kind(), old);
            return wanted.apply(old);
        });
        Written changed = resources.change(path.kind(), path.namespace(), path.name(), change, options);
        return answers.written(path.kind(), HttpStatus.OK, changed, request);
    }

    /** The path of a write that is allowed; what could not be answered is not begun. */
    private ResourcePath allowed(HttpRequest<?> request, Verb verb) {
        ResourcePath path = ResourcePath.parse(request.getPath());
        answers.view(path.kind(), request);
        requireAllowed(path, verb);
        return path;
    }

    private static void requireAllowed(ResourcePath path, Verb verb) {
        Kind<?> kind = path.kind();
        if (path.isFinalize() && verb != Verb.UPDATE) {
            throw StatusException.methodNotAllowed("what holds a namespace is only replaced, with PUT");
        }
        if (kind.allows(verb)) {
            return;
        }
        if (kind.equals(Kinds.OPERATION)) {
            throw StatusException.methodNotAllowed(
                    kind,
                    kind.plural()
                            + " are written by KubeForge itself; change or delete the Cluster that they are about");
        }
        String verbs = kind.verbs().stream().map(Verb::word).collect(Collectors.joining(", "));
        throw StatusException.methodNotAllowed(kind, kind.plural() + " know only these verbs: " + verbs);
    }

    /** Without a namespace there is no such resource; core kinds have it, but only to be read. */
    private static void requireNamespace(ResourcePath path, String method) {
        if (!path.kind().namespaced() || !path.namespace().isEmpty()) {
            return;
        }
        if (!path.kind().group().isEmpty()) {
            throw StatusException.noSuchPage();
        }
        throw StatusException.methodNotAllowed(path.kind(), method + " goes to the collection of one namespace");
    }

    private static void requireObject(ResourcePath path, String method) {
        if (path.isCollection()) {
            throw StatusException.methodNotAllowed(path.kind(), method + " goes to an object, not to the collection");
        }
    }
}
