package io.kubeforge.model.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubeforge.model.net.IpAddresses;
import io.kubeforge.model.schema.FieldErrors;
import java.util.regex.Pattern;

/** The forms of names, labels and addresses, as Kubernetes and the DNS have them. */
public final class Names {
    public static final String LABEL_RULE = "a lowercase RFC 1123 label is made of at most 63 lower case letters,"
            + " digits and '-', and begins and ends with a letter or digit";
    public static final String SUBDOMAIN_RULE = "a lowercase RFC 1123 subdomain is made of at most 253 lower case"
            + " letters, digits, '-' and '.', and each part begins and ends with a letter or digit";

    private static final String QUALIFIED_RULE = "a qualified name has at most 63 letters, digits, '-', '_' and '.',"
            + " begins and ends with a letter or digit, and may have a DNS name and '/' in front of it";
    private static final String LABEL_VALUE_RULE = "a label's value is empty, or at most 63 letters, digits, '-', '_'"
            + " and '.', beginning and ending with a letter or digit";

    private static final int SUBDOMAIN_LENGTH = 253;
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final Pattern SUBDOMAIN =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
    private static final Pattern HOST_NAME = Pattern.compile(
            "[a-zA-Z0-9]([-a-zA-Z0-9_]{0,61}[a-zA-Z0-9])?(\\.[a-zA-Z0-9]([-a-zA-Z0-9_]{0,61}[a-zA-Z0-9])?)*\\.?");
    private static final Pattern LOOKS_LIKE_IPV4 = Pattern.compile("[0-9.]+");
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");

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
        int slash = text.indexOf('/');
        if (slash >= 0 && !isSubdomain(text.substring(0, slash))) {
            return false;
        }
        return WORD.matcher(text.substring(slash + 1)).matches();
    }

    /** Whether the text may be the value of a label. */
    public static boolean isLabelValue(String text) {
        return text.isEmpty() || WORD.matcher(text).matches();
    }

    static void checkQualifiedName(String field, String text, FieldErrors errors) {
        if (!isQualifiedName(text)) {
            errors.invalid(field, text, QUALIFIED_RULE);
        }
    }

    static void checkLabelValue(String field, JsonNode value, FieldErrors errors) {
        if (!isLabelValue(value.asText())) {
            errors.invalid(field, value, LABEL_VALUE_RULE);
        }
    }
}
