package io.kubeforge.api.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.api.selector.Selection;
import io.kubeforge.api.status.StatusException;
import io.kubeforge.model.kind.Kind;
import io.kubeforge.model.kind.Kinds;
import io.kubeforge.model.schema.FieldError;
import io.kubeforge.model.validation.Admission;
import io.kubeforge.store.AlreadyExistsException;
import io.kubeforge.store.ConflictException;
import io.kubeforge.store.DeleteResult;
import io.kubeforge.store.NotFoundException;
import io.kubeforge.store.ObjectKey;
import io.kubeforge.store.ObjectList;
import io.kubeforge.store.ObjectRules;
import io.kubeforge.store.ResourceStore;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** What can be done with the objects of every kind; knows neither HTTP nor how anything is stored. */
@Singleton
public final class Resources {
    private static final String DEFAULT_NAMESPACE = "default";
    private static final int NOT_FOUND = 404;

    private final ResourceStore store;
    private final ComputedResources computed;
    private final Namespaces namespaces;
    private final ReferenceWarnings references;
    private final Changes changes;
    private final Clock clock = Clock.systemUTC();

    Resources(
            ResourceStore store,
            ComputedResources computed,
            Namespaces namespaces,
            ReferenceWarnings references,
            Changes changes) {
        this.store = store;
        this.computed = computed;
        this.namespaces = namespaces;
        this.references = references;
        this.changes = changes;
    }

    /** The object of this name. */
    public ObjectNode get(Kind<?> kind, String namespace, String name) {
        if (!kind.isStored()) {
            return computed.get(kind, name);
        }
        return store.get(new ObjectKey(kind, namespace, name)).orElseThrow(() -> StatusException.notFound(kind, name));
    }

    /** The selected objects of a namespace, or of all when it is empty, as they were at one version. */
    public ObjectList list(Kind<?> kind, String namespace, Selection selection) {
        ObjectList all = store.list(kind, namespace.isEmpty() ? null : namespace);
        List<ObjectNode> selected =
                all.items().stream().filter(selection::contains).toList();
        return new ObjectList(all.resourceVersion(), selected);
    }

    /** Stores a new object, or says everything that is wrong with it. */
    public Written create(Kind<?> kind, String namespace, ObjectNode object, WriteOptions options) {
        Intake.requireReadable(kind, object);
        Intake.address(kind, namespace, "", object);
        Intake.clean(kind, object);
        Admission admission = Admission.of(kind);
        List<String> warnings = new ArrayList<>();
        List<String> unknown = UnknownFields.sentences(options.doubled(), admission.prune(object));
        if (options.validation() == WriteOptions.Validation.STRICT && !unknown.isEmpty()) {
            throw StatusException.badRequest(UnknownFields.refusal(kind, unknown));
        }
        if (options.validation() == WriteOptions.Validation.WARN) {
            warnings.addAll(unknown);
        }
        admission.completeNew(object, clock.instant());
        String name = object.at("/metadata/name").asText();
        List<FieldError> errors = admission.checkNew(object);
        if (!errors.isEmpty()) {
            throw StatusException.invalid(kind, name, errors);
        }
        namespaces.requireOpen(kind, namespace, name);
        ObjectNode created = store(kind, name, object, options);
        warnings.addAll(admission.warnings(created));
        warnings.addAll(references.of(kind, created));
        return new Written(created, warnings);
    }

    private ObjectNode store(Kind<?> kind, String name, ObjectNode object, WriteOptions options) {
        ObjectKey key = ObjectKey.of(kind, object);
        if (options.dryRun()) {
            if (store.get(key).isPresent()) {
                throw taken(key);
            }
            return ObjectRules.atBirth(key, object, UUID.randomUUID().toString(), clock.instant());
        }
        try {
            return store.create(kind, object);
        } catch (AlreadyExistsException e) {
            throw taken(key);
        }
    }

    private StatusException taken(ObjectKey key) {
        boolean isGoing = store.get(key).filter(ObjectRules::isDeleting).isPresent();
        return isGoing
                ? StatusException.stillExists(key.kind(), key.name())
                : StatusException.alreadyExists(key.kind(), key.name());
    }

    /** Changes an object, or only its status, or says everything that is wrong with the change. */
    public Written change(Kind<?> kind, String namespace, String name, Change change, WriteOptions options) {
        ObjectKey key = new ObjectKey(kind, namespace, name);
        List<String> warnings = new ArrayList<>();
        ObjectNode changed;
        try {
            changed = options.dryRun()
                    ? wouldChange(key, change, options, warnings)
                    : store.update(key, old -> changes.apply(kind, old, change, options, warnings));
        } catch (NotFoundException e) {
            throw StatusException.notFound(kind, name);
        } catch (ConflictException e) {
            throw StatusException.conflict(kind, name, Changes.MODIFIED_MEANWHILE);
        }
        if (!change.ofStatus()) {
            warnings.addAll(Admission.of(kind).warnings(changed));
            warnings.addAll(references.of(kind, changed));
        }
        return new Written(changed, warnings.stream().distinct().toList());
    }

    private ObjectNode wouldChange(ObjectKey key, Change change, WriteOptions options, List<String> warnings) {
        ObjectNode old = get(key.kind(), key.namespace(), key.name());
        return ObjectRules.changed(key, old, changes.apply(key.kind(), old, change, options, warnings));
    }

    /** Deletes an object, or asks its finalizers to let it go. */
    public DeleteResult delete(Kind<?> kind, String namespace, String name, DeleteOptions options) {
        if (kind.equals(Kinds.NAMESPACE) && name.equals(DEFAULT_NAMESPACE)) {
            throw StatusException.forbidden(kind, name, "this namespace may not be deleted");
        }
        ObjectKey key = new ObjectKey(kind, namespace, name);
        try {
            if (options.dryRun()) {
                return store.wouldDelete(key, options.uid(), options.resourceVersion(), options.propagation());
            }
            DeleteResult result = store.delete(key, options.uid(), options.resourceVersion(), options.propagation());
            return kind.equals(Kinds.NAMESPACE) && !result.gone() ? namespaces.terminating(name, result) : result;
        } catch (NotFoundException e) {
            throw StatusException.notFound(kind, name);
        } catch (ConflictException e) {
            throw e.isPrecondition()
                    ? StatusException.unmetPrecondition(kind, name, e.why())
                    : StatusException.conflict(kind, name, e.why());
        }
    }

    /** Deletes the selected objects of a namespace and returns them as they were; what goes meanwhile is left out. */
    public ObjectList deleteAll(Kind<?> kind, String namespace, Selection selection, DeleteOptions options) {
        ObjectList wanted = list(kind, namespace, selection);
        List<ObjectNode> deleted = new ArrayList<>();
        for (ObjectNode object : wanted.items()) {
            String name = object.at("/metadata/name").asText();
            DeleteOptions thisOne = options.of(object.at("/metadata/uid").asText());
            try {
                delete(kind, namespace, name, thisOne);
                deleted.add(object);
            } catch (StatusException e) {
                if (e.code() != NOT_FOUND) {
                    throw e;
                }
            }
        }
        return new ObjectList(wanted.resourceVersion(), deleted);
    }
}
