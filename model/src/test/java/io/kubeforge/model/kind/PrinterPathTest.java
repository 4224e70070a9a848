package io.kubeforge.model.kind;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrinterPathTest {
    private final JsonNode object = read("{'metadata':{'labels':{'example.org/tier':'web'}},"
            + "'status':{'conditions':[{'type':'Stalled','status':'False'},{'type':'Ready','status':'True'}]}}");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ".status.conditions[?(@.type==\"Ready\")].status|True",
                ".status.conditions[0].type|Stalled",
                ".metadata.labels.example\\.org/tier|web",
            })
    void findsWhatItNames(String path, String expected) {
        assertEquals(expected, new PrinterPath(path).in(object).asText());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {".status.absent", ".status.conditions[7].type", ".status.conditions[?(@.type==\"Gone\")].status"
            })
    void findsNothingWhereNothingIs(String path) {
        assertTrue(new PrinterPath(path).in(object).isMissingNode());
    }

    @Test
    void refusesWhatItDoesNotUnderstand() {
        assertThrows(IllegalArgumentException.class, () -> new PrinterPath(".status..phase"));
        assertThrows(IllegalArgumentException.class, () -> new PrinterPath(".status.conditions[*].type"));
    }

    private static JsonNode read(String json) {
        try {
            return new ObjectMapper().readTree(json.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
