package io.kubeforge.model.validation;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;

/** Reads public SSH keys as known_hosts has them. */
final class HostKeys {
    static final String RULE = "must be a public SSH key as in known_hosts without the host's name, for example"
            + " \"ssh-ed25519 AAAA…\"; ssh-keyscan prints it";

    private static final Set<String> TYPES =
            Set.of("ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521", "ssh-rsa");

    private HostKeys() {}

    /** Whether the text is a type, a key of that type in base64, and perhaps a comment. */
    static boolean isPublicKey(String text) {
        String[] parts = text.trim().split("\\s+", 3);
        return parts.length >= 2 && TYPES.contains(parts[0]) && parts[0].equals(typeInside(parts[1]));
    }

    private static String typeInside(String base64) {
        byte[] blob;
        try {
            blob = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException notBase64) {
            return "";
        }
        if (blob.length < Integer.BYTES) {
            return "";
        }
        ByteBuffer key = ByteBuffer.wrap(blob);
        int length = key.getInt();
        if (length <= 0 || length >= key.remaining()) {
            return "";
        }
        return new String(blob, Integer.BYTES, length, StandardCharsets.US_ASCII);
    }
}
