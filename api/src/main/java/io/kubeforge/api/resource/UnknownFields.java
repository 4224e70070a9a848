package io.kubeforge.api.resource;

import io.kubeforge.model.kind.Kind;
import java.util.List;
import java.util.stream.Collectors;

/** Says which fields a kind does not have, in the words that kubectl's users know. */
final class UnknownFields {
    private UnknownFields() {}

    static String refusal(Kind<?> kind, List<String> unknown) {
        return kind.name() + " in version \"" + kind.version() + "\" cannot be handled as a " + kind.name() + ": "
                + strictly(unknown);
    }

    static String strictly(List<String> unknown) {
        return "strict decoding error: "
                + unknown.stream().map(UnknownFields::named).collect(Collectors.joining(", "));
    }

    static List<String> warnings(List<String> unknown) {
        return unknown.stream().map(UnknownFields::named).toList();
    }

    private static String named(String field) {
        return "unknown field \"" + field + "\"";
    }
}
