package io.kubeforge.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** KubeForge as a user runs it: {@code ./kubeforge server} as a process, spoken to with curl over HTTPS. */
final class KubeForge implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BASE = "https://localhost:";

    private final Path data;
    private final int port;
    private Process process;

    KubeForge(Path data, int firstPort) {
        this.data = data;
        this.port = firstPort;
    }

    /** Starts it and waits until it answers. */
    void start() {
        try {
            process = new ProcessBuilder(
                            launcher().toString(),
                            "server",
                            "--data",
                            data.toString(),
                            "--port",
                            String.valueOf(port),
                            "--temporal-port",
                            String.valueOf(port + 1),
                            "--ui-port",
                            String.valueOf(port + 2))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            data.resolveSibling(data.getFileName() + ".log").toFile()))
                    .start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        Await.until("KubeForge to answer", Duration.ofMinutes(4), () -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("KubeForge ended with " + process.exitValue());
            }
            return get("/readyz").isBlank() ? null : true;
        });
    }

    /** kill -9: nothing is flushed, nothing is said. */
    void kill() {
        process.destroyForcibly();
        waitFor();
    }

    /** kill -9 of the Temporal server that belongs to this data folder. */
    void killTemporal() {
        ProcessHandle temporal = ProcessHandle.allProcesses()
                .filter(handle -> handle.info()
                        .arguments()
                        .map(arguments -> Arrays.asList(arguments).contains(String.valueOf(port + 1)))
                        .orElse(false))
                .filter(handle -> handle.info().command().orElse("").endsWith("temporal"))
                .findFirst()
                .orElseThrow();
        temporal.destroyForcibly();
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            process.destroy();
            waitFor();
        }
    }

    private void waitFor() {
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("KubeForge does not end");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** POSTs an object, as a user's curl would. */
    void create(String path, JsonNode object) {
        curl("-X", "POST", "-H", "Content-Type: application/json", "-d", object.toString(), BASE + port + path);
    }

    /** Merge-patches an object. */
    void patch(String path, String patch) {
        curl("-X", "PATCH", "-H", "Content-Type: application/merge-patch+json", "-d", patch, BASE + port + path);
    }

    /** DELETEs an object. */
    void delete(String path) {
        curl("-X", "DELETE", BASE + port + path);
    }

    /** GETs a path as text. */
    String get(String path) {
        return curl(BASE + port + path);
    }

    /** GETs an object. */
    ObjectNode object(String path) {
        try {
            return (ObjectNode) JSON.readTree(get(path));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Waits until a condition of a cluster is True. */
    void awaitCondition(String cluster, String type, Duration limit) {
        Await.until("condition " + type + " of " + cluster + "; now: " + describe(cluster), limit, () -> {
            for (JsonNode condition : object(clusterPath(cluster)).at("/status/conditions")) {
                if (condition.path("type").asText().equals(type)
                        && condition.path("status").asText().equals("True")) {
                    return true;
                }
            }
            return null;
        });
    }

    private String describe(String cluster) {
        return object(clusterPath(cluster)).path("status").path("phase").asText();
    }

    /** A Secret's value. */
    String secret(String name, String key) {
        String encoded = object("/api/v1/namespaces/default/secrets/" + name)
                .at("/data/" + key)
                .asText();
        return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
    }

    static String clusterPath(String name) {
        return "/apis/kubeforge.io/v1alpha1/namespaces/default/clusters/" + name;
    }

    static String hostPath(String name) {
        return "/apis/kubeforge.io/v1alpha1/namespaces/default/hosts/" + name;
    }

    private String curl(String... arguments) {
        List<String> command = new ArrayList<>(List.of("curl", "-sS", "--fail-with-body", "--max-time", "20"));
        try {
            Path kubeconfig = data.resolve("kubeconfig");
            JsonNode config =
                    new com.fasterxml.jackson.dataformat.yaml.YAMLMapper().readTree(Files.readString(kubeconfig));
            Path ca = data.resolve("e2e-ca.crt");
            Files.write(
                    ca,
                    Base64.getDecoder()
                            .decode(config.at("/clusters/0/cluster/certificate-authority-data")
                                    .asText()));
            command.addAll(List.of("--cacert", ca.toString(), "-H", "@-"));
            command.addAll(List.of(arguments));
            Process curl = new ProcessBuilder(command).redirectErrorStream(true).start();
            String token = config.at("/users/0/user/token").asText();
            curl.getOutputStream().write(("Authorization: Bearer " + token + "\n").getBytes(StandardCharsets.UTF_8));
            curl.getOutputStream().close();
            String answer = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (curl.waitFor() != 0) {
                throw new IllegalStateException(arguments[arguments.length - 1] + ": " + answer);
            }
            return answer;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static Path launcher() {
        return Path.of(System.getProperty("user.dir"))
                .resolveSibling("kubeforge")
                .toAbsolutePath();
    }
}
