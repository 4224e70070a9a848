package io.kubeforge.simulator.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kubeforge.simulator.Scripts;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScriptTextTest {
    @Test
    void readsValuesWithSeveralLinesAndQuotes() throws NotAScript {
        String value = "first 'quoted' line\n{\nNAME='not a variable'\n'''\n";
        ScriptText script = ScriptText.parse(Scripts.script("prepare", "CONFIG", value, "EMPTY", ""));
        assertEquals("prepare", script.name());
        assertEquals(Map.of("CONFIG", value, "EMPTY", ""), script.variables());
    }

    @Test
    void readsAScriptInsideAScript() throws NotAScript {
        String payload = Scripts.script("kubeadm-init", "CONFIG", "it's");
        ScriptText start = ScriptText.parse(Scripts.start("op", "uid", false, payload));
        assertEquals(payload, start.variables().get("PAYLOAD"));
        assertEquals(
                "it's",
                ScriptText.parse(start.variables().get("PAYLOAD")).variables().get("CONFIG"));
    }

    @Test
    void answersAsIfACommandWereUnknownWithoutTheHeader() {
        assertEquals(127, refusal("echo hello\n").exitCode());
        assertEquals(127, refusal("").exitCode());
        assertEquals(
                127,
                refusal("#!/bin/sh\n# kubeforge-script: facts\n{\n} </dev/null\n")
                        .exitCode());
    }

    @Test
    void refusesWhatWasCutOffOnItsWay() {
        String whole = Scripts.script("facts", "A", "some\nlines");
        for (int length = "# kubeforge-script: facts\n".length(); length < whole.length() - 1; length++) {
            assertEquals(2, refusal(whole.substring(0, length)).exitCode(), "cut off after " + length + " characters");
        }
    }

    @Test
    void refusesCommandsAmongTheVariables() {
        assertEquals(
                2,
                refusal("# kubeforge-script: facts\nA='b'; rm -rf /\n{\n} </dev/null\n")
                        .exitCode());
        assertEquals(
                2,
                refusal("# kubeforge-script: facts\nrm -rf /\n{\n} </dev/null\n")
                        .exitCode());
    }

    @Test
    void repeatsNoValueInMessagesOrLogs() throws NotAScript {
        String secret = "hunter2";
        assertFalse(refusal("# kubeforge-script: facts\nTOKEN='a'" + secret + "\n{\n} </dev/null\n")
                .getMessage()
                .contains(secret));
        assertTrue(ScriptText.parse(Scripts.script("facts", "TOKEN", secret))
                .toString()
                .equals("script facts"));
    }

    private static NotAScript refusal(String text) {
        return assertThrows(NotAScript.class, () -> ScriptText.parse(text));
    }
}
