package io.kubeforge.api.http;

import io.kubeforge.api.status.StatusException;
import io.kubeforge.model.kind.Kind;
import io.kubeforge.model.kind.Kinds;
import java.util.List;
import java.util.Locale;

/**
 * What a path below {@code /api/v1} or {@code /apis/GROUP/VERSION} names.
 *
 * @param namespace empty for all namespaces, and for kinds that are in none
 * @param name empty for a collection
 * @param subresource empty, {@code status}, or {@code finalize} for a namespace
 */
public record ResourcePath(Kind<?> kind, String namespace, String name, String subresource) {
    private static final String STATUS = "status";
    private static final String FINALIZE = "finalize";

    /** Reads a path such as {@code /apis/kubeforge.io/v1alpha1/namespaces/default/clusters/demo/status}. */
    public static ResourcePath parse(String path) {
        List<String> segments = segments(path);
        boolean isCore = segments.get(0).equals("api");
        int prefix = isCore ? 2 : 3;
        if (segments.size() <= prefix || segments.stream().anyMatch(String::isEmpty)) {
            throw StatusException.noSuchResource();
        }
        String group = isCore ? "" : segments.get(1);
        String version = segments.get(prefix - 1);
        List<String> rest = segments.subList(prefix, segments.size());
        boolean inNamespace = rest.size() >= 3 && rest.get(0).equals("namespaces") && !isSubresource(rest);
        if (inNamespace) {
            return of(kind(group, version, rest.get(2), true), rest.get(1), rest.subList(3, rest.size()));
        }
        return of(kind(group, version, rest.get(0), false), "", rest.subList(1, rest.size()));
    }

    /** Whether the path names a collection of objects. */
    public boolean isCollection() {
        return name.isEmpty();
    }

    /** Whether the path names the status of an object. */
    public boolean isStatus() {
        return subresource.equals(STATUS);
    }

    /** Whether the path names what holds a namespace. */
    public boolean isFinalize() {
        return subresource.equals(FINALIZE);
    }

    /** A slash at the end says nothing, and an escaped one is one, too, so that nothing is named by it. */
    private static List<String> segments(String path) {
        if (path.toUpperCase(Locale.ROOT).contains("%2F")) {
            throw StatusException.noSuchResource();
        }
        int end = path.endsWith("/") ? path.length() - 1 : path.length();
        return List.of(path.substring(1, end).split("/", -1));
    }

    private static boolean isSubresource(List<String> rest) {
        return rest.size() == 3 && List.of(STATUS, FINALIZE).contains(rest.get(2));
    }

    private static List<String> subresources(Kind<?> kind) {
        if (kind.equals(Kinds.NAMESPACE)) {
            return List.of(STATUS, FINALIZE);
        }
        return kind.hasStatus() ? List.of(STATUS) : List.of();
    }

    private static Kind<?> kind(String group, String version, String plural, boolean namespaced) {
        return Kinds.ALL.stream()
                .filter(kind -> kind.group().equals(group) && kind.version().equals(version))
                .filter(kind -> kind.plural().equals(plural) && (kind.namespaced() || !namespaced))
                .findFirst()
                .orElseThrow(
                        () -> isOwn(group, version) ? StatusException.noSuchResource() : StatusException.noSuchPage());
    }

    /** kube-apiserver knows the groups of its own kinds; nobody answers for what is of none of its groups. */
    private static boolean isOwn(String group, String version) {
        return Kinds.ALL.stream()
                .filter(kind -> !kind.isCustom())
                .anyMatch(kind -> kind.group().equals(group) && kind.version().equals(version));
    }

    private static ResourcePath of(Kind<?> kind, String namespace, List<String> rest) {
        boolean needsNamespace = kind.namespaced() && !rest.isEmpty() && namespace.isEmpty();
        boolean hasSubresource = rest.size() == 2 && subresources(kind).contains(rest.get(1));
        if (needsNamespace) {
            throw kind.isCustom() ? StatusException.noSuchPage() : StatusException.noSuchResource();
        }
        if (rest.size() > 1 && !hasSubresource) {
            throw StatusException.noSuchResource();
        }
        return new ResourcePath(kind, namespace, rest.isEmpty() ? "" : rest.get(0), hasSubresource ? rest.get(1) : "");
    }
}
