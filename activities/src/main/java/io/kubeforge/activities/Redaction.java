package io.kubeforge.activities;

import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/** Takes secrets out of what hosts print, before anybody keeps it; it works on whole lines. */
final class Redaction {
    private static final String HIDDEN = "<redacted>";

    private static final List<Pattern> PATTERNS = List.of(
            Pattern.compile("\\b[a-z0-9]{6}\\.[a-z0-9]{16}\\b"),
            Pattern.compile("(?i)\\b(?:certificate-key|certificateKey)\\W+[0-9a-f]{64}\\b"),
            Pattern.compile("(?s)-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)"),
            Pattern.compile("(?i)\\b(?:client-key-data|token|password)\\s*:\\s*\\S+"));

    private Redaction() {}

    /** The text without what looks like a bootstrap token, certificate key, private key, password or a known secret. */
    static String redact(String text, Collection<String> secrets) {
        String result = text;
        for (String secret : secrets) {
            if (!secret.isBlank()) {
                result = result.replace(secret, HIDDEN);
            }
        }
        for (Pattern pattern : PATTERNS) {
            result = pattern.matcher(result).replaceAll(HIDDEN);
        }
        return result;
    }
}
