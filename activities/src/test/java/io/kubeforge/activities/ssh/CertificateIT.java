package io.kubeforge.activities.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kubeforge.activities.failure.AuthenticationFailed;
import io.kubeforge.activities.failure.CredentialInvalid;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.sshd.certificate.OpenSshCertificateBuilder;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Hosts that know no key of ours, only the authority that signed its certificate. */
@EnabledOnOs(OS.LINUX)
class CertificateIT {
    private static final Instant NOW = Instant.now();

    private KeyPair authority;
    private Keys keys;
    private SshHost ssh;

    @BeforeEach
    void makeHost() throws Exception {
        authority = KeyUtils.generateKeyPair(KeyPairProvider.ECDSA_SHA2_NISTP256, 256);
        keys = Keys.ed25519();
        ssh = new SshHost(Map.of(), authority.getPublic());
        ssh.server.setPublickeyAuthenticator((user, key, session) -> {
            ssh.attempts.add(user);
            return key instanceof OpenSshCertificate shown
                    && KeyUtils.compareKeys(shown.getCaPubKey(), authority.getPublic());
        });
    }

    @AfterEach
    void endHost() throws Exception {
        ssh.close();
    }

    @Test
    void entersWithACertificateForEveryUsualKindOfKey() throws Exception {
        for (Keys pair : List.of(keys, Keys.ecdsa(), Keys.rsa())) {
            String certificate = certificate(pair.publicKey(), NOW.plus(Duration.ofHours(1)), authority);
            RemoteHost.connect(target(pair, certificate)).close();
        }
    }

    @Test
    void saysThatACertificateExpiredBeforeAnyHostIsAsked() throws Exception {
        String seen = refused(certificate(keys.publicKey(), NOW.minus(Duration.ofMinutes(1)), authority));
        assertTrue(seen.contains("expired at"), seen);
    }

    @Test
    void saysThatACertificateIsForAnotherKey() throws Exception {
        String seen = refused(certificate(Keys.ed25519().publicKey(), NOW.plus(Duration.ofHours(1)), authority));
        assertTrue(seen.contains("for another key, ssh-ed25519 SHA256:"), seen);
    }

    @Test
    void saysThatACertificateIsForHostsOrNotYetValid() throws Exception {
        OpenSshCertificateBuilder ofHost = OpenSshCertificateBuilder.hostCertificate();
        String seen = refused(line(ofHost, keys.publicKey(), NOW, NOW.plus(Duration.ofHours(1)), authority));
        assertTrue(seen.contains("for hosts"), seen);

        OpenSshCertificateBuilder early = OpenSshCertificateBuilder.userCertificate();
        seen = refused(
                line(early, keys.publicKey(), NOW.plus(Duration.ofHours(1)), NOW.plus(Duration.ofHours(2)), authority));
        assertTrue(seen.contains("valid only from"), seen);
    }

    @Test
    void saysThatItIsNoCertificateAtAll() throws Exception {
        refused("nonsense");
        refused("ssh-ed25519-cert-v01@openssh.com");
        refused("ssh-ed25519-cert-v01@openssh.com !!!");
        refused("ssh-ed25519-cert-v01@openssh.com AAAA");
        String good = certificate(keys.publicKey(), NOW.plus(Duration.ofHours(1)), authority);
        refused(good.substring(0, 120));
        refused(good.replaceFirst("ssh-ed25519", "ssh-rsa"));
    }

    @Test
    void namesTheCertificateThatAHostDoesNotTrust() throws Exception {
        KeyPair another = KeyUtils.generateKeyPair(KeyPairProvider.ECDSA_SHA2_NISTP256, 256);
        String certificate = certificate(keys.publicKey(), NOW.plus(Duration.ofHours(1)), another);

        AuthenticationFailed failure =
                assertThrows(AuthenticationFailed.class, () -> RemoteHost.connect(target(keys, certificate))
                        .close());

        assertTrue(failure.getMessage().contains("its certificate \"operator\""), failure.getMessage());
        assertTrue(failure.getMessage().contains("TrustedUserCAKeys"), failure.getMessage());
        assertEquals(1, ssh.attempts.size());
    }

    private String refused(String certificate) {
        CredentialInvalid failure =
                assertThrows(CredentialInvalid.class, () -> RemoteHost.connect(target(keys, certificate))
                        .close());
        assertTrue(failure.permanent());
        assertTrue(failure.getMessage().contains("ssh-certificate"), failure.getMessage());
        assertEquals(0, ssh.attempts.size(), "a host is not bothered with a certificate that cannot be right");
        return failure.getMessage();
    }

    private static String certificate(PublicKey key, Instant until, KeyPair by) throws Exception {
        return line(OpenSshCertificateBuilder.userCertificate(), key, NOW.minus(Duration.ofHours(1)), until, by);
    }

    private static String line(
            OpenSshCertificateBuilder builder, PublicKey key, Instant from, Instant until, KeyPair by)
            throws Exception {
        OpenSshCertificate certificate = builder.publicKey(key)
                .id("operator")
                .serial(7)
                .principals(List.of("root"))
                .validAfter(from)
                .validBefore(until)
                .sign(by);
        ByteArrayBuffer blob = new ByteArrayBuffer();
        blob.putRawPublicKey(certificate);
        return certificate.getKeyType() + " " + Base64.getEncoder().encodeToString(blob.getCompactData())
                + " operator@example.org\n";
    }

    private SshTarget target(Keys pair, String certificate) {
        Credential credential =
                new Credential(pair.privateKey(), null, certificate.getBytes(StandardCharsets.UTF_8), null);
        return new SshTarget("h", "127.0.0.1", ssh.port(), "root", credential, null, false);
    }
}
