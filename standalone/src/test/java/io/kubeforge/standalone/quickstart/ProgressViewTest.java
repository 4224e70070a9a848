package io.kubeforge.standalone.quickstart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.model.kind.Kinds;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressViewTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:01:05Z");

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @Test
    void showsEachHostWithStepStateAndElapsedTime() {
        List<String> table = ProgressView.table(working().rows(NOW));
        assertEquals(
                List.of(
                        "HOST   ROLE            STEP      STATE             ELAPSED   MESSAGE",
                        "a      control plane   prepare   working           1m05s",
                        "b      worker          prepare   HostUnreachable   5s        no route to host | check it",
                        "c      worker          -         not seen yet      -"),
                table);
    }

    @Test
    void printsALineOnlyWhereSomethingChangedWhenThereIsNoTerminal() {
        ProgressView view = new ProgressView(out, false);
        view.show(working(), NOW);
        int before = lines().size();
        view.show(working(), NOW.plusSeconds(30));
        assertEquals(before, lines().size(), String.join("\n", lines()));
        view.show(working().with(Kinds.HOST.read(readyHost("b"))), NOW.plusSeconds(60));
        assertEquals(before + 1, lines().size(), String.join("\n", lines()));
        assertTrue(lines().get(before).contains("b (worker): join: ready after 50s"), lines().get(before));
        assertFalse(bytes.toString(StandardCharsets.UTF_8).contains("\033"));
    }

    @Test
    void drawsOverWhatItDrewOnATerminal() {
        ProgressView view = new ProgressView(out, true);
        view.show(working(), NOW);
        long drawn = bytes.toString(StandardCharsets.UTF_8)
                .chars()
                .filter(c -> c == '\n')
                .count();
        bytes.reset();
        view.show(working(), NOW.plusSeconds(1));
        assertTrue(bytes.toString(StandardCharsets.UTF_8).startsWith("\033[" + drawn + "A\033[J"));
    }

    @Test
    void isReadyOnlyWhenTheWrittenGenerationIsReached() {
        assertFalse(Progress.NOTHING_SEEN.isReady());
        assertFalse(Progress.NOTHING_SEEN
                .with(Kinds.CLUSTER.read(cluster("Ready", 1, 2)))
                .isReady());
        assertTrue(Progress.NOTHING_SEEN
                .with(Kinds.CLUSTER.read(cluster("Ready", 2, 2)))
                .isReady());
        assertFalse(Progress.NOTHING_SEEN
                .with(Kinds.CLUSTER.read(cluster("Ready", 2, 2)))
                .isStalled());
        assertTrue(Progress.NOTHING_SEEN
                .with(Kinds.CLUSTER.read(cluster("Stalled", 2, 2)))
                .isStalled());
    }

    @Test
    void writesDurationsAsPeopleReadThem() {
        assertEquals("0s", Durations.text(Duration.ofSeconds(-3)));
        assertEquals("59s", Durations.text(Duration.ofSeconds(59)));
        assertEquals("2m05s", Durations.text(Duration.ofSeconds(125)));
        assertEquals("1h02m", Durations.text(Duration.ofMinutes(62)));
    }

    private static Progress working() {
        return Progress.NOTHING_SEEN
                .with(Kinds.CLUSTER.read(cluster("Reconciling", 0, 1)))
                .with(Kinds.HOST.read(json("""
                        {"metadata":{"name":"a"},"spec":{"address":"x"},
                         "status":{"step":"prepare","stepStartedAt":"2026-01-01T00:00:00Z"}}""")))
                .with(Kinds.HOST.read(json("""
                        {"metadata":{"name":"b"},"spec":{"address":"x"},
                         "status":{"step":"prepare","stepStartedAt":"2026-01-01T00:01:00Z","conditions":[
                           {"type":"Reachable","status":"False","reason":"HostUnreachable",
                            "message":"no route to host\\ncheck it"}]}}""")));
    }

    private static ObjectNode readyHost(String name) {
        return json("""
                {"metadata":{"name":"%s"},"spec":{"address":"x"},"status":{"step":"join","conditions":[
                  {"type":"Ready","status":"True","lastTransitionTime":"2026-01-01T00:00:50Z"}]}}""".formatted(name));
    }

    private static ObjectNode cluster(String condition, long observed, long generation) {
        return json("""
                {"metadata":{"name":"demo","generation":%d,"creationTimestamp":"2026-01-01T00:00:00Z"},
                 "spec":{"kubernetesVersion":"v1.36.3","controlPlane":{"hosts":["a"]},
                         "workers":[{"name":"general","hosts":["b","c"]}]},
                 "status":{"phase":"Provisioning","observedGeneration":%d,
                           "conditions":[{"type":"%s","status":"True"}]}}""".formatted(generation, observed, condition));
    }

    private static ObjectNode json(String text) {
        try {
            return (ObjectNode) new ObjectMapper().readTree(text);
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private List<String> lines() {
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
