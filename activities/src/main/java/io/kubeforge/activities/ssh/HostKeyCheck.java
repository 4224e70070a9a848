package io.kubeforge.activities.ssh;

import com.jcraft.jsch.HostKey;
import com.jcraft.jsch.HostKeyRepository;
import com.jcraft.jsch.UserInfo;
import io.kubeforge.activities.failure.HostFailure;
import io.kubeforge.activities.failure.HostKeyChanged;
import io.kubeforge.activities.failure.HostKeyUnknown;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Collectors;

/** Decides whether the key that one host shows is accepted, and remembers it; asks nobody and stores nothing. */
final class HostKeyCheck implements HostKeyRepository {
    private final SshTarget target;
    private final String pinnedType;
    private final byte[] pinned;
    private volatile byte[] seen;

    HostKeyCheck(SshTarget target) {
        this.target = target;
        if (target.pinnedHostKey() == null) {
            pinnedType = null;
            pinned = null;
            return;
        }
        String[] words = target.pinnedHostKey().strip().split("\\s+");
        pinned = words.length < 2 ? null : decode(words[1]);
        pinnedType = words[0];
        if (pinned == null || !pinnedType.equals(typeOf(pinned))) {
            throw HostKeyUnknown.unusable(target.label());
        }
    }

    /**
     * The key types to ask for, the pinned one first: a host has several keys and shows one. Host certificates are not
     * asked for, because what is pinned is the key itself.
     */
    String preferred(String usual) {
        String plain = Arrays.stream(usual.split(","))
                .filter(type -> !type.contains("-cert-"))
                .collect(Collectors.joining(","));
        if (pinnedType == null) {
            return plain;
        }
        return (pinnedType.equals("ssh-rsa") ? "rsa-sha2-512,rsa-sha2-256" : pinnedType) + "," + plain;
    }

    private String seenKey() {
        return typeOf(seen) + " " + Base64.getEncoder().encodeToString(seen);
    }

    /** The key that the host showed. */
    Connection.HostKey seen() {
        return new Connection.HostKey(seenKey(), fingerprint(seen));
    }

    /** Why the key that was shown is refused; null when it is not. */
    HostFailure refusal() {
        if (seen == null || check(target.address(), seen) == OK) {
            return null;
        }
        if (pinned == null) {
            return HostKeyUnknown.seen(target.label(), fingerprint(seen), seenKey());
        }
        return new HostKeyChanged(target.label(), fingerprint(pinned), fingerprint(seen), seenKey());
    }

    @Override
    public int check(String host, byte[] key) {
        seen = key.clone();
        if (pinned == null) {
            return target.strict() ? NOT_INCLUDED : OK;
        }
        return Arrays.equals(pinned, key) ? OK : CHANGED;
    }

    /** SHA-256 fingerprint as ssh-keygen prints it. */
    static String fingerprint(byte[] key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key);
            return typeOf(key) + " SHA256:"
                    + Base64.getEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no SHA-256", e);
        }
    }

    /** The type that an encoded key names in its first field. */
    private static String typeOf(byte[] key) {
        if (key.length < 4) {
            return "unknown";
        }
        int length = java.nio.ByteBuffer.wrap(key).getInt();
        boolean fits = length > 0 && length <= key.length - 4;
        return fits ? new String(key, 4, length, StandardCharsets.US_ASCII) : "unknown";
    }

    private static byte[] decode(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    @Override
    public void add(HostKey key, UserInfo user) {
        throw new UnsupportedOperationException("Host keys are recorded by the caller of RemoteHost.hostKey()");
    }

    @Override
    public void remove(String host, String type) {
        throw new UnsupportedOperationException("Host keys are removed in the Host's spec or status");
    }

    @Override
    public void remove(String host, String type, byte[] key) {
        remove(host, type);
    }

    @Override
    public String getKnownHostsRepositoryID() {
        return "the Host's spec and status";
    }

    @Override
    public HostKey[] getHostKey() {
        return new HostKey[0];
    }

    @Override
    public HostKey[] getHostKey(String host, String type) {
        return new HostKey[0];
    }
}
