package io.kubeforge.api.discovery;

import io.kubeforge.model.kind.Kind;
import io.kubeforge.model.kind.Kinds;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The groups and versions in which the kinds are served. */
final class Groups {
    private Groups() {}

    /** All groups but core, each with its versions, the preferred one first. */
    static Map<String, Set<String>> named() {
        Map<String, Set<String>> groups = new LinkedHashMap<>();
        for (Kind<?> kind : Kinds.ALL) {
            if (!kind.group().isEmpty()) {
                groups.computeIfAbsent(kind.group(), group -> new LinkedHashSet<>())
                        .add(kind.version());
            }
        }
        return groups;
    }

    /** The kinds of one version of a group; none when nothing is served there. */
    static List<Kind<?>> kinds(String group, String version) {
        return Kinds.ALL.stream()
                .filter(kind -> kind.group().equals(group) && kind.version().equals(version))
                .toList();
    }

    /** Where the kinds of this one's group and version are served: {@code api/v1} or {@code apis/GROUP/VERSION}. */
    static String root(Kind<?> kind) {
        return (kind.group().isEmpty() ? "api/" : "apis/") + kind.apiVersion();
    }
}
