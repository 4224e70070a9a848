package io.kubeforge.api.selector;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubeforge.api.status.StatusException;
import io.kubeforge.model.validation.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Selects objects by their labels, in the grammar of Kubernetes: {@code a=b, c!=d, e in (f, g), h, !i, j>1}. */
final class LabelSelector {
    private static final String KEY = "([A-Za-z0-9][-A-Za-z0-9_./]*)";
    private static final Pattern EXISTS = Pattern.compile("(!?)\\s*" + KEY);
    private static final Pattern EQUALITY = Pattern.compile(KEY + "\\s*(==|=|!=|<|>)\\s*([-A-Za-z0-9_.]*)");
    private static final Pattern SET = Pattern.compile(KEY + "\\s+(in|notin)\\s*\\(([^()]*)\\)");

    private LabelSelector() {}

    /** Whether an object's {@code metadata.labels} are selected. */
    static Predicate<JsonNode> parse(String text) {
        List<Predicate<JsonNode>> requirements = new ArrayList<>();
        for (String requirement : split(text)) {
            requirements.add(requirement(requirement.trim()));
        }
        return labels -> requirements.stream().allMatch(requirement -> requirement.test(labels));
    }

    /** Splits at commas that are not in parentheses. */
    private static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            depth += character == '(' ? 1 : character == ')' ? -1 : 0;
            if (character == ',' && depth == 0) {
                parts.add(text.substring(start, i));
                start = i + 1;
            }
        }
        if (!text.isBlank()) {
            parts.add(text.substring(start));
        }
        return parts;
    }

    private static Predicate<JsonNode> requirement(String text) {
        Matcher set = SET.matcher(text);
        if (set.matches()) {
            List<String> values = values(set.group(3), text);
            boolean wanted = set.group(2).equals("in");
            String key = key(set.group(1), text);
            return labels -> labels.has(key) && values.contains(labels.get(key).asText()) == wanted
                    || !labels.has(key) && !wanted;
        }
        Matcher equality = EQUALITY.matcher(text);
        if (equality.matches()) {
            return comparison(key(equality.group(1), text), equality.group(2), equality.group(3), text);
        }
        Matcher exists = EXISTS.matcher(text);
        if (exists.matches()) {
            boolean wanted = exists.group(1).isEmpty();
            String key = key(exists.group(2), text);
            return labels -> labels.has(key) == wanted;
        }
        throw unreadable(text);
    }

    private static Predicate<JsonNode> comparison(String key, String operator, String value, String text) {
        return switch (operator) {
            case "=", "==" ->
                labels -> labels.has(key) && labels.get(key).asText().equals(checked(value, text));
            case "!=" -> labels -> !labels.has(key) || !labels.get(key).asText().equals(checked(value, text));
            default -> {
                long bound = number(value, text);
                boolean greater = operator.equals(">");
                yield labels -> labels.has(key) && isBeyond(labels.get(key).asText(), bound, greater);
            }
        };
    }

    private static boolean isBeyond(String label, long bound, boolean greater) {
        try {
            long number = Long.parseLong(label);
            return greater ? number > bound : number < bound;
        } catch (NumberFormatException labelIsNoNumber) {
            return false;
        }
    }

    private static List<String> values(String list, String text) {
        List<String> values = new ArrayList<>();
        for (String value : list.split(",", -1)) {
            values.add(checked(value.trim(), text));
        }
        return values;
    }

    private static String key(String key, String text) {
        if (!Names.isQualifiedName(key)) {
            throw unreadable(text);
        }
        return key;
    }

    private static String checked(String value, String text) {
        if (!Names.isLabelValue(value)) {
            throw unreadable(text);
        }
        return value;
    }

    private static long number(String value, String text) {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw unreadable(text);
        }
    }

    private static StatusException unreadable(String text) {
        return StatusException.badRequest("unable to parse requirement of the label selector: \"" + text
                + "\"; write for example tier=web,env in (test,live),!old");
    }
}
