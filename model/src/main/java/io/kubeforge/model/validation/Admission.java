package io.kubeforge.model.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.kubeforge.model.kind.Kind;
import io.kubeforge.model.kind.Kinds;
import io.kubeforge.model.schema.FieldError;
import io.kubeforge.model.schema.FieldErrors;
import io.kubeforge.model.schema.Schema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Decides what may be stored as an object of one kind; pure: it sees no other object. */
public final class Admission {
    private static final Rules NO_RULES = new Rules() {};
    private static final Map<Kind<?>, Rules> RULES = Map.of(
            Kinds.CLUSTER, new ClusterRules(),
            Kinds.HOST, new HostRules(),
            Kinds.SECRET, new SecretRules(),
            Kinds.CONFIG_MAP, new ConfigMapRules(),
            Kinds.NAMESPACE, new NamespaceRules(),
            Kinds.EVENT, new EventRules());

    private final Kind<?> kind;
    private final Schema schema;
    private final Rules rules;

    private Admission(Kind<?> kind) {
        this.kind = kind;
        this.schema = kind.schema();
        this.rules = RULES.getOrDefault(kind, NO_RULES);
    }

    /** The admission of this kind. */
    public static Admission of(Kind<?> kind) {
        return new Admission(kind);
    }

    /** Removes fields that the kind does not have, in place, and returns their paths. */
    public List<String> prune(ObjectNode object) {
        return schema.prune(object);
    }

    /**
     * What makes it impossible to read what a client sent as an object: wrong types, and bytes that are no base64. Of an
     * object of a kind of our own only the metadata is read so; its other types are checked with everything else.
     */
    public List<FieldError> unreadable(ObjectNode object) {
        ObjectNode read = object.deepCopy();
        schema.applyDefaults(read);
        FieldErrors structure = new FieldErrors();
        schema.check("", read, structure);
        List<FieldError> wrong = structure.list().stream()
                .filter(error -> error.reason().equals(FieldError.TYPE_INVALID))
                .filter(error -> kind.group().isEmpty() || error.field().startsWith("metadata"))
                .toList();
        if (!wrong.isEmpty()) {
            return wrong;
        }
        FieldErrors encoding = new FieldErrors();
        rules.checkEncoding(read, encoding);
        return encoding.list();
    }

    /** Completes a new object in place: defaults, and what it is born with; a status in it is dropped. */
    public void completeNew(ObjectNode object, Instant now) {
        if (kind.hasStatus()) {
            object.remove("status");
        }
        schema.applyDefaults(object);
        if (hasRightTypes(object)) {
            Metadata.normalise(object);
            rules.normalise(object);
            rules.atBirth(object, now);
        }
    }

    /** Completes a changed object in place: defaults, the old status, finalizers that may not be dropped. */
    public void completeChanged(ObjectNode old, ObjectNode object) {
        if (kind.hasStatus()) {
            restore(old, object, "status");
        }
        rules.keptFields().forEach(field -> restore(old, object, field));
        schema.applyDefaults(object);
        if (hasRightTypes(object)) {
            Metadata.normalise(object);
            rules.normalise(object);
            keepFinalizers(old, object);
        }
    }

    /** Completes a changed status in place, as the object is completed by {@link #completeChanged}. */
    public void completeStatus(ObjectNode object) {
        if (!object.has("status")) {
            return;
        }
        ObjectNode part = object.objectNode();
        part.set("status", object.path("status"));
        schema.applyDefaults(part);
        restore(part, object, "status");
    }

    /** Everything that is wrong with a new object. */
    public List<FieldError> checkNew(ObjectNode object) {
        FieldErrors errors = new FieldErrors();
        checkObject(object, errors);
        return errors.list();
    }

    /** Everything that is wrong with a changed object, what may not change included. */
    public List<FieldError> checkChanged(ObjectNode old, ObjectNode object) {
        FieldErrors errors = new FieldErrors();
        boolean sound = checkObject(object, errors);
        Metadata.checkUpdate(old.path("metadata"), object.path("metadata"), errors);
        if (sound) {
            ObjectNode before = old.deepCopy();
            schema.applyDefaults(before);
            rules.checkUpdate(before, object, errors);
        }
        return errors.list();
    }

    /** Everything that is wrong with the status of an object. */
    public List<FieldError> checkStatus(ObjectNode object) {
        FieldErrors errors = new FieldErrors();
        if (object.has("status")) {
            schema.check("", object, errors);
        }
        return errors.list();
    }

    /** What is allowed but probably not meant. */
    public List<String> warnings(ObjectNode object) {
        List<String> warnings = new ArrayList<>(Finalizers.warnings(object.at("/metadata/finalizers")));
        warnings.addAll(rules.warnings(object));
        return warnings;
    }

    private boolean checkObject(ObjectNode object, FieldErrors errors) {
        List<FieldError> structure = structure(object);
        boolean sound = structure.stream()
                .noneMatch(error -> error.reason().equals(FieldError.TYPE_INVALID)
                        || error.reason().equals(FieldError.REQUIRED));
        structure.forEach(errors::add);
        if (object.path("metadata").isObject()
                && structure.stream().noneMatch(error -> error.field().startsWith("metadata"))) {
            Metadata.check(object.get("metadata"), kind, errors);
        }
        if (sound) {
            rules.check(object, errors);
        }
        return sound;
    }

    /** What the schema does not allow; what an owner lacks is told by {@link Metadata}. */
    private List<FieldError> structure(ObjectNode object) {
        FieldErrors structure = new FieldErrors();
        schema.check("", object, structure);
        return structure.list().stream()
                .filter(error -> !(error.reason().equals(FieldError.REQUIRED)
                        && error.field().startsWith(Metadata.OWNERS)))
                .toList();
    }

    /** Else it is refused later, and until then nobody may rely on its structure. */
    private boolean hasRightTypes(ObjectNode object) {
        FieldErrors structure = new FieldErrors();
        schema.check("", object, structure);
        return structure.list().stream().noneMatch(error -> error.reason().equals(FieldError.TYPE_INVALID));
    }

    private void keepFinalizers(ObjectNode old, ObjectNode object) {
        boolean isDeleting = old.path("metadata").has("deletionTimestamp");
        if (isDeleting || !(object.path("metadata") instanceof ObjectNode metadata)) {
            return;
        }
        for (JsonNode finalizer : old.path("metadata").path("finalizers")) {
            if (rules.keptFinalizers().contains(finalizer.asText())) {
                addFinalizer(metadata, finalizer.asText());
            }
        }
    }

    static void addFinalizer(ObjectNode metadata, String finalizer) {
        ArrayNode finalizers = metadata.withArrayProperty("finalizers");
        for (JsonNode present : finalizers) {
            if (present.asText().equals(finalizer)) {
                return;
            }
        }
        finalizers.add(TextNode.valueOf(finalizer));
    }

    private static void restore(ObjectNode old, ObjectNode object, String field) {
        if (old.has(field)) {
            object.set(field, old.get(field));
            return;
        }
        object.remove(field);
    }
}
