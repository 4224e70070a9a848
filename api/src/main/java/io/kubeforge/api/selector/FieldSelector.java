package io.kubeforge.api.selector;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubeforge.api.status.StatusException;
import io.kubeforge.model.kind.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Selects objects by the few fields that their kind offers: {@code metadata.name=demo,type!=Warning}. */
final class FieldSelector {
    private static final Pattern REQUIREMENT = Pattern.compile("([^=!]+?)\\s*(==|=|!=)(.*)");

    private FieldSelector() {}

    /** Whether an object is selected. */
    static Predicate<JsonNode> parse(Kind<?> kind, String text) {
        List<Predicate<JsonNode>> requirements = new ArrayList<>();
        for (String part : text.split(",")) {
            if (!part.isBlank()) {
                requirements.add(requirement(kind, part.trim()));
            }
        }
        return object -> requirements.stream().allMatch(requirement -> requirement.test(object));
    }

    private static Predicate<JsonNode> requirement(Kind<?> kind, String text) {
        Matcher requirement = REQUIREMENT.matcher(text);
        if (!requirement.matches()) {
            throw StatusException.badRequest(
                    "invalid field selector: \"" + text + "\"; write for example metadata.name=demo");
        }
        String pointer = pointer(kind, requirement.group(1));
        boolean wanted = !requirement.group(2).equals("!=");
        String value = requirement.group(3).trim();
        return object -> object.at(pointer).asText().equals(value) == wanted;
    }

    private static String pointer(Kind<?> kind, String field) {
        boolean isMetadata = field.equals("metadata.name") || field.equals("metadata.namespace");
        if (!isMetadata && !kind.selectableFields().contains(field)) {
            List<String> known = new ArrayList<>(List.of("metadata.name", "metadata.namespace"));
            known.addAll(kind.selectableFields());
            throw StatusException.badRequest("field label not supported: " + field + "; " + kind.plural()
                    + " can be selected by " + String.join(", ", known));
        }
        return field.equals("source") ? "/source/component" : "/" + field.replace('.', '/');
    }
}
