package io.kubeforge.api.discovery;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.model.kind.Kind;
import io.kubeforge.model.kind.Kinds;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Says which groups, versions and resources are served, and with which verbs. */
public final class Discovery {
    private static final List<String> READ = List.of("get", "list", "watch");
    private static final List<String> ALL =
            List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");
    private static final Map<Kind<?>, String> CATEGORY =
            Map.of(Kinds.CLUSTER, "kubeforge", Kinds.HOST, "kubeforge", Kinds.OPERATION, "kubeforge");

    private Discovery() {}

    /** Whether users may only read objects of this kind. */
    public static boolean isReadOnly(Kind<?> kind) {
        return kind.equals(Kinds.OPERATION);
    }

    /** The answer to {@code /api}. */
    public static ObjectNode coreVersions() {
        ObjectNode versions = typed("APIVersions");
        versions.putArray("versions").add("v1");
        versions.putArray("serverAddressByClientCIDRs");
        return versions;
    }

    /** The answer to {@code /apis}. */
    public static ObjectNode groups() {
        ObjectNode list = typed("APIGroupList").put("apiVersion", "v1");
        ArrayNode groups = list.putArray("groups");
        versions().forEach((group, versions) -> groups.add(describe(group, versions)));
        return list;
    }

    /** The answer to {@code /apis/GROUP}, when there is such a group. */
    public static Optional<ObjectNode> group(String name) {
        return Optional.ofNullable(versions().get(name)).map(versions -> ((ObjectNode) describe(name, versions))
                .put("kind", "APIGroup")
                .put("apiVersion", "v1"));
    }

    /** The answer to {@code /api/v1} or {@code /apis/GROUP/VERSION}, when something is served there. */
    public static Optional<ObjectNode> resources(String group, String version) {
        List<Kind<?>> kinds = Kinds.ALL.stream()
                .filter(kind -> kind.group().equals(group) && kind.version().equals(version))
                .toList();
        if (kinds.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode list = typed("APIResourceList").put("apiVersion", "v1");
        list.put("groupVersion", kinds.get(0).apiVersion());
        ArrayNode resources = list.putArray("resources");
        for (Kind<?> kind : kinds) {
            resources.add(resource(kind));
            if (kind.hasStatus()) {
                resources.add(status(kind));
            }
        }
        return Optional.of(list);
    }

    private static ObjectNode resource(Kind<?> kind) {
        ObjectNode resource = JsonNodeFactory.instance.objectNode();
        resource.put("name", kind.plural())
                .put("singularName", kind.singular())
                .put("namespaced", kind.namespaced())
                .put("kind", kind.name());
        addAll(resource.putArray("verbs"), isReadOnly(kind) ? READ : ALL);
        if (!kind.shortNames().isEmpty()) {
            addAll(resource.putArray("shortNames"), kind.shortNames());
        }
        if (CATEGORY.containsKey(kind)) {
            resource.putArray("categories").add(CATEGORY.get(kind));
        }
        return resource;
    }

    private static ObjectNode status(Kind<?> kind) {
        ObjectNode resource = JsonNodeFactory.instance.objectNode();
        resource.put("name", kind.plural() + "/status")
                .put("singularName", "")
                .put("namespaced", kind.namespaced())
                .put("kind", kind.name());
        addAll(resource.putArray("verbs"), isReadOnly(kind) ? List.of("get") : List.of("get", "patch", "update"));
        return resource;
    }

    private static Map<String, Set<String>> versions() {
        Map<String, Set<String>> versions = new LinkedHashMap<>();
        for (Kind<?> kind : Kinds.ALL) {
            if (!kind.group().isEmpty()) {
                versions.computeIfAbsent(kind.group(), group -> new LinkedHashSet<>())
                        .add(kind.version());
            }
        }
        return versions;
    }

    private static ObjectNode describe(String name, Set<String> versions) {
        ObjectNode group = JsonNodeFactory.instance.objectNode();
        group.put("name", name);
        ArrayNode array = group.putArray("versions");
        versions.forEach(version -> array.add(groupVersion(name, version)));
        group.set("preferredVersion", groupVersion(name, versions.iterator().next()));
        return group;
    }

    private static ObjectNode groupVersion(String group, String version) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("groupVersion", group + "/" + version)
                .put("version", version);
    }

    private static void addAll(ArrayNode array, List<String> texts) {
        texts.forEach(array::add);
    }

    private static ObjectNode typed(String kind) {
        return JsonNodeFactory.instance.objectNode().put("kind", kind);
    }
}
