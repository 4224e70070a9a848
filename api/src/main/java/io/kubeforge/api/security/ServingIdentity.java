package io.kubeforge.api.security;

import io.kubeforge.api.ApiConfiguration;
import io.kubeforge.store.SealedStore;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.util.NetUtil;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.bouncycastle.asn1.x509.GeneralName;

/** Who the API is to its clients: an authority that is made once and kept sealed, and a certificate made at each start. */
@Singleton
public final class ServingIdentity {
    private static final String SEALED_NAME = "api-serving-ca";

    private final Certificates.Identity authority;
    private final Certificates.Identity serving;

    /** Reads the authority, or makes it at the very first start; then issues this process's certificate. */
    public ServingIdentity(SealedStore sealed, ApiConfiguration configuration) {
        Clock clock = Clock.systemUTC();
        byte[] pem = sealed.getOrCreate(
                SEALED_NAME, () -> Certificates.toPem(Certificates.authority("kubeforge-api", clock.instant()))
                        .getBytes(StandardCharsets.US_ASCII));
        this.authority = Certificates.fromPem(new String(pem, StandardCharsets.US_ASCII));
        this.serving =
                Certificates.serving(authority, "kubeforge-api", alternativeNames(configuration), clock.instant());
    }

    /** The authority's certificate as PEM, for clients to trust. */
    public String authorityPem() {
        return Certificates.toPem(authority.certificate());
    }

    /** What Netty needs to serve TLS. */
    SslContext sslContext() throws SSLException {
        return SslContextBuilder.forServer(serving.keys().getPrivate(), serving.certificate(), authority.certificate())
                .protocols("TLSv1.3", "TLSv1.2")
                .build();
    }

    private static List<GeneralName> alternativeNames(ApiConfiguration configuration) {
        Set<String> names = new LinkedHashSet<>(List.of("localhost", "127.0.0.1", "::1"));
        names.addAll(hostName());
        names.addAll(configuration.advertise());
        if (!configuration.host().equals("0.0.0.0") && !configuration.host().equals("::")) {
            names.add(configuration.host());
        }
        List<GeneralName> result = new ArrayList<>();
        for (String name : names) {
            boolean isAddress = NetUtil.isValidIpV4Address(name) || NetUtil.isValidIpV6Address(name);
            if (!name.isBlank()) {
                result.add(new GeneralName(isAddress ? GeneralName.iPAddress : GeneralName.dNSName, name));
            }
        }
        return result;
    }

    private static List<String> hostName() {
        try {
            return List.of(InetAddress.getLocalHost().getHostName());
        } catch (UnknownHostException nameless) {
            return List.of();
        }
    }
}
