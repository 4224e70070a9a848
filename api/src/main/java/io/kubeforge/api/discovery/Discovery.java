package io.kubeforge.api.discovery;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.model.kind.Kind;
import io.kubeforge.model.kind.Kinds;
import io.kubeforge.model.kind.Verb;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Says which groups, versions and resources are served, and with which verbs: one document for each. */
public final class Discovery {
    /** What may be done with what holds a namespace. */
    static final List<Verb> FINALIZE_VERBS = List.of(Verb.UPDATE);

    private static final List<Verb> CUSTOM_ORDER = List.of(
            Verb.DELETE, Verb.DELETECOLLECTION, Verb.GET, Verb.LIST, Verb.PATCH, Verb.CREATE, Verb.UPDATE, Verb.WATCH);

    private Discovery() {}

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
        Groups.named().forEach((group, versions) -> groups.add(describe(group, versions)));
        return list;
    }

    /** The answer to {@code /apis/GROUP}, when there is such a group. */
    public static Optional<ObjectNode> group(String name) {
        return Optional.ofNullable(Groups.named().get(name))
                .map(versions -> typed("APIGroup").put("apiVersion", "v1").setAll(describe(name, versions)));
    }

    /** The answer to {@code /api/v1} or {@code /apis/GROUP/VERSION}, when something is served there. */
    public static Optional<ObjectNode> resources(String group, String version) {
        List<Kind<?>> kinds = Groups.kinds(group, version);
        if (kinds.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode list = typed("APIResourceList");
        // The list of core kinds is older than the field.
        if (!group.isEmpty()) {
            list.put("apiVersion", "v1");
        }
        list.put("groupVersion", kinds.get(0).apiVersion());
        ArrayNode resources = list.putArray("resources");
        for (Kind<?> kind : kinds) {
            resources.add(resource(kind));
            if (kind.equals(Kinds.NAMESPACE)) {
                resources.add(subresource(kind, "finalize", FINALIZE_VERBS));
            }
            if (kind.hasStatus()) {
                resources.add(subresource(kind, "status", statusVerbs(kind)));
            }
        }
        return Optional.of(list);
    }

    /** What may be done with a kind, in the order in which kube-apiserver says it: of custom kinds reading comes first. */
    static List<Verb> verbs(Kind<?> kind) {
        return kind.isCustom() ? CUSTOM_ORDER.stream().filter(kind::allows).toList() : kind.verbs();
    }

    /** What may be done with the status of an object of this kind. */
    static List<Verb> statusVerbs(Kind<?> kind) {
        return kind.verbs().stream()
                .filter(List.of(Verb.GET, Verb.PATCH, Verb.UPDATE)::contains)
                .toList();
    }

    static void addTexts(ObjectNode target, String field, List<String> texts) {
        if (!texts.isEmpty()) {
            ArrayNode array = target.putArray(field);
            texts.forEach(array::add);
        }
    }

    static void addVerbs(ObjectNode target, List<Verb> verbs) {
        addTexts(target, "verbs", verbs.stream().map(Verb::word).toList());
    }

    private static ObjectNode resource(Kind<?> kind) {
        ObjectNode resource = JsonNodeFactory.instance.objectNode();
        resource.put("name", kind.plural())
                .put("singularName", kind.singular())
                .put("namespaced", kind.namespaced())
                .put("kind", kind.name());
        addVerbs(resource, verbs(kind));
        addTexts(resource, "shortNames", kind.shortNames());
        addTexts(resource, "categories", kind.categories());
        return resource;
    }

    private static ObjectNode subresource(Kind<?> kind, String name, List<Verb> verbs) {
        ObjectNode resource = JsonNodeFactory.instance.objectNode();
        resource.put("name", kind.plural() + "/" + name)
                .put("singularName", "")
                .put("namespaced", kind.namespaced())
                .put("kind", kind.name());
        addVerbs(resource, verbs);
        return resource;
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

    private static ObjectNode typed(String kind) {
        return JsonNodeFactory.instance.objectNode().put("kind", kind);
    }
}
