package io.kubeforge.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.api.oracle.Conversation;
import io.kubeforge.api.oracle.Recorded;
import io.kubeforge.api.oracle.Recordings;
import io.kubeforge.api.oracle.Scenario;
import io.kubeforge.api.oracle.Server;
import io.kubeforge.api.oracle.Table;
import io.kubeforge.api.oracle.Verdict;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** A real kube-apiserver and KubeForge answer the same requests alike; {@code e2e/oracle.sh} starts the real one. */
@EnabledIfSystemProperty(named = "oracle.url", matches = "https://.+")
class OracleIT {
    private static final List<Verdict> VERDICTS = new ArrayList<>();

    private final ApiProcess api = ApiProcess.shared();
    private final Server ours = new Server(
            api.url(),
            Map.of("admin", api.token(), "nobody", "the-token-of-nobody", "stranger", "a-wrong-token"),
            api.client());
    private final Server real = real();

    @TestFactory
    Stream<DynamicNode> answersAsARealServer() {
        String wanted = System.getProperty("oracle.scenarios", ".*");
        return Recordings.all().stream()
                .filter(scenario -> scenario.name().matches(wanted))
                .map(this::play);
    }

    private DynamicContainer play(Scenario scenario) {
        String namespace = "oracle-" + scenario.name();
        Conversation withOurs = new Conversation(ours, namespace);
        Conversation withReal = new Conversation(real, namespace);
        List<DynamicTest> tests = new ArrayList<>();
        tests.add(DynamicTest.dynamicTest("has a namespace", () -> {
            makeNamespace(ours, namespace);
            makeNamespace(real, namespace);
        }));
        for (Recorded request : scenario.requests()) {
            tests.add(DynamicTest.dynamicTest(request.name(), () -> {
                CompletableFuture<ObjectNode> expected = CompletableFuture.supplyAsync(() -> withReal.answer(request));
                ObjectNode answered = withOurs.answer(request);
                Verdict verdict = Verdict.of(scenario, request, expected.join(), answered);
                boolean isOpening = !request.open().isEmpty() && verdict.outcome() == Verdict.Outcome.EQUAL;
                if (!isOpening) {
                    VERDICTS.add(verdict);
                }
                assertTrue(verdict.differences().isEmpty(), () -> String.join("\n", verdict.differences()));
            }));
        }
        return DynamicContainer.dynamicContainer(scenario.subject() + ": " + scenario.name(), tests);
    }

    @AfterAll
    static void writesTheTable() throws IOException {
        String table = System.getProperty("oracle.table", "");
        if (!table.isEmpty()) {
            String commit = System.getProperty("oracle.commit", "unknown");
            String versions = System.getProperty("oracle.versions", "an unknown version");
            Files.writeString(Path.of(table), Table.of(VERDICTS, commit, versions));
        }
    }

    /** A namespace with the Secret that recorded Hosts refer to: without it every one of them would be warned of. */
    private static void makeNamespace(Server server, String name) throws IOException, InterruptedException {
        String path = "/api/v1/namespaces";
        create(server, path, "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"" + name + "\"}}");
        create(
                server,
                path + "/" + name + "/secrets",
                "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"name\":\"key\"},"
                        + "\"type\":\"kubernetes.io/ssh-auth\",\"stringData\":{\"ssh-privatekey\":\"none\"}}");
    }

    private static void create(Server server, String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.url() + path))
                .header("Authorization", "Bearer " + server.tokens().get("admin"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = server.client().send(request, HttpResponse.BodyHandlers.ofString());
        assertEquals(201, response.statusCode(), response.body());
    }

    private static Server real() {
        Map<String, String> tokens = Map.of(
                "admin",
                System.getProperty("oracle.token"),
                "nobody",
                System.getProperty("oracle.token.powerless"),
                "stranger",
                "a-wrong-token");
        try {
            byte[] authority = Files.readAllBytes(Path.of(System.getProperty("oracle.authority")));
            return Server.trusting(authority, System.getProperty("oracle.url"), tokens);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("The real server cannot be reached", e);
        }
    }
}
