package io.kubeforge.api.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MaskingTest {
    private static final String UID = "11111111-2222-3333-4444-555555555555";

    private final Masking masking = new Masking();

    @BeforeEach
    void begin() {
        masking.begin(1);
    }

    private JsonNode mask(String json) {
        try {
            return masking.mask(new ObjectMapper().readTree(json));
        } catch (IOException e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    @Test
    void keepsEqualVersionsEqualAndOthersApart() {
        assertEquals(
                "RV1.1",
                mask("{\"metadata\":{\"resourceVersion\":\"7\"}}")
                        .at("/metadata/resourceVersion")
                        .asText());
        masking.begin(2);
        JsonNode list = mask("{\"kind\":\"HostList\",\"metadata\":{\"resourceVersion\":\"9\"},\"items\":["
                + "{\"metadata\":{\"resourceVersion\":\"7\"}},{\"metadata\":{\"resourceVersion\":\"8\"}}]}");
        assertEquals("RV", list.at("/metadata/resourceVersion").asText());
        assertEquals("RV1.1", list.at("/items/0/metadata/resourceVersion").asText());
        assertEquals("RV2.1", list.at("/items/1/metadata/resourceVersion").asText());
    }

    @Test
    void tellsWhetherAListIsOfACapturedVersion() {
        masking.remember("first", "9");
        JsonNode list = mask("{\"kind\":\"HostList\",\"metadata\":{\"resourceVersion\":\"9\"}}");
        assertEquals(
                "the version captured as first",
                list.at("/metadata/resourceVersion").asText());
    }

    @Test
    void masksOnlyValuesOfTheRightForm() {
        JsonNode masked = mask("{\"metadata\":{\"uid\":\"none\",\"creationTimestamp\":\"2026-01-01T00:00:00.5Z\","
                + "\"deletionTimestamp\":\"2026-01-01T00:00:00Z\",\"resourceVersion\":\"abc\"}}");
        assertEquals("none", masked.at("/metadata/uid").asText());
        assertEquals(
                "2026-01-01T00:00:00.5Z",
                masked.at("/metadata/creationTimestamp").asText());
        assertEquals("TIME", masked.at("/metadata/deletionTimestamp").asText());
        assertEquals("abc", masked.at("/metadata/resourceVersion").asText());
    }

    @Test
    void findsUidsAndGeneratedNamesInTexts() {
        mask("{\"metadata\":{\"uid\":\"" + UID + "\",\"generateName\":\"made-\",\"name\":\"made-x2x2x\"}}");
        JsonNode status = mask("{\"message\":\"hosts \\\"made-x2x2x\\\" has the uid " + UID + "\"}");
        assertEquals(
                "hosts \"made-GENERATED1\" has the uid UID1.1",
                status.at("/message").asText());
    }

    @Test
    void masksAgesInTablesOnly() {
        JsonNode table = mask("{\"rows\":[{\"cells\":[\"5m10s\",\"five\",3]}],\"data\":\"5m10s\"}");
        assertEquals("[\"AGE\",\"five\",3]", table.at("/rows/0/cells").toString());
        assertEquals("5m10s", table.at("/data").asText());
    }

    @Test
    void takesSeveralCausesInAnyOrder() {
        String first =
                "{\"message\":\"Host \\\"a\\\" is invalid: [b: wrong, a: wrong]\",\"causes\":[{\"field\":\"b\"},{\"field\":\"a\"}]}";
        String second =
                "{\"message\":\"Host \\\"a\\\" is invalid: [a: wrong, b: wrong]\",\"causes\":[{\"field\":\"a\"},{\"field\":\"b\"}]}";
        assertEquals(mask(first), mask(second));
    }
}
