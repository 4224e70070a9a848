package io.kubeforge.api.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.api.selector.Selection;
import io.kubeforge.api.status.StatusException;
import io.kubeforge.api.view.ListMeta;
import io.kubeforge.model.kind.Kind;
import io.kubeforge.store.FutureVersionException;
import io.kubeforge.store.GoneException;
import io.kubeforge.store.ObjectKey;
import io.kubeforge.store.ObjectPage;
import io.kubeforge.store.ObjectScan;
import io.kubeforge.store.ResourceStore;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Lists collections as {@link ListOptions} say: whole or in pages, as they are or as they were. */
@Singleton
public final class Listing {
    /** What is said of a version of a list that the store has forgotten. */
    public static final String VERSION_EXPIRED = "The resourceVersion for the provided list is too old.";

    /** How many objects are looked at in one step to find those that a selector wants. */
    private static final int STEP = 500;
    /** How long kube-apiserver waits for a version that it has not seen yet. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final String TOKEN_EXPIRED = "The provided continue parameter is too old to display a consistent"
            + " list result. You can start a new list without the continue parameter, or use the continue token in this"
            + " response to retrieve the remainder of the results. Continuing with the provided token results in an"
            + " inconsistent list - objects that were created, modified, or deleted between the time the first chunk was"
            + " returned and now may show up in the list.";

    private final ResourceStore store;
    private final ComputedResources computed;

    Listing(ResourceStore store, ComputedResources computed) {
        this.store = store;
        this.computed = computed;
    }

    /**
     * Some objects of a collection, and what their list says of itself.
     *
     * @param items are read from the store while they are asked for
     */
    public record Listed(Iterator<ObjectNode> items, ListMeta meta) {}

    /** The selected objects of a namespace, or of all when it is empty. */
    public Listed list(Kind<?> kind, String namespace, Selection selection, ListOptions options) {
        awaitVersion(options.reached());
        if (!kind.isStored()) {
            return new Listed(computed.list(kind, selection).iterator(), ListMeta.of(store.currentVersion()));
        }
        try {
            if (options.limit() == 0) {
                return whole(kind, namespace, selection, options);
            }
            return selection.isEverything()
                    ? page(kind, namespace, options)
                    : search(kind, namespace, selection, options);
        } catch (GoneException e) {
            throw options.from() == null
                    ? StatusException.expired(VERSION_EXPIRED)
                    : StatusException.expired(
                            TOKEN_EXPIRED, options.from().inLatest().text());
        } catch (FutureVersionException e) {
            throw StatusException.tooLargeVersion(e.asked(), e.current());
        }
    }

    /** A client that was shown a version by another replica must not be shown less: waits a little for it. */
    public void awaitVersion(long version) {
        try {
            if (version > 0) {
                store.awaitVersion(version, PATIENCE);
            }
        } catch (FutureVersionException e) {
            throw StatusException.tooLargeVersion(e.asked(), e.current());
        }
    }

    private Listed whole(Kind<?> kind, String namespace, Selection selection, ListOptions options) {
        ObjectScan scan = store.scan(kind, scope(namespace), options.version(), last(kind, namespace, options));
        return new Listed(scan.objects().filter(selection::contains).iterator(), ListMeta.of(scan.resourceVersion()));
    }

    private Listed page(Kind<?> kind, String namespace, ListOptions options) {
        ObjectPage page =
                store.page(kind, scope(namespace), options.version(), last(kind, namespace, options), options.limit());
        if (!page.more()) {
            return new Listed(page.items().iterator(), ListMeta.of(page.resourceVersion()));
        }
        ObjectKey last = page.last(kind);
        Long remaining = store.count(kind, scope(namespace), page.resourceVersion(), last)
                .orElse(null);
        return listed(page.items(), page.resourceVersion(), namespace, last, remaining);
    }

    /** Fills a page with selected objects; like kube-apiserver it does not look whether what follows is selected, too. */
    private Listed search(Kind<?> kind, String namespace, Selection selection, ListOptions options) {
        List<ObjectNode> found = new ArrayList<>();
        ObjectKey last = last(kind, namespace, options);
        Long version = options.version();
        while (true) {
            ObjectPage page = store.page(kind, scope(namespace), version, last, STEP);
            version = page.resourceVersion();
            for (ObjectNode object : page.items()) {
                if (found.size() == options.limit()) {
                    return listed(found, version, namespace, last, null);
                }
                last = ObjectKey.of(kind, object);
                if (selection.contains(object)) {
                    found.add(object);
                }
            }
            if (!page.more()) {
                return new Listed(found.iterator(), ListMeta.of(version));
            }
        }
    }

    private static Listed listed(
            List<ObjectNode> items, long version, String namespace, ObjectKey last, Long remaining) {
        String token = ContinueToken.after(version, namespace, last).text();
        return new Listed(items.iterator(), new ListMeta(version, token, remaining));
    }

    private static ObjectKey last(Kind<?> kind, String namespace, ListOptions options) {
        return options.from() == null ? null : options.from().last(kind, namespace);
    }

    private static String scope(String namespace) {
        return namespace.isEmpty() ? null : namespace;
    }
}
