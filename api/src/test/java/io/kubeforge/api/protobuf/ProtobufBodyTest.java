package io.kubeforge.api.protobuf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.api.status.StatusException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProtobufBodyTest {
    /** Made by Go itself: bodies.go, beside it, says how. */
    private static final JsonNode BODIES = bodies();
    /** What Go writes in JSON although it is empty, and a careful client leaves out. */
    private static final Set<String> WRITTEN_THOUGH_EMPTY = Set.of(
            "metadata",
            "spec",
            "status",
            "source",
            "involvedObject",
            "userInfo",
            "reportingComponent",
            "reportingInstance",
            "allowed",
            "incomplete");

    private static final int TRIES = 2000;

    static List<String> names() {
        List<String> names = new ArrayList<>();
        BODIES.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @ParameterizedTest
    @MethodSource("names")
    void readsWhatTheSameClientWouldHaveSentAsJson(String name) {
        assertEquals(
                withoutEmpty(BODIES.get(name).get("json")),
                ProtobufBody.read(protobuf(name)).deepCopy());
    }

    @Test
    void keepsWhatIsEmptyOnPurpose() {
        assertEquals(
                "", ProtobufBody.read(protobuf("secret")).at("/data/nothing").asText("absent"));
        assertEquals(
                "false", ProtobufBody.read(protobuf("secret")).path("immutable").asText());
        assertEquals(
                "0",
                ProtobufBody.read(protobuf("delete-options"))
                        .path("gracePeriodSeconds")
                        .asText());
        assertTrue(ProtobufBody.read(protobuf("event-small")).path("series").isObject());
        assertTrue(ProtobufBody.read(protobuf("namespace")).path("spec").isMissingNode());
    }

    @Test
    void skipsFieldsThatItDoesNotKnow() throws IOException {
        byte[] meta = {0x0a, 3, 0x0a, 1, 'x'};
        byte[] unknown = {(byte) 0xfa, 0x3f, 2, 1, 2, (byte) 0xf8, 0x3f, 5, (byte) 0xfb, 0x3f, 8, 1, (byte) 0xfc, 0x3f};
        ObjectNode read = ProtobufBody.read(envelope("ConfigMap", join(unknown, meta, unknown)));
        assertEquals("{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"x\"}}", read.toString());
    }

    @Test
    void takesTheLastOfFieldsThatStandTwice() throws IOException {
        byte[] raw = {0x0a, 3, 0x0a, 1, 'x', 0x0a, 6, 0x12, 1, 'g', 0x0a, 1, 'y'};
        assertEquals(
                "{\"name\":\"y\",\"generateName\":\"g\"}",
                ProtobufBody.read(envelope("ConfigMap", raw)).path("metadata").toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "k8s",
                "k8s\0",
                "{\"kind\":\"Secret\"}",
                "k8t\0abc",
                "k8s\0\0",
                "k8s\0\n\u0003abc",
                "k8s\0\u0004"
            })
    void refusesWhatIsNoEnvelope(String body) {
        StatusException refused =
                assertThrows(StatusException.class, () -> ProtobufBody.read(body.getBytes(StandardCharsets.US_ASCII)));
        assertEquals(400, refused.code(), refused.getMessage());
        assertTrue(refused.getMessage().startsWith("the body of the request "), refused.getMessage());
    }

    @Test
    void refusesFieldsThatHoldSomethingElse() throws IOException {
        byte[] numberForMetadata = envelope("Secret", new byte[] {0x08, 1});
        StatusException refused = assertThrows(StatusException.class, () -> ProtobufBody.read(numberForMetadata));
        assertEquals(
                "the body of the request is not the protobuf of a Secret: field metadata (1) has wire type 0 instead of 2",
                refused.getMessage());
        byte[] noUtf8 = envelope("ConfigMap", new byte[] {0x0a, 3, 0x0a, 1, (byte) 0xff});
        assertEquals(
                400,
                assertThrows(StatusException.class, () -> ProtobufBody.read(noUtf8))
                        .code());
        byte[] year10000 = envelope("Event", new byte[] {0x32, 7, 0x08, -1, -1, -1, -1, -1, 0x7f});
        assertTrue(assertThrows(StatusException.class, () -> ProtobufBody.read(year10000))
                .getMessage()
                .contains("years 1 to 9999"));
    }

    @Test
    void refusesKindsThatAreSentAsJsonOnly() throws IOException {
        byte[] pod = envelope("Pod", new byte[0]);
        StatusException refused = assertThrows(StatusException.class, () -> ProtobufBody.read(pod));
        assertEquals(415, refused.code());
        assertEquals(
                "a Pod of v1 is not read as protobuf; send it as application/json or application/yaml",
                refused.getMessage());
    }

    /** Whatever comes, it is read or refused with a sentence; nothing else is ever thrown. */
    @Test
    void survivesDamage() {
        Random random = new Random(1);
        List<byte[]> whole = names().stream().map(ProtobufBodyTest::protobuf).toList();
        int refused = 0;
        for (int i = 0; i < TRIES; i++) {
            byte[] body = whole.get(random.nextInt(whole.size())).clone();
            body = random.nextBoolean() ? body : Arrays.copyOf(body, random.nextInt(body.length));
            for (int flips = random.nextInt(4); flips > 0 && body.length > 0; flips--) {
                body[random.nextInt(body.length)] = (byte) random.nextInt();
            }
            try {
                assertTrue(ProtobufBody.read(body).has("kind"));
            } catch (StatusException e) {
                assertTrue(e.code() == 400 || e.code() == 415, e.getMessage());
                refused++;
            }
        }
        assertTrue(refused > TRIES / 4 && refused < TRIES, "refused: " + refused);
    }

    private static byte[] envelope(String kind, byte[] raw) throws IOException {
        byte[] name = kind.getBytes(StandardCharsets.US_ASCII);
        byte[] type = join(new byte[] {0x0a, 2, 'v', '1', 0x12, (byte) name.length}, name);
        return join(
                new byte[] {'k', '8', 's', 0, 0x0a, (byte) type.length},
                type,
                new byte[] {0x12, (byte) raw.length},
                raw);
    }

    private static byte[] join(byte[]... parts) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.write(part);
        }
        return all.toByteArray();
    }

    private static byte[] protobuf(String name) {
        return Base64.getDecoder().decode(BODIES.get(name).get("protobuf").asText());
    }

    private static JsonNode withoutEmpty(JsonNode json) {
        JsonNode copy = json.deepCopy();
        if (copy instanceof ObjectNode object) {
            object.properties().forEach(entry -> entry.setValue(withoutEmpty(entry.getValue())));
            object.properties().removeIf(entry -> isWrittenThoughEmpty(entry.getKey(), entry.getValue()));
        }
        return copy;
    }

    private static boolean isWrittenThoughEmpty(String name, JsonNode value) {
        return value.isNull()
                || WRITTEN_THOUGH_EMPTY.contains(name)
                        && (value.isObject()
                                ? value.isEmpty()
                                : List.of("", "false").contains(value.asText()));
    }

    private static JsonNode bodies() {
        try (InputStream in = ProtobufBodyTest.class.getResourceAsStream("/protobuf/bodies.json")) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
