package io.kubeforge.simulator.state;

import io.kubeforge.simulator.state.ClusterState.Authority;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes certificates that can be parsed like a real cluster's, though nothing ever answers with them. */
final class CertificateMaker {
    private static final SecureRandom RANDOM = new SecureRandom();

    private CertificateMaker() {}

    /** A new CA with the administrator's certificate; the hash is the one that kubeadm join pins. */
    static Authority newAuthority() {
        try {
            KeyPair authority = newKeys();
            KeyPair admin = newKeys();
            X500Name issuer = new X500Name("CN=kubernetes");
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(authority.getPublic().getEncoded());
            return new Authority(
                    "sha256:" + HexFormat.of().formatHex(digest),
                    certificate(issuer, authority.getPrivate(), issuer, authority, true),
                    pem("PRIVATE KEY", authority.getPrivate().getEncoded()),
                    certificate(
                            issuer,
                            authority.getPrivate(),
                            new X500Name("O=kubeadm:cluster-admins,CN=kubernetes-admin"),
                            admin,
                            false),
                    pem("PRIVATE KEY", admin.getPrivate().getEncoded()));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException(
                    "This Java cannot make certificates on the curve P-256, which every Java 17 should.", e);
        }
    }

    private static KeyPair newKeys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
        return generator.generateKeyPair();
    }

    private static String certificate(X500Name issuer, PrivateKey signer, X500Name subject, KeyPair keys, boolean ca)
            throws OperatorCreationException, IOException {
        Instant now = Instant.now();
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(63, RANDOM),
                Date.from(now.minus(Duration.ofMinutes(5))),
                Date.from(now.plus(Duration.ofDays(ca ? 3650 : 365))),
                subject,
                keys.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(ca));
        if (!ca) {
            builder.addExtension(
                    Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth));
        }
        return pem(
                "CERTIFICATE",
                builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer))
                        .getEncoded());
    }

    private static String pem(String title, byte[] content) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return "-----BEGIN " + title + "-----\n" + body + "\n-----END " + title + "-----\n";
    }
}
