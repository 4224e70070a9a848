package io.kubeforge.api.oracle;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * One of the two servers that are compared.
 *
 * @param url where it listens, without a slash at the end
 * @param tokens the bearer token of each user
 * @param client trusts its certificate
 */
public record Server(String url, Map<String, String> tokens, HttpClient client) {

    /** A server whose certificate was issued by this authority. */
    public static Server trusting(byte[] authority, String url, Map<String, String> tokens)
            throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        trusted.setCertificateEntry(
                "ca", CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(authority)));
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(context)
                .build();
        return new Server(url, tokens, client);
    }

    /** A request on its way. */
    record Sent(CompletableFuture<?> headers, CompletableFuture<HttpResponse<byte[]>> response) {}

    Sent send(Recorded request, String path, Map<String, String> headers, byte[] body) {
        HttpRequest.Builder http = HttpRequest.newBuilder(URI.create(url + path));
        headers.forEach(http::header);
        String token = tokens.get(request.user());
        if (token != null) {
            http.header("Authorization", "Bearer " + token);
        }
        http.method(
                request.method(),
                body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofByteArray(body));
        CompletableFuture<Void> accepted = new CompletableFuture<>();
        CompletableFuture<HttpResponse<byte[]>> response = client.sendAsync(http.build(), info -> {
            accepted.complete(null);
            return HttpResponse.BodySubscribers.ofByteArray();
        });
        return new Sent(CompletableFuture.anyOf(accepted, response), response);
    }
}
