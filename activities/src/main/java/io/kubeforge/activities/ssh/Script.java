package io.kubeforge.activities.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Shell text from the class path plus variables; it knows nothing of where it runs. */
public final class Script {
    private static final Pattern SCRIPT_NAME = Pattern.compile("[a-z][a-z0-9-]*");
    /** A script takes in a part as a shell would: the line gives way to the part's text. */
    private static final Pattern PART = Pattern.compile("(?m)^\\. parts/([a-z][a-z0-9-]*)\\.sh\n");

    private static final Pattern VARIABLE_NAME = Pattern.compile("[A-Z][A-Z0-9_]*");

    /** Looking into a jar at each poll of each host would be felt. */
    private static final Map<String, String> TEXTS = new ConcurrentHashMap<>();

    private final String name;
    private final String text;
    private final Map<String, String> variables;
    private final Set<String> secretNames;

    private Script(String name, String text, Map<String, String> variables, Set<String> secretNames) {
        this.name = name;
        this.text = text;
        this.variables = variables;
        this.secretNames = secretNames;
    }

    /** The script in /scripts/NAME.sh of the class path, without variables. */
    public static Script of(String name) {
        return new Script(name, TEXTS.computeIfAbsent(name, Script::read), Map.of(), Set.of());
    }

    /** The same script with this variable set. */
    public Script with(String variable, String value) {
        return with(variable, value, false);
    }

    /** The same script with this variable set to something that may be shown nowhere. */
    public Script withSecret(String variable, String value) {
        return with(variable, value, true);
    }

    private Script with(String variable, String value, boolean secret) {
        if (!VARIABLE_NAME.matcher(variable).matches()) {
            throw new IllegalArgumentException("Variable " + variable + " of script " + name
                    + " is not named in capitals, digits and underscores");
        }
        requireRepresentable(variable, value);
        Map<String, String> more = new LinkedHashMap<>(variables);
        more.put(variable, value);
        Set<String> moreSecret = new HashSet<>(secretNames);
        if (secret) {
            moreSecret.add(variable);
        } else {
            moreSecret.remove(variable);
        }
        return new Script(name, text, Collections.unmodifiableMap(more), Set.copyOf(moreSecret));
    }

    /** A shell variable holds neither NUL nor half of a surrogate pair; both would change silently on the way. */
    private void requireRepresentable(String variable, String value) {
        try {
            StandardCharsets.UTF_8.newEncoder().encode(java.nio.CharBuffer.wrap(value));
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(
                    "Variable " + variable + " of script " + name + " is not valid Unicode text");
        }
        if (value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("Variable " + variable + " of script " + name + " holds a NUL byte");
        }
    }

    /** Name of the script. */
    public String name() {
        return name;
    }

    /** Values that must be struck from any output of this script. */
    public Set<String> secrets() {
        return secretNames.stream()
                .map(variables::get)
                .filter(value -> !value.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** What is sent to the shell; docs/scripts.md describes the form. */
    public String render() {
        int endOfHeader = text.indexOf('\n') + 1;
        StringBuilder rendered = new StringBuilder(text.length() + 1024).append(text, 0, endOfHeader);
        variables.forEach((variable, value) ->
                rendered.append(variable).append('=').append(quote(value)).append('\n'));
        rendered.append("{\n").append(text, endOfHeader, text.length());
        if (!text.endsWith("\n")) {
            rendered.append('\n');
        }
        return rendered.append("} </dev/null\n").toString();
    }

    /** SHA-256 of what is sent, in hex. */
    public String digest() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(render().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "Script[" + name + " " + variables.keySet() + "]";
    }

    /** Inside single quotes nothing is special but the quote itself. */
    private static String quote(String value) {
        return "'" + value.replace("'", "'\\''") + "'";
    }

    private static String read(String name) {
        if (!SCRIPT_NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("\"" + name + "\" cannot name a script");
        }
        return withParts(resource("/scripts/" + name + ".sh", "# kubeforge-script: " + name));
    }

    private static String withParts(String text) {
        return PART.matcher(text)
                .replaceAll(line -> Matcher.quoteReplacement(withParts(
                        resource("/scripts/parts/" + line.group(1) + ".sh", "# kubeforge-part: " + line.group(1)))));
    }

    private static String resource(String path, String firstLine) {
        try (InputStream in = Script.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalArgumentException("There is no script " + path + " on the class path");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            if (!text.startsWith(firstLine + "\n")) {
                throw new IllegalArgumentException(path + " does not begin with \"" + firstLine + "\"");
            }
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException("Reading " + path, e);
        }
    }
}
