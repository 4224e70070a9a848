package io.kubeforge.activities.provisioner;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * What a cluster is made with so that other hosts can join it; made by us before, so that nothing has to be read from
 * kubeadm's output.
 *
 * @param token bootstrap token, {@code [a-z0-9]{6}.[a-z0-9]{16}}
 * @param certificateKey 32 bytes in hexadecimal that encrypt the uploaded control-plane certificates
 */
public record JoinSecrets(String token, String certificateKey) {
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";

    /** New secrets. */
    public static JoinSecrets create(SecureRandom random) {
        byte[] key = new byte[32];
        random.nextBytes(key);
        return new JoinSecrets(
                letters(random, 6) + "." + letters(random, 16), HexFormat.of().formatHex(key));
    }

    private static String letters(RandomGenerator random, int count) {
        return random.ints(count, 0, ALPHABET.length())
                .mapToObj(index -> ALPHABET.substring(index, index + 1))
                .reduce("", String::concat);
    }

    @Override
    public String toString() {
        return "JoinSecrets[withheld]";
    }
}
