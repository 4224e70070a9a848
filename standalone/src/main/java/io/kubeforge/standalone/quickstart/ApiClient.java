package io.kubeforge.standalone.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.kubeforge.model.kind.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The REST API as any client sees it: over HTTPS, with what its kubeconfig says and nothing else. */
public final class ApiClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final Duration TO_CONNECT = Duration.ofSeconds(5);
    private static final Duration TO_ANSWER = Duration.ofSeconds(30);
    private static final int CREATED = 201;
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;

    private final HttpClient http;
    private final URI server;
    private final String authorization;

    private ApiClient(HttpClient http, URI server, String authorization) {
        this.http = http;
        this.server = server;
        this.authorization = authorization;
    }

    /** A client that trusts and says what this kubeconfig holds. */
    public static ApiClient of(Path kubeconfig) {
        try {
            JsonNode file = YAML.readTree(Files.readString(kubeconfig));
            JsonNode cluster = file.at("/clusters/0/cluster");
            byte[] authority = Base64.getDecoder()
                    .decode(cluster.path("certificate-authority-data").asText());
            HttpClient http = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(TO_CONNECT)
                    .sslContext(trusting(authority))
                    .build();
            return new ApiClient(
                    http,
                    URI.create(cluster.path("server").asText()),
                    "Bearer " + file.at("/users/0/user/token").asText());
        } catch (IOException | GeneralSecurityException cause) {
            throw new ApiFailure("The kubeconfig " + kubeconfig + " cannot be used: " + cause.getMessage(), cause);
        }
    }

    private static SSLContext trusting(byte[] authority) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        trusted.setCertificateEntry(
                "kubeforge",
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(authority)));
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    /** Creates the object; false when there is one of its name already. */
    public boolean create(Kind<?> kind, ObjectNode object) {
        HttpResponse<String> answer =
                send(request(collection(kind, object.at("/metadata/namespace").asText()))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(object.toString())));
        if (answer.statusCode() == CONFLICT) {
            return false;
        }
        require(answer, CREATED, "create", kind, object.at("/metadata/name").asText());
        return true;
    }

    /** Changes these fields of the object and leaves all others. */
    public void merge(Kind<?> kind, ObjectNode object) {
        String name = object.at("/metadata/name").asText();
        HttpResponse<String> answer =
                send(request(collection(kind, object.at("/metadata/namespace").asText()) + "/" + name)
                        .header("Content-Type", "application/merge-patch+json")
                        .method("PATCH", HttpRequest.BodyPublishers.ofString(object.toString())));
        require(answer, OK, "change", kind, name);
    }

    /** The object, if there is one. */
    public <T> Optional<T> get(Kind<T> kind, String namespace, String name) {
        HttpResponse<String> answer =
                send(request(collection(kind, namespace) + "/" + name).GET());
        if (answer.statusCode() == NOT_FOUND) {
            return Optional.empty();
        }
        require(answer, OK, "read", kind, name);
        return Optional.of(kind.read(object(answer.body())));
    }

    /** Every object of the namespace as it is and then each change, one line of JSON per event, until the end. */
    public InputStream watch(Kind<?> kind, String namespace) throws IOException, InterruptedException {
        HttpResponse<InputStream> answer = http.send(
                request(collection(kind, namespace) + "?watch=true&timeoutSeconds=300")
                        .GET()
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());
        if (answer.statusCode() != OK) {
            answer.body().close();
            throw new IOException("watching " + kind.plural() + " answers " + answer.statusCode());
        }
        return answer.body();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(server.resolve(path))
                .header("Authorization", authorization)
                .header("Accept", "application/json");
    }

    private static String collection(Kind<?> kind, String namespace) {
        String root = kind.group().isEmpty() ? "/api/" : "/apis/" + kind.group() + "/";
        return root + kind.version() + "/namespaces/" + namespace + "/" + kind.plural();
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        HttpRequest built = request.timeout(TO_ANSWER).build();
        try {
            return http.send(built, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (IOException cause) {
            throw new ApiFailure(built.method() + " " + built.uri() + " failed: " + cause, cause);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ApiFailure("Interrupted while " + built.uri() + " was asked.", interrupted);
        }
    }

    private static void require(HttpResponse<String> answer, int expected, String verb, Kind<?> kind, String name) {
        if (answer.statusCode() != expected) {
            throw new ApiFailure(
                    "The API does not " + verb + " the " + kind.singular() + " " + name + " (" + answer.statusCode()
                            + "): " + object(answer.body()).path("message").asText(answer.body()));
        }
    }

    private static ObjectNode object(String body) {
        try {
            return (ObjectNode) JSON.readTree(body);
        } catch (IOException | ClassCastException noObject) {
            return JSON.createObjectNode();
        }
    }
}
