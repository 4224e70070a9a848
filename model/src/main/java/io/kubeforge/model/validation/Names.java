package io.kubeforge.model.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubeforge.model.net.IpAddresses;
import io.kubeforge.model.schema.FieldErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The forms of names, labels and addresses, as Kubernetes and the DNS have them. */
public final class Names {
    public static final String LABEL_RULE = "a lowercase RFC 1123 label is made of at most 63 lower case letters,"
            + " digits and '-', and begins and ends with a letter or digit";
    public static final String SUBDOMAIN_RULE = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric"
            + " characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex"
            + " used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

    private static final String WORD_RULE =
            "must consist of alphanumeric characters, '-', '_' or '.', and must start and"
                    + " end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation"
                    + " is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
    private static final String QUALIFIED_RULE = "a valid label key " + WORD_RULE
            + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')";
    private static final String LABEL_VALUE_RULE = "a valid label must be an empty string or consist of alphanumeric"
            + " characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or"
            + " 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

    private static final int SUBDOMAIN_LENGTH = 253;
    private static final int WORD_LENGTH = 63;
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final Pattern SUBDOMAIN =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
    private static final Pattern HOST_NAME = Pattern.compile(
            "[a-zA-Z0-9]([-a-zA-Z0-9_]{0,61}[a-zA-Z0-9])?(\\.[a-zA-Z0-9]([-a-zA-Z0-9_]{0,61}[a-zA-Z0-9])?)*\\.?");
    private static final Pattern LOOKS_LIKE_IPV4 = Pattern.compile("[0-9.]+");
    private static final Pattern WORD = Pattern.compile("([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]");

    private Names() {}

    /** Whether the text is a label of a DNS name. */
    public static boolean isLabel(String text) {
        return LABEL.matcher(text).matches();
    }

    /** Whether the text is a DNS name in lower case, as objects are named. */
    public static boolean isSubdomain(String text) {
        return text.length() <= SUBDOMAIN_LENGTH && SUBDOMAIN.matcher(text).matches();
    }

    /** Whether the text is a DNS name or an IP address under which something can be reached. */
    public static boolean isHostOrAddress(String text) {
        if (IpAddresses.isAddress(text)) {
            return true;
        }
        return text.length() <= SUBDOMAIN_LENGTH
                && !LOOKS_LIKE_IPV4.matcher(text).matches()
                && HOST_NAME.matcher(text).matches();
    }

    /** Whether the text is a name such as {@code tier} or {@code example.org/tier}. */
    public static boolean isQualifiedName(String text) {
        return faultsOfQualifiedName(text).isEmpty();
    }

    /** Whether the text may be the value of a label. */
    public static boolean isLabelValue(String text) {
        return text.isEmpty() || faultsOfWord("", text, "").isEmpty();
    }

    static void checkSubdomain(String field, String text, FieldErrors errors) {
        faultsOfSubdomain(text).forEach(fault -> errors.invalid(field, text, fault));
    }

    static void checkQualifiedName(String field, String text, FieldErrors errors) {
        faultsOfQualifiedName(text).forEach(fault -> errors.invalid(field, text, fault));
    }

    static void checkLabelValue(String field, JsonNode value, FieldErrors errors) {
        String text = value.asText();
        if (!text.isEmpty()) {
            faultsOfWord("", text, LABEL_VALUE_RULE).forEach(fault -> errors.invalid(field, value, fault));
        }
    }

    private static List<String> faultsOfSubdomain(String text) {
        if (text.length() > SUBDOMAIN_LENGTH) {
            return List.of("must be no more than " + SUBDOMAIN_LENGTH + " characters");
        }
        return SUBDOMAIN.matcher(text).matches() ? List.of() : List.of(SUBDOMAIN_RULE);
    }

    private static List<String> faultsOfQualifiedName(String text) {
        int slash = text.indexOf('/');
        if (slash >= 0 && text.indexOf('/', slash + 1) >= 0) {
            return List.of(QUALIFIED_RULE);
        }
        List<String> faults = new ArrayList<>();
        if (slash == 0) {
            faults.add("prefix part must be non-empty");
        } else if (slash > 0) {
            faultsOfSubdomain(text.substring(0, slash)).forEach(fault -> faults.add("prefix part " + fault));
        }
        faults.addAll(faultsOfWord("name part ", text.substring(slash + 1), "name part " + WORD_RULE));
        return faults;
    }

    private static List<String> faultsOfWord(String part, String word, String rule) {
        List<String> faults = new ArrayList<>();
        if (word.isEmpty()) {
            faults.add(part + "must be non-empty");
        } else if (word.length() > WORD_LENGTH) {
            faults.add(part + "must be no more than " + WORD_LENGTH + " bytes");
        }
        if (!WORD.matcher(word).matches()) {
            faults.add(rule);
        }
        return faults;
    }
}
