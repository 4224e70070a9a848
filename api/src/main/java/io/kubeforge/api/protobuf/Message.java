package io.kubeforge.api.protobuf;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The fields of a protobuf message, as the {@code generated.proto} of Kubernetes numbers them.
 *
 * @param fields by number; fields that are not here are skipped
 */
record Message(Map<Integer, Field> fields) {
    static Message of(Field... fields) {
        return new Message(
                Arrays.stream(fields).collect(Collectors.toUnmodifiableMap(Field::number, Function.identity())));
    }
}
