package io.kubeforge.simulator.play;

import io.kubeforge.simulator.Scripts;
import io.kubeforge.simulator.host.SimulatedHost;
import io.kubeforge.simulator.host.Site;
import io.kubeforge.simulator.host.StopSignal;
import io.kubeforge.simulator.host.Stopped;
import io.kubeforge.simulator.state.Clusters;
import io.kubeforge.simulator.state.HostDisk;
import io.kubeforge.simulator.state.HostState;
import io.kubeforge.simulator.state.HostState.Identity;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Simulated hosts without SSH, a million times as fast as real ones; their clock can be put forward. */
final class PlayedHosts implements AutoCloseable {
    static final String TOKEN = "abcdef.0123456789abcdef";
    static final String KEY = "0f0f";
    private static final double SPEED = 1e6;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final MovableClock clock = new MovableClock();
    private final Site site;

    /** What a script answered; without an exit code it was cut off. */
    record Outcome(Integer exitCode, String output) {}

    private static final class MovableClock extends Clock {
        private volatile Duration ahead = Duration.ZERO;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.now().plus(ahead);
        }
    }

    PlayedHosts(Path folder, int hosts) throws Exception {
        site = new Site(Clusters.open(folder.resolve("clusters")), clock, SPEED, threads);
        for (int number = 1; number <= hosts; number++) {
            String name = "sim-" + number;
            Identity identity = new Identity(name, number, "198.18.0." + (10 + number), "machine" + number);
            Path home = Files.createDirectories(folder.resolve(name));
            site.add(new SimulatedHost(
                    site, HostDisk.open(home, known -> known == null ? HostState.bare(identity) : known), Plays.all()));
        }
    }

    void putForward(Duration duration) {
        clock.ahead = clock.ahead.plus(duration);
    }

    SimulatedHost host(String name) {
        return site.host(name).orElseThrow();
    }

    Outcome run(String host, String script) {
        return cutAfter(host, script, "\0");
    }

    /** Plays a script and kills it right after it printed this. */
    Outcome cutAfter(String host, String script, String lastLine) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        StopSignal signal = StopSignal.none();
        try {
            int exitCode = host(host)
                    .play(
                            script,
                            true,
                            bytes -> {
                                output.writeBytes(bytes);
                                if (output.toString(StandardCharsets.UTF_8).contains(lastLine)) {
                                    signal.stop(Stopped.Cause.CANCELLED);
                                }
                            },
                            output::writeBytes,
                            signal);
            return new Outcome(exitCode, output.toString(StandardCharsets.UTF_8));
        } catch (Stopped e) {
            return new Outcome(null, output.toString(StandardCharsets.UTF_8));
        }
    }

    Map<String, String> state(String host) {
        return Scripts.keys(
                run(host, Scripts.script("kubeadm-state", "NODE_NAME", host)).output());
    }

    static String init(String host, boolean resume) {
        return node("kubeadm-init", host, resume, """
                {"kind": "InitConfiguration", "certificateKey": "%s", "nodeRegistration": {"name": "%s"},
                 "bootstrapTokens": [{"token": "%s", "ttl": "24h0m0s"}]}
                ---
                {"kind": "ClusterConfiguration", "kubernetesVersion": "v1.36.3"}
                """.formatted(KEY, host, TOKEN));
    }

    static String joinWorker(String host, String caHash, String token, boolean resume) {
        return node("kubeadm-join", host, resume, """
                kind: JoinConfiguration
                discovery:
                  bootstrapToken: {apiServerEndpoint: "demo.internal:6443", token: "%s", caCertHashes: ["%s"]}
                nodeRegistration: {name: %s}
                """.formatted(token, caHash, host));
    }

    static String joinControlPlane(String host, String caHash, String key, boolean resume) {
        return node("kubeadm-join", host, resume, """
                kind: JoinConfiguration
                discovery:
                  bootstrapToken: {apiServerEndpoint: "balancer.example.org:6443", token: "%s", caCertHashes: ["%s"]}
                nodeRegistration: {name: %s}
                controlPlane: {certificateKey: "%s"}
                """.formatted(TOKEN, caHash, host, key));
    }

    private static String node(String script, String host, boolean resume, String config) {
        return Scripts.script(
                script,
                "CLUSTER_UID",
                "uid-1",
                "NODE_NAME",
                host,
                "CONFIG",
                config,
                "RESUME",
                resume ? "yes" : "no",
                "ENDPOINT_NAME",
                "demo.internal",
                "ENDPOINT_ADDRESS",
                "198.18.0.11",
                "IGNORE_ERRORS",
                "");
    }

    /** Applies a network plugin with one DaemonSet. */
    static String network() {
        return Scripts.script("network-install", "MANIFEST", """
                apiVersion: v1
                kind: Namespace
                metadata: {name: kube-flannel}
                ---
                apiVersion: apps/v1
                kind: DaemonSet
                metadata: {name: kube-flannel-ds, namespace: kube-flannel}
                """);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
