package io.kubeforge.standalone.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kubeforge.simulator.host.PlayLog.Detached;
import io.kubeforge.simulator.host.PlayLog.Played;
import io.kubeforge.standalone.crash.Evidence.HostEvidence;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The crash matrix would notice: each thing that must not be is here, and is told. */
class VerdictTest {
    private static final Played INIT = act("kubeadm-init", "init-1/1", 10, 20, 0);
    private static final Played JOIN = act("kubeadm-join", "join-1/1", 30, 40, 0);

    @Test
    void acquitsACalmCreation() {
        assertEquals(List.of(), verdict(List.of(INIT), List.of(JOIN)).violations());
    }

    @Test
    void acquitsWhatWasTriedAgainAfterItWasLostOrFailed() {
        Played lost = act("kubeadm-init", "init-1/1", 1, 2, null);
        Played failed = act("kubeadm-join", "join-1/1", 21, 22, 1);
        assertEquals(
                List.of(),
                verdict(
                                List.of(lost, act("kubeadm-init", "init-1/2", 10, 20, 0)),
                                List.of(failed, act("kubeadm-join", "join-1/2", 30, 40, 0)))
                        .violations());
    }

    @Test
    void seesTwoCommandsAtOnceOnOneHost() {
        Verdict verdict = verdict(List.of(act("prepare", "prepare-1/1", 1, 11, 0), INIT), List.of(JOIN));
        assertTold("two at once on cp-1", verdict);
    }

    @Test
    void seesAnOperationThatIsRepeatedAfterItsSuccess() {
        Verdict verdict = verdict(
                List.of(act("prepare", "prepare-1/1", 1, 2, 0), act("prepare", "prepare-1/2", 3, 4, 0), INIT),
                List.of(JOIN));
        assertTold("begun again on cp-1", verdict);
        assertEquals(1, verdict.repeated());
    }

    @Test
    void acquitsAnOperationWhoseVariablesChanged() {
        Played other =
                new Played("virtual-ip", at(3), at(4), 0, detached("address-1/2", "another digest"), 9, false, false);
        assertEquals(
                List.of(),
                verdict(List.of(act("virtual-ip", "address-1/1", 1, 2, 0), other, INIT), List.of(JOIN))
                        .violations());
    }

    @Test
    void seesASecondJoinEvenInAnotherPass() {
        Verdict verdict = verdict(List.of(INIT), List.of(JOIN, act("kubeadm-join", "join-2/1", 50, 60, 0)));
        assertTold("begun again on w-1", verdict);
    }

    @Test
    void countsWhatALaterPassRunsOnceMoreApart() {
        Verdict verdict = verdict(
                List.of(act("prepare", "prepare-1/1", 1, 2, 0), act("prepare", "prepare-2/1", 3, 4, 0), INIT),
                List.of(JOIN));
        assertEquals(List.of(), verdict.violations());
        assertEquals(1, verdict.ranAgain());
    }

    @Test
    void seesAnInitAfterTheApiWasThere() {
        Played anew = new Played("kubeadm-init", at(10), at(20), 0, new Detached("init-1", 2, "x"), 9, false, true);
        assertTold("an init on cp-1 after the API was there", verdict(List.of(anew), List.of(JOIN)));
        Played resumed = new Played("kubeadm-init", at(10), at(20), 0, new Detached("init-1", 2, "x"), 9, true, true);
        assertEquals(List.of(), verdict(List.of(resumed), List.of(JOIN)).violations());
    }

    @Test
    void seesTwoInitsAndAHostThatIsNoNode() {
        assertTold("kubeadm init was begun on 2 hosts", verdict(List.of(INIT), List.of(INIT)));
        assertTold("w-1 was neither initialised nor joined", verdict(List.of(INIT), List.of()));
    }

    @Test
    void seesAnotherAuthority() {
        HostEvidence first = new HostEvidence(List.of(INIT), "a", "");
        HostEvidence second = new HostEvidence(List.of(JOIN), "b", "");
        Map<String, HostEvidence> hosts = Map.of("cp-1", first, "w-1", second);
        assertTold("w-1 has another CA: b", Verdict.of(new Evidence(hosts, Set.of("a"))));
        assertTold("there are 2 CAs", Verdict.of(new Evidence(hosts, Set.of("a", "b"))));
    }

    @Test
    void seesWhatStillRuns() {
        HostEvidence running = new HostEvidence(List.of(JOIN), "a", "join-1/1");
        HostEvidence first = new HostEvidence(List.of(INIT), "a", "");
        assertTold(
                "still runs on w-1: join-1/1",
                Verdict.of(new Evidence(Map.of("cp-1", first, "w-1", running), Set.of("a"))));
    }

    @Test
    void seesAScriptThatTheSimulatorDoesNotKnow() {
        Played unknown = new Played("novelty", at(1), at(2), 127, null, 0, false, false);
        assertTold("the simulator cannot play", verdict(List.of(unknown, INIT), List.of(JOIN)));
    }

    private static void assertTold(String sentence, Verdict verdict) {
        assertTrue(
                verdict.violations().stream().anyMatch(each -> each.startsWith(sentence)),
                verdict.violations().toString());
    }

    private static Verdict verdict(List<Played> first, List<Played> second) {
        return Verdict.of(new Evidence(
                Map.of("cp-1", new HostEvidence(first, "a", ""), "w-1", new HostEvidence(second, "a", "")),
                Set.of("a")));
    }

    private static Played act(String script, String operation, int start, int end, Integer exitCode) {
        return new Played(script, at(start), at(end), exitCode, detached(operation, "x"), 9, false, false);
    }

    private static Detached detached(String label, String digest) {
        String[] parts = label.split("/");
        return new Detached(parts[0], Integer.parseInt(parts[1]), digest);
    }

    private static String at(int second) {
        return Instant.ofEpochSecond(second).toString();
    }
}
