package io.kubeforge.api.discovery;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.model.kind.Kind;
import io.kubeforge.model.kind.Kinds;
import io.kubeforge.model.kind.Verb;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Says in one document what is served; see <a
 * href="https://kubernetes.io/docs/concepts/overview/kubernetes-api/#aggregated-discovery">aggregated discovery</a>.
 */
public final class AggregatedDiscovery {
    public static final String GROUP = "apidiscovery.k8s.io";
    public static final String KIND = "APIGroupDiscoveryList";

    private AggregatedDiscovery() {}

    /** The answer to {@code /api}, in this version of the document. */
    public static ObjectNode core(String documentVersion) {
        return document(documentVersion, Map.of("", Set.of("v1")));
    }

    /** The answer to {@code /apis}, in this version of the document. */
    public static ObjectNode groups(String documentVersion) {
        return document(documentVersion, Groups.named());
    }

    private static ObjectNode document(String version, Map<String, Set<String>> groups) {
        ObjectNode list = JsonNodeFactory.instance.objectNode();
        list.put("kind", KIND).put("apiVersion", GROUP + "/" + version);
        list.putObject("metadata");
        ArrayNode items = list.putArray("items");
        groups.forEach((group, versions) -> items.add(group(group, versions)));
        return list;
    }

    private static ObjectNode group(String name, Set<String> versions) {
        ObjectNode group = JsonNodeFactory.instance.objectNode();
        ObjectNode metadata = group.putObject("metadata");
        if (!name.isEmpty()) {
            metadata.put("name", name);
        }
        ArrayNode array = group.putArray("versions");
        for (String version : versions) {
            ObjectNode described = array.addObject().put("version", version);
            ArrayNode resources = described.putArray("resources");
            Groups.kinds(name, version).forEach(kind -> resources.add(resource(kind)));
            described.put("freshness", "Current");
        }
        return group;
    }

    private static ObjectNode resource(Kind<?> kind) {
        ObjectNode resource = JsonNodeFactory.instance.objectNode();
        resource.put("resource", kind.plural());
        resource.set("responseKind", responseKind(kind));
        resource.put("scope", kind.namespaced() ? "Namespaced" : "Cluster").put("singularResource", kind.singular());
        Discovery.addVerbs(resource, Discovery.verbs(kind));
        Discovery.addTexts(resource, "shortNames", kind.shortNames());
        Discovery.addTexts(resource, "categories", kind.categories());
        if (kind.equals(Kinds.NAMESPACE)) {
            addSubresource(resource, kind, "finalize", Discovery.FINALIZE_VERBS);
        }
        if (kind.hasStatus()) {
            addSubresource(resource, kind, "status", Discovery.statusVerbs(kind));
        }
        return resource;
    }

    private static void addSubresource(ObjectNode resource, Kind<?> kind, String name, List<Verb> verbs) {
        ObjectNode subresource =
                resource.withArrayProperty("subresources").addObject().put("subresource", name);
        subresource.set("responseKind", responseKind(kind));
        Discovery.addVerbs(subresource, verbs);
    }

    /** As kube-apiserver, it leaves the version of Kubernetes' own kinds to the list that they are in. */
    private static ObjectNode responseKind(Kind<?> kind) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("group", kind.isCustom() ? kind.group() : "")
                .put("version", kind.isCustom() ? kind.version() : "")
                .put("kind", kind.name());
    }
}
