package io.kubeforge.api.view;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One of the media types that a client accepts; see <a href="https://www.rfc-editor.org/rfc/rfc9110#name-accept">RFC
 * 9110</a>. Kubernetes' clients list them in the order of their preference.
 *
 * @param type the type in lower case, e.g. {@code application/json}
 * @param parameters what follows it, e.g. {@code as=Table}
 */
public record MediaRange(String type, Map<String, String> parameters) {

    /** Reads the values of {@code Accept} headers; nothing at all means anything. */
    public static List<MediaRange> parse(String accept) {
        List<MediaRange> ranges = new ArrayList<>();
        for (String range : (accept.isBlank() ? "*/*" : accept).split(",")) {
            String[] parts = range.split(";");
            Map<String, String> parameters = new HashMap<>();
            for (int i = 1; i < parts.length; i++) {
                String[] parameter = parts[i].trim().split("=", 2);
                parameters.put(parameter[0], parameter.length == 2 ? parameter[1] : "");
            }
            ranges.add(new MediaRange(parts[0].trim().toLowerCase(Locale.ROOT), parameters));
        }
        return ranges;
    }

    /** Whether JSON is of this type. */
    public boolean isJson() {
        return type.equals("application/json") || type.equals("application/*") || type.equals("*/*");
    }

    /** Whether it is the protobuf of Kubernetes' own kinds. */
    public boolean isProtobuf() {
        return type.equals("application/vnd.kubernetes.protobuf");
    }

    /** Whether a special form of the JSON is wanted, such as {@code as=Table}. */
    public boolean asksForForm() {
        return parameters.containsKey("as");
    }

    /** Whether it asks for this form of this group and version in JSON. */
    public boolean asksFor(String form, String group, String version) {
        return isJson() && isForm(form, group, version);
    }

    /** Whether it asks for this form of this group and version, in JSON or in protobuf. */
    boolean isForm(String form, String group, String version) {
        return (isJson() || isProtobuf())
                && form.equals(parameters.get("as"))
                && group.equals(parameters.get("g"))
                && version.equals(parameters.get("v"));
    }
}
