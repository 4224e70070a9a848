package io.kubeforge.standalone.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kubeforge.simulator.host.PlayLog.Played;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a real host's shim wrote is read as it was meant, and each breach in it is told. */
class ShimLogTest {
    private static final String INIT =
            "begin act kubeadm-init 1 7-1 2026-01-01T00:00:01.5Z boot-1 - init-1 1 abc no no none";
    private static final String INIT_ENDS = "end 7-1 2026-01-01T00:00:09.25Z 0 40 ca-1";

    @Test
    void readsLooksAndActsAsASimulatedHostTellsThem() {
        List<Played> played = log(
                        "begin look facts 1 5-1 2026-01-01T00:00:00.1Z boot-1 - - - - - - -",
                        "end 5-1 2026-01-01T00:00:00.2Z 0 2 -",
                        INIT,
                        "begin kubeadm init 1 8-1 2026-01-01T00:00:02Z boot-1 - - - - no no none",
                        "end 8-1 2026-01-01T00:00:08Z 0 0 ca-1",
                        INIT_ENDS)
                .played();
        assertEquals(
                List.of("facts", "kubeadm-init"),
                played.stream().map(Played::script).toList());
        assertNull(played.get(0).detached());
        assertEquals("init-1/1", played.get(1).detached().label());
        assertEquals(40, played.get(1).beats());
        assertEquals(0, played.get(1).exitCode());
    }

    @Test
    void aRunThatDiedHasNoExitCode() {
        assertNull(log(INIT).played().get(0).exitCode());
    }

    @Test
    void leavesOutALineThatWasTorn() {
        assertEquals(List.of(), log("begin act kubeadm-in", "end 7").runs());
    }

    @Test
    void knowsEveryAuthorityThatWasThere() {
        assertEquals(
                Set.of("ca-1", "ca-2"),
                log(INIT, INIT_ENDS, "begin kubeadm reset 1 9-1 2026-01-01T00:00:20Z boot-1 - - - - no no ca-2")
                        .caHashes());
    }

    @Test
    void acquitsAnInitThatWasGoneOnWith() {
        ShimLog log = log(
                "begin kubeadm init 1 8-1 2026-01-01T00:00:02Z boot-1 - - - - no no none",
                "begin kubeadm init 2 9-1 2026-01-01T00:01:02Z boot-2 - - - - yes yes ca-1",
                "end 9-1 2026-01-01T00:01:08Z 0 0 ca-1");
        assertEquals(List.of(), ShimLog.violations(Map.of("cp-1", log)));
        assertEquals(2, log.begun("init"));
    }

    @Test
    void seesWhatBeganBesideAnother() {
        assertTold(
                "ACT prepare began on cp-1 at 2026-01-01T00:00:03Z beside the processes ,4711",
                log("begin act prepare 1 8-1 2026-01-01T00:00:03Z boot-1 ,4711 prepare-1 1 abc no no none"));
    }

    @Test
    void seesAnInitAfterTheApiWasHealthy() {
        assertTold(
                "kubeadm init on cp-1 after the API was healthy",
                log("begin kubeadm init 1 8-1 2026-01-01T00:00:02Z boot-1 - - - - no yes ca-1"));
    }

    @Test
    void seesWhatWasEffectiveTwice() {
        String[] twice = {
            "begin kubeadm VERB 1 8-1 2026-01-01T00:00:02Z boot-1 - - - - no no none",
            "end 8-1 2026-01-01T00:00:08Z 0 0 ca-1",
            "begin kubeadm VERB 2 9-1 2026-01-01T00:01:02Z boot-1 - - - - yes yes ca-1",
            "end 9-1 2026-01-01T00:01:08Z 0 0 ca-1"
        };
        assertTold("kubeadm join was effective 2 times on cp-1", log(verb("join", twice)));
        assertTold("kubeadm init was effective 2 times", log(verb("init", twice)));
    }

    private static String[] verb(String verb, String... lines) {
        return List.of(lines).stream().map(line -> line.replace("VERB", verb)).toArray(String[]::new);
    }

    private static void assertTold(String sentence, ShimLog log) {
        List<String> violations = ShimLog.violations(Map.of("cp-1", log));
        assertTrue(violations.stream().anyMatch(each -> each.startsWith(sentence)), violations.toString());
    }

    private static ShimLog log(String... lines) {
        return ShimLog.parse(List.of(lines));
    }
}
