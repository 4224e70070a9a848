package io.kubeforge.activities.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptTest {

    @Test
    void putsTheVariablesBetweenTheHeaderAndTheBraces() {
        String rendered = Script.of("print-value").with("VALUE", "it's").render();

        assertEquals("""
                # kubeforge-script: print-value
                VALUE='it'\\''s'
                {
                # shellcheck shell=sh
                printf '%s' "${VALUE?}"
                cat
                } </dev/null
                """, rendered);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " leading and trailing ",
                "it's",
                "'",
                "''''",
                "'; echo owned; '",
                "$(echo owned) `echo owned` ${HOME} $HOME",
                "back\\slash \\' \\n \\",
                "two\nlines\n\nand an end\n",
                "\n",
                "\r\n\t\u0007\u001b[31m",
                "\"double\" !history # no comment",
                "grüße 日本語 🚀",
                "} </dev/null",
                "EOF\nRUN\n} </dev/null\nVALUE='x'",
                "-n -e %s %d",
                "*?[a-z]~"
            })
    void arrivesInTheShellAsItWas(String value) throws Exception {
        assertEquals(value, shell(Script.of("print-value").with("VALUE", value).render()));
    }

    @Test
    void arrivesInTheShellAsItWasWhenSentWithinAnotherScript() throws Exception {
        String nested =
                Script.of("print-value").with("VALUE", "it's\n'nested'\\").render();

        String arrived = shell(Script.of("print-value").with("VALUE", nested).render());

        assertEquals(nested, arrived);
        assertEquals("it's\n'nested'\\", shell(arrived));
    }

    @Test
    void carriesAValueLargerThanAnArgumentMayBe() throws Exception {
        String value = "0123456789abcde'".repeat(40_000);

        assertEquals(value, shell(Script.of("print-value").with("VALUE", value).render()));
    }

    @Test
    void runsNothingWhenItWasCutOffOnItsWay() throws Exception {
        String rendered = Script.of("print-value").with("VALUE", "seen").render();

        for (int length = 0; length < rendered.indexOf("} </dev/null"); length++) {
            assertEquals("", shell(rendered.substring(0, length)), "cut off after " + length + " characters");
        }
    }

    @Test
    void keepsTheSecretOutOfEverythingButTheText() {
        Script script = Script.of("print-value").withSecret("VALUE", "s3cret").with("OTHER", "plain");

        assertFalse(script.toString().contains("s3cret"));
        assertFalse(script.toString().contains("plain"));
        assertEquals(Set.of("s3cret"), script.secrets());
        assertTrue(script.render().contains("s3cret"));
    }

    @Test
    void hasADigestThatFollowsTextAndVariables() {
        Script script = Script.of("print-value").with("VALUE", "a");

        assertEquals(
                script.digest(), Script.of("print-value").with("VALUE", "a").digest());
        assertNotEquals(script.digest(), script.with("VALUE", "b").digest());
        assertTrue(script.digest().matches("[0-9a-f]{64}"));
    }

    @Test
    void refusesWhatNoShellCouldHold() {
        Script script = Script.of("print-value");

        assertThrows(IllegalArgumentException.class, () -> script.with("VALUE", "nul\0byte"));
        assertThrows(IllegalArgumentException.class, () -> script.with("VALUE", "half a pair \ud83d"));
        assertThrows(IllegalArgumentException.class, () -> script.with("value", "x"));
        assertThrows(IllegalArgumentException.class, () -> script.with("A=1; B", "x"));
    }

    @Test
    void refusesAScriptThatIsNotThere() {
        assertThrows(IllegalArgumentException.class, () -> Script.of("no-such-script"));
        assertThrows(IllegalArgumentException.class, () -> Script.of("../scripts/print-value"));
    }

    private static String shell(String script) throws Exception {
        Process shell = new ProcessBuilder("/bin/sh", "-s")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        Thread feeder = new Thread(() -> feed(shell, script));
        feeder.start();
        String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(shell.waitFor(20, TimeUnit.SECONDS));
        feeder.join();
        return said;
    }

    private static void feed(Process shell, String script) {
        try (var in = shell.getOutputStream()) {
            in.write(script.getBytes(StandardCharsets.UTF_8));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aScriptIsSentWithItsParts() {
        String rendered = Script.of("kubeadm-join").render();
        assertTrue(rendered.contains("\nclaim() {\n"), "parts/node.sh gives the function claim");
        assertFalse(rendered.contains("\n. parts/"), "no part is left to be looked for on the host");
    }
}
