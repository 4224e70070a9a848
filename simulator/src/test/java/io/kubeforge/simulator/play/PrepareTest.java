package io.kubeforge.simulator.play;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kubeforge.simulator.Scripts;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrepareTest {
    private PlayedHosts hosts;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        hosts = new PlayedHosts(folder, 1);
    }

    @AfterEach
    void close() {
        hosts.close();
    }

    @Test
    void changesNothingTheSecondTime() {
        PlayedHosts.Outcome first = hosts.run("sim-1", Scripts.prepare());
        assertEquals(0, first.exitCode(), first.output());
        assertTrue(first.output().contains("\nchanged "), first.output());
        PlayedHosts.Outcome second = hosts.run("sim-1", Scripts.prepare());
        assertEquals(0, second.exitCode());
        assertFalse(second.output().contains("changed "), second.output());
        assertTrue(second.output().endsWith("==> Prepared for Kubernetes 1.36.3\n"), second.output());
    }

    @Test
    void refusesAVersionThatTheRepositoryLacks() {
        PlayedHosts.Outcome outcome = hosts.run("sim-1", Scripts.prepare("1.36.99", ""));
        assertEquals(8, outcome.exitCode());
        assertTrue(outcome.output().contains("for 'kubelet' was not found"), outcome.output());
        assertTrue(outcome.output().contains("It has: 1.36.4-1.1 1.36.3-1.1"), outcome.output());
    }

    @Test
    void refusesAMinorWithoutARepository() {
        assertEquals(5, hosts.run("sim-1", Scripts.prepare("1.99.0", "")).exitCode());
    }

    @Test
    void refusesADistributionWithoutApt() {
        hosts.host("sim-1").change(state -> state.withDistribution("opensuse"));
        PlayedHosts.Outcome outcome = hosts.run("sim-1", Scripts.prepare());
        assertEquals(4, outcome.exitCode());
        assertTrue(outcome.output().contains("The distribution opensuse-leap suse opensuse is not supported"));
    }

    @Test
    void endsAPackageOperationThatWasCutOff() {
        hosts.cutAfter("sim-1", Scripts.prepare(), "Setting up kubeadm");
        PlayedHosts.Outcome again = hosts.run("sim-1", Scripts.prepare());
        assertEquals(0, again.exitCode());
        assertTrue(again.output().contains("ending a package operation that was cut off"), again.output());
    }

    @Test
    void refusesToUpgradeANode() {
        hosts.run("sim-1", Scripts.prepare());
        hosts.run("sim-1", PlayedHosts.init("sim-1", false));
        assertEquals(6, hosts.run("sim-1", Scripts.prepare("1.36.4", "")).exitCode());
    }

    @Test
    void writesAndRemovesMirrors() {
        String file = "/etc/containerd/certs.d/registry.k8s.io/hosts.toml";
        hosts.run("sim-1", Scripts.prepare("1.36.3", "registry.k8s.io http://mirror:5000\n"));
        assertTrue(hosts.host("sim-1").state().software().files().containsKey(file));
        hosts.run("sim-1", Scripts.prepare());
        assertFalse(hosts.host("sim-1").state().software().files().containsKey(file));
    }
}
