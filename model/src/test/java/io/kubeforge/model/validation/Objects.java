package io.kubeforge.model.validation;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.model.kind.Kind;
import io.kubeforge.model.schema.FieldError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;

/** Objects as a user writes them, with apostrophes for quotes. */
final class Objects {
    static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private static final ObjectMapper JSON = new ObjectMapper();

    private Objects() {}

    static ObjectNode json(String text) {
        try {
            return (ObjectNode) JSON.readTree(text.replace('\'', '"'));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A cluster with this spec beside its version. */
    static ObjectNode cluster(String spec) {
        return json("{'metadata':{'name':'demo','namespace':'default'},'spec':{'kubernetesVersion':'v1.36.3'," + spec
                + "}}");
    }

    static ObjectNode host(String spec) {
        return json("{'metadata':{'name':'w-1','namespace':'default'},'spec':{'credentialsRef':{'name':'key'}," + spec
                + "}}");
    }

    static ObjectNode complete(Kind<?> kind, ObjectNode object) {
        Admission.of(kind).completeNew(object, NOW);
        return object;
    }

    /** What is wrong with a new object, one text for each error. */
    static List<String> errors(Kind<?> kind, ObjectNode object) {
        return texts(Admission.of(kind).checkNew(complete(kind, object)));
    }

    /** What is wrong with a change from one new object to another. */
    static List<String> changeErrors(Kind<?> kind, ObjectNode old, ObjectNode object) {
        complete(kind, old);
        Admission admission = Admission.of(kind);
        admission.completeChanged(old, object);
        return texts(admission.checkChanged(old, object));
    }

    private static List<String> texts(List<FieldError> errors) {
        return errors.stream().map(FieldError::toString).toList();
    }
}
