package io.kubeforge.api.view;

import io.kubeforge.api.status.StatusException;
import io.kubeforge.model.kind.Kind;
import io.kubeforge.model.kind.Verb;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;

/** Chooses, from an {@code Accept} header, the first representation that is to be had. */
@Singleton
public final class Views {
    private static final String META = "meta.k8s.io";

    private final Clock clock = Clock.systemUTC();

    /** The view that a client accepts; a table carries what {@code includeObject} says. */
    public View choose(Kind<?> kind, String accept, String includeObject) {
        for (MediaRange range : MediaRange.parse(accept)) {
            Optional<View> view = view(kind, range, includeObject);
            if (view.isPresent()) {
                return view.get();
            }
        }
        throw StatusException.notAcceptable("only application/json can be answered, and of it the forms Table,"
                + " PartialObjectMetadata and PartialObjectMetadataList of meta.k8s.io/v1");
    }

    private Optional<View> view(Kind<?> kind, MediaRange range, String includeObject) {
        if (range.isJson() && !range.asksForForm()) {
            return Optional.of(new View.Plain(kind));
        }
        // What is never read has no table: a review is asked for an answer, and that is no row.
        if (range.asksFor("Table", META, "v1") && kind.allows(Verb.GET)) {
            return Optional.of(new TableView(kind, include(includeObject), clock));
        }
        if (range.asksFor("PartialObjectMetadata", META, "v1")
                || range.asksFor("PartialObjectMetadataList", META, "v1")) {
            return Optional.of(new View.MetadataOnly());
        }
        return Optional.empty();
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
