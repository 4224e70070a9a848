package io.kubeforge.activities.ssh;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;

/**
 * An OpenSSH user certificate: for which key it was made and how long it holds. Whether its signature counts is for the
 * host to say.
 */
final class UserCertificate {
    private static final String SUFFIX = "-cert-v01@openssh.com";
    private static final Set<String> KEY_TYPES =
            Set.of("ssh-ed25519", "ssh-rsa", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521");
    private static final int FOR_USERS = 1;
    private static final long FOREVER = -1;

    private final byte[] publicKey;
    private final boolean forUsers;
    private final String id;
    private final long validAfter;
    private final long validBefore;

    /** The fields follow each other as PROTOCOL.certkeys of OpenSSH lists them. */
    private UserCertificate(String keyType, ByteBuffer fields) {
        field(fields); // the nonce
        int keyBegins = fields.position();
        field(fields);
        if (!keyType.equals("ssh-ed25519")) {
            field(fields); // curve and point, or exponent and modulus
        }
        byte[] type = keyType.getBytes(StandardCharsets.US_ASCII);
        publicKey = ByteBuffer.allocate(Integer.BYTES + type.length + fields.position() - keyBegins)
                .putInt(type.length)
                .put(type)
                .put(fields.array(), keyBegins, fields.position() - keyBegins)
                .array();
        fields.getLong(); // the serial number
        forUsers = fields.getInt() == FOR_USERS;
        id = new String(field(fields), StandardCharsets.UTF_8);
        field(fields); // the principals, which the host may map to any user
        validAfter = fields.getLong();
        validBefore = fields.getLong();
    }

    /**
     * Reads one line as ssh-keygen writes it.
     *
     * @throws IllegalArgumentException when it is something else
     */
    static UserCertificate parse(byte[] line) {
        String[] words = new String(line, StandardCharsets.UTF_8).strip().split("\\s+");
        String keyType = words[0].endsWith(SUFFIX) ? words[0].substring(0, words[0].length() - SUFFIX.length()) : "";
        if (words.length < 2 || !KEY_TYPES.contains(keyType)) {
            throw new IllegalArgumentException("for it is not a line as in id_ed25519-cert.pub");
        }
        try {
            ByteBuffer fields = ByteBuffer.wrap(Base64.getDecoder().decode(words[1]));
            String typeInside = new String(field(fields), StandardCharsets.US_ASCII);
            if (!typeInside.equals(words[0])) {
                throw new IllegalArgumentException("for its type does not fit its content");
            }
            return new UserCertificate(keyType, fields);
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("for it was cut off");
        }
    }

    private static byte[] field(ByteBuffer fields) {
        int length = fields.getInt();
        if (length < 0 || length > fields.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] field = new byte[length];
        fields.get(field);
        return field;
    }

    /** What the certificate was called by whoever signed it. */
    String id() {
        return id;
    }

    /** Why this certificate cannot serve with this public key at this time; null when it can. */
    String objection(byte[] withKey, Instant now) {
        long seconds = now.getEpochSecond();
        if (!forUsers) {
            return "it is for hosts, not for users";
        }
        if (!Arrays.equals(publicKey, withKey)) {
            return "it is for another key, " + HostKeyCheck.fingerprint(publicKey) + ", while the private key is "
                    + HostKeyCheck.fingerprint(withKey);
        }
        if (Long.compareUnsigned(seconds, validAfter) < 0) {
            return "it is valid only from " + Instant.ofEpochSecond(validAfter) + " on, and here it is "
                    + Instant.ofEpochSecond(seconds);
        }
        if (validBefore != FOREVER && Long.compareUnsigned(seconds, validBefore) >= 0) {
            return "it expired at " + Instant.ofEpochSecond(validBefore) + ", and here it is "
                    + Instant.ofEpochSecond(seconds);
        }
        return null;
    }
}
