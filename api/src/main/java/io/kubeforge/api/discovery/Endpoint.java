package io.kubeforge.api.discovery;

import io.kubeforge.model.kind.Kind;
import io.kubeforge.model.kind.Kinds;
import io.kubeforge.model.kind.Verb;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One method of one path, as both versions of OpenAPI describe it.
 *
 * @param path e.g. {@code /api/v1/namespaces/{namespace}/secrets/{name}}
 * @param method the HTTP method in lower case
 * @param action what Kubernetes calls it, e.g. {@code deletecollection}
 * @param id the operation's ID
 * @param consumes the content types of the body; none for no body
 * @param body name of the body's schema; empty for no body
 * @param code the HTTP status of success
 * @param answer name of the answer's schema
 */
record Endpoint(
        String path,
        String method,
        String action,
        String id,
        Kind<?> kind,
        List<Parameter> parameters,
        List<String> consumes,
        String body,
        int code,
        String answer) {
    private static final List<String> OBJECTS = List.of("application/json", "application/yaml");
    private static final String STATUS = "Status";

    /** Everything that can be done with a kind. */
    static List<Endpoint> of(Kind<?> kind) {
        List<Endpoint> endpoints = new ArrayList<>();
        String root = "/" + Groups.root(kind) + "/";
        Place all = new Place(kind, root + kind.plural(), List.of(), "ForAllNamespaces");
        Place scope = kind.namespaced()
                ? new Place(kind, root + "namespaces/{namespace}/" + kind.plural(), List.of(Parameter.NAMESPACE), "")
                : new Place(kind, root + kind.plural(), List.of(), "");
        if (kind.namespaced() && kind.allows(Verb.LIST)) {
            endpoints.add(all.endpoint("get", "list", 200, Parameter.LIST));
        }
        addCollection(endpoints, scope);
        addItem(endpoints, scope.item(""));
        if (kind.hasStatus()) {
            addStatus(endpoints, scope.item("status"));
        }
        if (kind.equals(Kinds.NAMESPACE)) {
            endpoints.add(scope.item("finalize").endpoint("put", "replace", 200, Parameter.WRITE));
        }
        return endpoints;
    }

    private static void addCollection(List<Endpoint> endpoints, Place collection) {
        Kind<?> kind = collection.kind();
        if (kind.allows(Verb.LIST)) {
            endpoints.add(collection.endpoint("get", "list", 200, Parameter.LIST));
        }
        if (kind.allows(Verb.CREATE)) {
            endpoints.add(collection.endpoint("post", "create", 201, Parameter.WRITE));
        }
        if (kind.allows(Verb.DELETECOLLECTION)) {
            List<Parameter> parameters = new ArrayList<>(Parameter.DELETE);
            parameters.addAll(Parameter.LIST.stream()
                    .filter(parameter -> !parameter.equals(Parameter.WATCH)
                            && !parameter.equals(Parameter.BOOKMARKS)
                            && !parameter.equals(Parameter.INITIAL_EVENTS))
                    .toList());
            endpoints.add(collection.endpoint("delete", "deletecollection", 200, parameters));
        }
    }

    private static void addItem(List<Endpoint> endpoints, Place item) {
        Kind<?> kind = item.kind();
        if (kind.allows(Verb.GET)) {
            endpoints.add(item.endpoint("get", "get", 200, List.of(Parameter.RESOURCE_VERSION)));
        }
        if (kind.allows(Verb.DELETE)) {
            endpoints.add(item.endpoint("delete", "delete", 200, Parameter.DELETE));
        }
        addChanges(endpoints, item);
    }

    private static void addStatus(List<Endpoint> endpoints, Place status) {
        endpoints.add(status.endpoint("get", "get", 200, List.of(Parameter.RESOURCE_VERSION)));
        addChanges(endpoints, status);
    }

    private static void addChanges(List<Endpoint> endpoints, Place item) {
        if (item.kind().allows(Verb.UPDATE)) {
            endpoints.add(item.endpoint("put", "replace", 200, Parameter.WRITE));
        }
        if (item.kind().allows(Verb.PATCH)) {
            List<Parameter> parameters = new ArrayList<>(Parameter.WRITE);
            parameters.add(Parameter.FORCE);
            endpoints.add(item.endpoint("patch", "patch", 200, parameters));
        }
    }

    /** A path of a kind: its collections, an object, a subresource of an object. */
    private record Place(Kind<?> kind, String path, List<Parameter> inPath, String suffix) {
        Place item(String subresource) {
            List<Parameter> parameters = new ArrayList<>(inPath);
            parameters.add(Parameter.NAME);
            if (subresource.isEmpty()) {
                return new Place(kind, path + "/{name}", parameters, "");
            }
            return new Place(kind, path + "/{name}/" + subresource, parameters, capital(subresource));
        }

        Endpoint endpoint(String method, String verb, int code, List<Parameter> query) {
            List<Parameter> parameters = new ArrayList<>(inPath);
            parameters.addAll(query);
            parameters.add(Parameter.PRETTY);
            return new Endpoint(
                    path,
                    method,
                    action(method, verb),
                    id(verb),
                    kind,
                    parameters,
                    consumes(method),
                    body(method),
                    code,
                    answer(verb));
        }

        private static String action(String method, String verb) {
            return switch (verb) {
                case "list", "deletecollection" -> verb;
                default -> method;
            };
        }

        private String id(String verb) {
            String group = kind.group().isEmpty() ? "core" : kind.group().replace(".k8s.io", "");
            StringBuilder id = new StringBuilder(verb);
            for (String part : group.split("\\.")) {
                id.append(capital(part));
            }
            id.append(capital(kind.version()));
            id.append(inPath.contains(Parameter.NAMESPACE) ? "Namespaced" : "");
            return id.append(kind.name()).append(suffix).toString();
        }

        private static String capital(String word) {
            return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
        }

        private List<String> consumes(String method) {
            return switch (method) {
                case "post", "put" -> OBJECTS;
                case "delete" -> List.of("application/json");
                case "patch" ->
                    kind.group().isEmpty()
                            ? List.of(
                                    "application/json-patch+json",
                                    "application/merge-patch+json",
                                    "application/strategic-merge-patch+json")
                            : List.of("application/json-patch+json", "application/merge-patch+json");
                default -> List.of();
            };
        }

        private String body(String method) {
            return switch (method) {
                case "post", "put" -> Schemas.name(kind);
                case "delete" -> Schemas.DELETE_OPTIONS;
                case "patch" -> Schemas.PATCH;
                default -> "";
            };
        }

        private String answer(String verb) {
            return switch (verb) {
                case "list", "deletecollection" -> Schemas.name(kind) + "List";
                case "delete" -> Schemas.META + STATUS;
                default -> Schemas.name(kind);
            };
        }
    }
}
