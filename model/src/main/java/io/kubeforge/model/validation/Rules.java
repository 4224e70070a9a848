package io.kubeforge.model.validation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.model.schema.FieldErrors;
import java.time.Instant;
import java.util.List;

/** What is particular to one kind, beyond its schema; pure, and without other objects. */
interface Rules {
    /** Fills in what an object is born with, after its defaults. */
    default void atBirth(ObjectNode object, Instant now) {}

    /** Brings what the user wrote into the form that is stored, before it is checked. */
    default void normalise(ObjectNode object) {}

    /** Finds values that are not in the form in which they are sent, of an object of right types. */
    default void checkEncoding(ObjectNode object, FieldErrors errors) {}

    /** Finds what is wrong with an object that is about to be stored. */
    default void check(ObjectNode object, FieldErrors errors) {}

    /** Finds what may not change. */
    default void checkUpdate(ObjectNode old, ObjectNode object, FieldErrors errors) {}

    /** Finalizers that a write cannot drop from an object that is not being deleted. */
    default List<String> keptFinalizers() {
        return List.of();
    }

    /** Fields that a write cannot change: whatever it says of them, they stay as they are. */
    default List<String> keptFields() {
        return List.of();
    }

    /** What is allowed but probably not meant. */
    default List<String> warnings(ObjectNode object) {
        return List.of();
    }
}
