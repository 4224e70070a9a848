package io.kubeforge.api.resource;

import io.kubeforge.model.kind.Kind;
import java.util.List;
import java.util.stream.Stream;

/** Says which fields a kind does not have, or a body names twice, in the words that kubectl's users know. */
final class UnknownFields {
    private UnknownFields() {}

    /** One sentence for each field that is not as it should be. */
    static List<String> sentences(List<String> doubled, List<String> unknown) {
        return Stream.concat(doubled.stream(), unknown.stream().map(field -> "unknown field \"" + field + "\""))
                .toList();
    }

    static String refusal(Kind<?> kind, List<String> sentences) {
        return kind.name() + " in version \"" + kind.version() + "\" cannot be handled as a " + kind.name() + ": "
                + strictly(sentences);
    }

    static String strictly(List<String> sentences) {
        return "strict decoding error: " + String.join(", ", sentences);
    }
}
