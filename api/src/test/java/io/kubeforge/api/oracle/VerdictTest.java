package io.kubeforge.api.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.api.oracle.Verdict.Outcome;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VerdictTest {
    private static final Purpose OWN_WORDS = new Purpose("own-words", "It says more.", List.of("/items/*/message"));

    private static Verdict compare(ObjectNode real, ObjectNode ours, Purpose... purposes) {
        Recorded request = new Recorded(
                "asks",
                "GET",
                "/",
                "admin",
                Map.of(),
                null,
                null,
                Map.of(),
                List.of(),
                null,
                false,
                "",
                "",
                List.of(purposes));
        return Verdict.of(new Scenario("subject", "name", List.of(request)), request, real, ours);
    }

    private static ObjectNode answer(int status, String message, String reason) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("status", status);
        answer.putObject("body")
                .putArray("items")
                .addObject()
                .put("message", message)
                .put("reason", reason);
        return answer;
    }

    @Test
    void namesWhatDiffers() {
        Verdict verdict = compare(answer(200, "a", "r"), answer(201, "a", "r"));
        assertEquals(Outcome.DIFFERENT, verdict.outcome());
        assertEquals(List.of("/status: kube-apiserver 200, KubeForge 201"), verdict.differences());
        assertEquals(
                Outcome.EQUAL,
                compare(answer(200, "a", "r"), answer(200, "a", "r")).outcome());
    }

    @Test
    void allowsADifferenceOnlyWhereItIsOnPurpose() {
        assertEquals(
                Outcome.DIFFERENT_ON_PURPOSE,
                compare(answer(200, "a", "r"), answer(200, "b", "r"), OWN_WORDS).outcome());
        assertEquals(
                Outcome.DIFFERENT,
                compare(answer(200, "a", "r"), answer(200, "b", "other"), OWN_WORDS)
                        .outcome());
    }

    @Test
    void refusesAPurposeThatExplainsNothing() {
        Verdict verdict = compare(answer(200, "a", "r"), answer(200, "a", "r"), OWN_WORDS);
        assertEquals(Outcome.DIFFERENT, verdict.outcome());
        assertTrue(verdict.differences().get(0).contains("equal by now"));
    }
}
