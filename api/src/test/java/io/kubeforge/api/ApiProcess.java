package io.kubeforge.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kubeforge.api.security.AdminKubeconfig;
import io.kubeforge.model.kind.Kinds;
import io.kubeforge.store.Keyset;
import io.kubeforge.store.ResourceStore;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** A whole API on a PostgreSQL of its own, and a client that trusts exactly what its kubeconfig says. */
final class ApiProcess implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final int RECEIVE_BUFFER = 8 * 1024;
    private static final ApiProcess SHARED = start(Map.of());

    private final EmbeddedPostgres postgres;
    private final Map<String, Object> properties;
    private final String kubeconfig;
    private final HttpClient client;
    private EmbeddedServer server;

    /** One API for all tests of this JVM; they keep apart by names and namespaces. */
    static ApiProcess shared() {
        return SHARED;
    }

    /** Another API, with settings of its own. */
    static ApiProcess with(Map<String, Object> settings) {
        return start(settings);
    }

    /** Ends this API and starts it anew on the same database. */
    ApiProcess restarted() {
        Map<String, Object> same = new HashMap<>();
        for (String setting : List.of("datasources.default.url", "kubeforge.store.keyset-file")) {
            same.put(setting, server.getApplicationContext().getRequiredProperty(setting, String.class));
        }
        server.getApplicationContext().close();
        return start(same);
    }

    private static ApiProcess start(Map<String, Object> settings) {
        try {
            return new ApiProcess(settings);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("The API of the tests does not start", e);
        }
    }

    private ApiProcess(Map<String, Object> settings) throws IOException, GeneralSecurityException {
        postgres = EmbeddedPostgres.builder().start();
        Path keyset = Files.createTempDirectory("keyset").resolve("keyset.json");
        Keyset.createIfAbsent(keyset);
        properties = new HashMap<>(Map.of(
                "datasources.default.url", postgres.getJdbcUrl("postgres", "postgres"),
                "datasources.default.username", "postgres",
                "datasources.default.password", "postgres",
                "datasources.default.driver-class-name", "org.postgresql.Driver",
                "kubeforge.store.keyset-file", keyset.toString(),
                "kubeforge.api.host", "127.0.0.1",
                "kubeforge.api.port", freePort(),
                "kubeforge.api.temporal.enabled", "false"));
        properties.putAll(settings);
        server = ApplicationContext.run(EmbeddedServer.class, properties, "test");
        kubeconfig =
                server.getApplicationContext().getBean(AdminKubeconfig.class).render(url());
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(trusting(authority()))
                .build();
    }

    /** Below the ports that outgoing connections are given: one of them could take it while the API is restarted. */
    private static int freePort() throws IOException {
        while (true) {
            try (ServerSocket socket =
                    new ServerSocket(ThreadLocalRandom.current().nextInt(20_000, 32_768), 1, LOOPBACK)) {
                return socket.getLocalPort();
            } catch (BindException taken) {
                // Another one will be free.
            }
        }
    }

    String url() {
        return "https://127.0.0.1:" + server.getPort();
    }

    String kubeconfig() {
        return kubeconfig;
    }

    ResourceStore store() {
        return server.getApplicationContext().getBean(ResourceStore.class);
    }

    /** Compacts the watch log up to the last write, as housekeeping does with what is old enough. */
    void forgetLog() throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("with raised as (update store_floor set version = (select current from store_version)"
                    + " returning version) delete from stored_event e using raised r where e.version <= r.version");
        }
    }

    HttpClient client() {
        return client;
    }

    /** A request with the administrator's token. */
    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url() + path)).header("Authorization", "Bearer " + token());
    }

    Answer get(String path) {
        return send(request(path).GET());
    }

    /** Creates an object; one of a kind of our own is told its kind when it does not say it itself. */
    Answer post(String path, String body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(withTypeMeta(path, body))));
    }

    private static String withTypeMeta(String path, String body) {
        String plural = path.replaceFirst("\\?.*", "").replaceFirst(".*/", "");
        return Kinds.ALL.stream()
                .filter(kind ->
                        path.startsWith("/apis/kubeforge.io/") && kind.plural().equals(plural))
                .findFirst()
                .map(kind -> with("apiVersion", kind.apiVersion(), with("kind", kind.name(), body)))
                .orElse(body);
    }

    private static String with(String field, String value, String body) {
        return body.contains('"' + field + '"')
                ? body
                : body.replaceFirst("\\{", "{\"" + field + "\":\"" + value + "\",");
    }

    Answer put(String path, JsonNode body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(body.toString())));
    }

    Answer patch(String path, String body) {
        return patch(path, "application/merge-patch+json", body);
    }

    Answer patch(String path, String type, String body) {
        return send(
                request(path).header("Content-Type", type).method("PATCH", HttpRequest.BodyPublishers.ofString(body)));
    }

    Answer delete(String path) {
        return send(request(path).DELETE());
    }

    Answer delete(String path, String options) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .method("DELETE", HttpRequest.BodyPublishers.ofString(options)));
    }

    Answer send(HttpRequest.Builder request) {
        try {
            return new Answer(client.send(request.build(), HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What the API answered. */
    record Answer(HttpResponse<String> response) {
        int code() {
            return response.statusCode();
        }

        JsonNode json() {
            try {
                return JSON.readTree(response.body());
            } catch (IOException e) {
                throw new IllegalStateException("no JSON: " + response.body(), e);
            }
        }

        String text(String pointer) {
            return json().at(pointer).asText();
        }
    }

    /** A connection on which anything can be said, and which takes in little that nobody reads. */
    SSLSocket connect() throws IOException {
        SSLSocket socket = (SSLSocket) client.sslContext().getSocketFactory().createSocket();
        socket.setReceiveBufferSize(RECEIVE_BUFFER);
        socket.connect(new InetSocketAddress("127.0.0.1", server.getPort()));
        return socket;
    }

    /** The beans of the API. */
    ApplicationContext context() {
        return server.getApplicationContext();
    }

    /** Stops the API and starts it again on the same port and PostgreSQL. */
    void restart() {
        properties.put("kubeforge.api.port", server.getPort());
        server.stop();
        server = ApplicationContext.run(EmbeddedServer.class, properties, "test");
    }

    /** Ends its PostgreSQL under the API. */
    void loseDatabase() throws IOException {
        postgres.close();
    }

    /** Stops the API, then its PostgreSQL. */
    @Override
    public void close() throws IOException {
        server.stop();
        postgres.close();
    }

    /** The administrator's token. */
    String token() {
        return field("token: (\\S+)");
    }

    private byte[] authority() {
        return Base64.getDecoder().decode(field("certificate-authority-data: (\\S+)"));
    }

    private String field(String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(kubeconfig);
        if (!matcher.find()) {
            throw new IllegalStateException("the kubeconfig has no " + pattern);
        }
        return matcher.group(1);
    }

    private static SSLContext trusting(byte[] pem) throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        trusted.setCertificateEntry(
                "ca", CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem)));
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }
}
