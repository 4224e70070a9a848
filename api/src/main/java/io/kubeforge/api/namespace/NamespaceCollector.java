package io.kubeforge.api.namespace;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.model.kind.Kind;
import io.kubeforge.model.kind.Kinds;
import io.kubeforge.store.DeleteResult;
import io.kubeforge.store.NotFoundException;
import io.kubeforge.store.ObjectKey;
import io.kubeforge.store.ObjectRules;
import io.kubeforge.store.ResourceStore;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Empties namespaces that are being deleted: clusters first, then hosts, and credentials last, for a cluster's teardown
 * needs both. It looks at what is there, not at what happened, so any number of replicas may do it at once.
 */
@Singleton
class NamespaceCollector {
    private static final Logger LOG = LoggerFactory.getLogger(NamespaceCollector.class);
    private static final List<List<Kind<?>>> ORDER = List.of(
            List.of(Kinds.CLUSTER),
            List.of(Kinds.HOST),
            List.of(Kinds.SECRET, Kinds.CONFIG_MAP, Kinds.OPERATION, Kinds.EVENT));

    private final ResourceStore store;

    NamespaceCollector(ResourceStore store) {
        this.store = store;
    }

    /** Takes every namespace that is being deleted as far as it can go now. */
    void collect() {
        for (ObjectNode namespace : store.list(Kinds.NAMESPACE, null).items()) {
            if (ObjectRules.isDeleting(namespace)) {
                String name = namespace.at("/metadata/name").asText();
                if (isEmptied(name) && !SpecFinalizers.isHeldByOthers(namespace)) {
                    release(name);
                }
            }
        }
    }

    /** Also takes away what was created in the very moment in which its namespace went. */
    void collectOrphans() {
        Set<String> known = new HashSet<>();
        store.list(Kinds.NAMESPACE, null)
                .items()
                .forEach(namespace -> known.add(namespace.at("/metadata/name").asText()));
        Set<String> orphaned = new HashSet<>();
        for (Kind<?> kind : Kinds.STORED) {
            if (kind.namespaced()) {
                store.scan(kind, null)
                        .objects()
                        .map(object -> object.at("/metadata/namespace").asText())
                        .filter(namespace -> !known.contains(namespace))
                        .forEach(orphaned::add);
            }
        }
        for (String namespace : orphaned) {
            if (store.get(new ObjectKey(Kinds.NAMESPACE, "", namespace)).isEmpty()) {
                isEmptied(namespace);
            }
        }
    }

    private boolean isEmptied(String namespace) {
        for (List<Kind<?>> stage : ORDER) {
            List<ObjectKey> held = new ArrayList<>();
            stage.forEach(kind -> held.addAll(deleteAll(kind, namespace)));
            if (!held.isEmpty()) {
                LOG.debug("Namespace {} waits for {}", namespace, held.get(0).name());
                return false;
            }
        }
        return true;
    }

    /** Deletes the objects of a kind and returns those that their finalizers hold. */
    private List<ObjectKey> deleteAll(Kind<?> kind, String namespace) {
        List<ObjectKey> held = new ArrayList<>();
        for (ObjectNode object : store.list(kind, namespace).items()) {
            ObjectKey key =
                    new ObjectKey(kind, namespace, object.at("/metadata/name").asText());
            boolean isAsked = ObjectRules.isDeleting(object);
            if (isAsked || !isGone(key)) {
                held.add(key);
            }
        }
        return held;
    }

    private boolean isGone(ObjectKey key) {
        try {
            DeleteResult result = store.delete(key, null, null);
            return result.gone();
        } catch (NotFoundException goneMeanwhile) {
            return true;
        }
    }

    private void release(String name) {
        LOG.info("Releasing namespace {}: nothing is left in it", name);
        try {
            store.update(new ObjectKey(Kinds.NAMESPACE, "", name), namespace -> {
                SpecFinalizers.empty(namespace);
                return namespace;
            });
        } catch (NotFoundException goneMeanwhile) {
            LOG.debug("Namespace {} was released by another replica", name);
        }
    }
}
