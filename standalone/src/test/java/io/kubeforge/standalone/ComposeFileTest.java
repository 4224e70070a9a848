package io.kubeforge.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.kubeforge.workflows.connection.Attributes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ComposeFileTest {
    private static final Path HOME = Path.of("..");
    private static JsonNode compose;

    @BeforeAll
    static void read() throws IOException {
        compose = new ObjectMapper(new YAMLFactory())
                .readTree(HOME.resolve("docker-compose.temporal.yml").toFile());
    }

    @Test
    void hasEveryPart() {
        Set<String> names = new HashSet<>();
        compose.get("services").fieldNames().forEachRemaining(names::add);
        assertEquals(
                Set.of(
                        "postgres",
                        "temporal-schema",
                        "temporal",
                        "temporal-namespace",
                        "temporal-ui",
                        "keyset",
                        "api",
                        "worker"),
                names);
    }

    @Test
    void pinsEveryImageAndUsesNoneThatSetsItselfUp() {
        services().forEach((name, service) -> {
            String image = service.path("image").asText();
            assertTrue(image.matches("[a-z/-]+:[0-9]+\\.[0-9.]+(-SNAPSHOT)?"), name + " has image " + image);
            assertFalse(image.contains("auto-setup"), name);
        });
    }

    @Test
    void startsEachPartWhenThatWhichItNeedsIsDone() {
        assertDepends("temporal-schema", "postgres", "service_healthy");
        assertDepends("temporal", "temporal-schema", "service_completed_successfully");
        assertDepends("temporal-namespace", "temporal", "service_healthy");
        assertDepends("temporal-ui", "temporal", "service_healthy");
        assertDepends("api", "postgres", "service_healthy");
        assertDepends("api", "keyset", "service_completed_successfully");
        assertDepends("api", "temporal-namespace", "service_completed_successfully");
        assertDepends("worker", "api", "service_healthy");
    }

    @Test
    void everyPartThatIsWaitedForAsHealthyHasAHealthCheck() {
        services()
                .forEach((name, service) -> service.path("depends_on").fields().forEachRemaining(need -> {
                    if (need.getValue().path("condition").asText().equals("service_healthy")) {
                        assertTrue(
                                services()
                                        .get(need.getKey())
                                        .at("/healthcheck/test")
                                        .isArray(),
                                name + " waits for the health of " + need.getKey());
                    }
                }));
    }

    @Test
    void answersThisComputerOnly() {
        services().forEach((name, service) -> service.path("ports")
                .forEach(port -> assertTrue(port.asText().startsWith("127.0.0.1:"), name + " opens " + port)));
        assertTrue(services().get("postgres").path("ports").isMissingNode());
    }

    @Test
    void keepsDataInNamedVolumes() {
        assertTrue(compose.get("volumes").has("postgres"));
        assertTrue(compose.get("volumes").has("keyset"));
        assertTrue(volumes("postgres").contains("postgres:/var/lib/postgresql"));
        assertTrue(volumes("keyset").contains("keyset:/var/lib/kubeforge"));
        assertTrue(volumes("api").contains("keyset:/var/lib/kubeforge:ro"));
        assertTrue(volumes("worker").contains("keyset:/var/lib/kubeforge:ro"));
    }

    @Test
    void everyMountedFileIsInTheRepository() {
        services().forEach((name, service) -> volumes(name).stream()
                .filter(volume -> volume.startsWith("./"))
                .map(volume -> HOME.resolve(volume.substring(2, volume.indexOf(':'))))
                .forEach(file -> assertTrue(Files.exists(file), name + " mounts " + file)));
    }

    @Test
    void theTemporalServerFindsItsDynamicConfiguration() {
        String file = services()
                .get("temporal")
                .at("/environment/DYNAMIC_CONFIG_FILE_PATH")
                .asText();
        assertTrue(volumes("temporal").stream().anyMatch(volume -> volume.contains(":" + file + ":ro")), file);
    }

    @Test
    void theDockerfileHasEveryTargetAndPinsItsBase() throws IOException {
        String dockerfile = Files.readString(HOME.resolve("Dockerfile"));
        Set<String> targets = Pattern.compile("(?m)^FROM \\S+ AS (\\S+)$")
                .matcher(dockerfile)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toSet());
        services().forEach((name, service) -> {
            if (service.has("build")) {
                assertTrue(targets.contains(service.at("/build/target").asText()), name);
            }
        });
        Stream<MatchResult> bases =
                Pattern.compile("(?m)^FROM (\\S+)").matcher(dockerfile).results();
        bases.map(match -> match.group(1))
                .filter(base -> !targets.contains(base))
                .forEach(base -> assertTrue(base.matches("[a-z-]+:[0-9].*"), base));
    }

    @Test
    void theNamespaceKnowsTheAttributesThatWorkflowsCarry() throws IOException {
        String script = Files.readString(HOME.resolve("deploy/temporal/namespace.sh"));
        Attributes.NAMES.forEach(name -> assertTrue(script.contains(name), name));
        assertTrue(script.contains("retention=30d"));
    }

    @Test
    void theSchemaIsUpdatedBeforeItIsSetUp() throws IOException {
        String script = Files.readString(HOME.resolve("deploy/temporal/schema.sh"));
        assertTrue(script.indexOf("update-schema") < script.indexOf("setup-schema"));
    }

    private static Map<String, JsonNode> services() {
        return StreamSupport.stream(
                        ((Iterable<Map.Entry<String, JsonNode>>)
                                        () -> compose.get("services").fields())
                                .spliterator(),
                        false)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static Set<String> volumes(String service) {
        Set<String> volumes = new HashSet<>();
        services().get(service).path("volumes").forEach(volume -> volumes.add(volume.asText()));
        return volumes;
    }

    private static void assertDepends(String service, String on, String condition) {
        assertEquals(
                condition,
                services().get(service).at("/depends_on/" + on + "/condition").asText(),
                service + " on " + on);
    }
}
