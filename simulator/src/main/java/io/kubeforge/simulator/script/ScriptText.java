package io.kubeforge.simulator.script;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A script as it came over the wire: its name, its variables, and its unread rest, which is never run. */
public record ScriptText(String name, Map<String, String> variables) {
    private static final Pattern HEADER = Pattern.compile("# kubeforge-script: ([a-z0-9-]+)");
    private static final Pattern ASSIGNMENT = Pattern.compile("([A-Z][A-Z0-9_]*)='");
    private static final String OPENING = "{\n";
    private static final String CLOSING = "} </dev/null";

    /** Variables hold secrets: only the name is for logs. */
    @Override
    public String toString() {
        return "script " + name;
    }

    /** Reads a script; what a shell would refuse, this refuses too. */
    public static ScriptText parse(String text) throws NotAScript {
        int firstLine = text.indexOf('\n');
        Matcher header = HEADER.matcher(firstLine < 0 ? text : text.substring(0, firstLine));
        if (!header.matches()) {
            throw new NotAScript(
                    127,
                    "simulated host: this is not a script of KubeForge (its first line is not"
                            + " \"# kubeforge-script: NAME\"); the simulator never runs a shell.");
        }
        Map<String, String> variables = new LinkedHashMap<>();
        int position = firstLine + 1;
        while (firstLine >= 0 && !text.startsWith(OPENING, position)) {
            position = assignment(text, position, variables);
        }
        if (firstLine < 0 || !text.stripTrailing().endsWith("\n" + CLOSING)) {
            throw new NotAScript(2, "sh: Syntax error: end of file unexpected (expecting \"}\")");
        }
        return new ScriptText(header.group(1), variables);
    }

    /** Reads one variable, and says where the next begins. */
    private static int assignment(String text, int start, Map<String, String> variables) throws NotAScript {
        Matcher matcher = ASSIGNMENT.matcher(text).region(start, text.length());
        if (!matcher.lookingAt()) {
            throw new NotAScript(
                    2,
                    "simulated host: before its opening brace a script has only lines NAME='value', but line "
                            + (text.substring(0, start).lines().count() + 1) + " is not one.");
        }
        StringBuilder value = new StringBuilder();
        int position = matcher.end();
        while (true) {
            int quote = text.indexOf('\'', position);
            if (quote < 0) {
                throw new NotAScript(2, "sh: Syntax error: Unterminated quoted string");
            }
            value.append(text, position, quote);
            if (!text.startsWith("\\''", quote + 1)) {
                return end(text, quote + 1, matcher.group(1), value.toString(), variables);
            }
            value.append('\'');
            position = quote + 4;
        }
    }

    private static int end(String text, int position, String name, String value, Map<String, String> variables)
            throws NotAScript {
        if (!text.startsWith("\n", position)) {
            throw new NotAScript(
                    2, "simulated host: after the value of " + name + " there is more than the end of the line.");
        }
        variables.put(name, value);
        return position + 1;
    }
}
