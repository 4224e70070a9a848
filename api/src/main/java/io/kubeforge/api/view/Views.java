package io.kubeforge.api.view;

import io.kubeforge.api.status.StatusException;
import io.kubeforge.model.kind.Kind;
import io.kubeforge.model.kind.Verb;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Chooses, from an {@code Accept} header, the first representation that is to be had. */
@Singleton
public final class Views {
    private static final String META = "meta.k8s.io";
    private static final List<String> VERSIONS = List.of("v1", "v1beta1");

    private final Clock clock = Clock.systemUTC();

    /** What is to be answered. */
    public enum Shape {
        OBJECT,
        LIST,
        /** One object after the other, which YAML cannot tell apart. */
        STREAM
    }

    /** The view that a client accepts; a table carries what {@code includeObject} says. */
    public View choose(Kind<?> kind, Shape shape, String accept, String includeObject) {
        for (MediaRange range : MediaRange.parse(accept)) {
            Optional<View> view = view(kind, shape, range, includeObject);
            if (view.isPresent()) {
                return view.get();
            }
        }
        throw StatusException.notAcceptable(
                "only application/json and, but for watches, application/yaml can be answered, and of JSON the forms Table,"
                        + " PartialObjectMetadata and PartialObjectMetadataList of meta.k8s.io/v1 and v1beta1");
    }

    private Optional<View> view(Kind<?> kind, Shape shape, MediaRange range, String includeObject) {
        if (range.isJson() && !range.asksForForm()) {
            return Optional.of(new View.Plain(kind, View.JSON));
        }
        if (range.type().equals(View.YAML) && !range.asksForForm() && shape != Shape.STREAM) {
            return Optional.of(new View.Plain(kind, View.YAML));
        }
        // Where Kubernetes has protobuf, its clients are answered the same in JSON: they read what the answer says it
        // is.
        if (range.isProtobuf() && !range.asksForForm() && !kind.isCustom()) {
            return Optional.of(new View.Plain(kind, View.JSON));
        }
        for (String version : VERSIONS) {
            String apiVersion = META + "/" + version;
            // What is never read has no table: a review is asked for an answer, and that is no row.
            if (range.asksFor("Table", META, version) && kind.allows(Verb.GET)) {
                return Optional.of(new TableView(kind, apiVersion, include(includeObject), clock));
            }
            if (range.isForm("PartialObjectMetadata", META, version)) {
                return Optional.of(metadata(shape, false, apiVersion, range.isJson()));
            }
            if (range.isForm("PartialObjectMetadataList", META, version)) {
                return Optional.of(metadata(shape, true, apiVersion, range.isJson()));
            }
        }
        return Optional.empty();
    }

    /** Whoever asks for the wrong one of both forms gets nothing else, as of kube-apiserver. */
    private static View metadata(Shape shape, boolean ofList, String apiVersion, boolean typed) {
        if ((shape == Shape.LIST) == ofList) {
            return new View.MetadataOnly(apiVersion, typed);
        }
        throw StatusException.notAcceptable(
                shape == Shape.LIST
                        ? "you requested PartialObjectMetadata, but the requested object is a list"
                        : "you requested PartialObjectMetadataList, but the requested object is not a list");
    }

    private static TableView.Include include(String includeObject) {
        return switch (includeObject) {
            case "None" -> TableView.Include.NONE;
            case "", "Metadata" -> TableView.Include.METADATA;
            case "Object" -> TableView.Include.OBJECT;
            default -> throw StatusException.badRequest("includeObject must be None, Metadata or Object");
        };
    }
}
