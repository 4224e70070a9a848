package io.kubeforge.api.view;

import io.kubeforge.api.status.StatusException;
import io.kubeforge.model.kind.Kind;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Chooses, from an {@code Accept} header, the first representation that is to be had. */
@Singleton
public final class Views {
    private final Clock clock = Clock.systemUTC();

    /** The view that a client accepts; a table carries what {@code includeObject} says. */
    public View choose(Kind<?> kind, String accept, String includeObject) {
        if (accept.isBlank()) {
            return new View.Plain(kind);
        }
        for (String range : accept.split(",")) {
            Optional<View> view = view(kind, range, includeObject);
            if (view.isPresent()) {
                return view.get();
            }
        }
        throw StatusException.notAcceptable("only application/json can be answered, and of it the forms Table,"
                + " PartialObjectMetadata and PartialObjectMetadataList of meta.k8s.io/v1");
    }

    private Optional<View> view(Kind<?> kind, String range, String includeObject) {
        String[] parts = range.split(";");
        String type = parts[0].trim().toLowerCase(Locale.ROOT);
        if (!type.equals("application/json") && !type.equals("application/*") && !type.equals("*/*")) {
            return Optional.empty();
        }
        Map<String, String> parameters = new HashMap<>();
        for (int i = 1; i < parts.length; i++) {
            String[] parameter = parts[i].trim().split("=", 2);
            parameters.put(parameter[0], parameter.length == 2 ? parameter[1] : "");
        }
        String form = parameters.get("as");
        if (form == null) {
            return Optional.of(new View.Plain(kind));
        }
        if (!"v1".equals(parameters.get("v")) || !"meta.k8s.io".equals(parameters.get("g"))) {
            return Optional.empty();
        }
        return switch (form) {
            case "Table" -> Optional.of(new TableView(kind, include(includeObject), clock));
            case "PartialObjectMetadata", "PartialObjectMetadataList" -> Optional.of(new View.MetadataOnly());
            default -> Optional.empty();
        };
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
