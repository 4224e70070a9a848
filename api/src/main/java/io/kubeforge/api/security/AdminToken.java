package io.kubeforge.api.security;

import io.kubeforge.store.SealedStore;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;

/** The bearer token of the administrator; made at the very first start and kept sealed. */
@Singleton
public final class AdminToken {
    private static final String SEALED_NAME = "api-admin-token";
    private static final int BYTES = 32;

    private final byte[] token;

    /** Reads the token, or makes it. */
    public AdminToken(SealedStore sealed) {
        this.token = sealed.getOrCreate(SEALED_NAME, AdminToken::random);
    }

    /** Whether this is the token; takes the same time whatever differs. */
    boolean matches(String presented) {
        return MessageDigest.isEqual(token, presented.getBytes(StandardCharsets.UTF_8));
    }

    /** The token as it stands in a kubeconfig. */
    String text() {
        return new String(token, StandardCharsets.US_ASCII);
    }

    private static byte[] random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encode(bytes);
    }
}
