package io.kubeforge.api.http;

/** Writes sentences as the quoted strings of HTTP headers, where nothing but visible ASCII may stand. */
final class Warnings {
    private Warnings() {}

    static String quoted(String sentence) {
        return sentence.replaceAll("[^\\x20-\\x7e]", "?").replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
