package io.kubeforge.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** From curl to a cluster that serves an application, on bare hosts; and back to bare hosts. */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class CreateClusterE2E {
    private final RealHosts inventory = new RealHosts();

    @Test
    void aClusterOfThreeHostsServesAnApplicationAndLeavesThemClean() throws Exception {
        Path data = Files.createTempDirectory("kubeforge-e2e");
        List<RealHost> hosts = inventory.first(3);
        try (KubeForge kubeforge = new KubeForge(data, 18443)) {
            kubeforge.start();
            long begin = System.nanoTime();
            Objects.create(kubeforge, "smoke", hosts, inventory.specOverlay());
            kubeforge.awaitCondition("smoke", "Ready", Duration.ofMinutes(10));
            System.out.printf(
                    "Ready %d s after the Cluster was created%n", (System.nanoTime() - begin) / 1_000_000_000);

            Path kubeconfig = data.resolve("smoke.kubeconfig");
            Files.writeString(kubeconfig, kubeforge.secret("smoke-kubeconfig", "value"));
            noPodWasBegunBeforeItCouldBeConnected(kubeconfig);
            podsOnTwoNodesReachEachOtherByServiceName(kubeconfig);
            Files.delete(kubeconfig);
            nothingSecretIsWrittenInClear(
                    data,
                    kubeforge.secret("smoke-join", "token"),
                    kubeforge.secret("smoke-join", "certificateKey"),
                    Files.readString(hosts.get(0).privateKey())
                            .lines()
                            .skip(2)
                            .findFirst()
                            .orElseThrow());

            kubeforge.delete(KubeForge.clusterPath("smoke"));
            Await.until("the cluster to be gone", Duration.ofMinutes(5), () -> gone(kubeforge) ? true : null);
        }
        for (RealHost host : hosts) {
            assertEquals(
                    "clean",
                    host.run("test -e /etc/kubernetes/manifests/etcd.yaml && echo left || echo clean")
                            .strip());
        }
    }

    /** Logs, workflow histories and the database's files: the whole data folder is searched, byte by byte. */
    private static void nothingSecretIsWrittenInClear(Path data, String... secrets) throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
                for (String secret : secrets) {
                    assertFalse(bytes.contains(secret), file + " holds a secret in clear");
                }
            }
        }
    }

    private static boolean gone(KubeForge kubeforge) {
        return !kubeforge
                .get("/apis/kubeforge.io/v1alpha1/namespaces/default/clusters")
                .contains("\"smoke\"");
    }

    /** The kubelet would have tried it again only ten seconds and more later. */
    private static void noPodWasBegunBeforeItCouldBeConnected(Path kubeconfig) {
        String failures = kubectl(
                kubeconfig, "get", "events", "-A", "--field-selector=reason=FailedCreatePodSandBox", "-o", "name");
        assertEquals("", failures);
    }

    private static void podsOnTwoNodesReachEachOtherByServiceName(Path kubeconfig) throws Exception {
        Path manifest = kubeconfig.resolveSibling("web.yaml");
        try (var resource = CreateClusterE2E.class.getResourceAsStream("/web.yaml")) {
            Files.copy(resource, manifest);
        }
        kubectl(kubeconfig, "apply", "-f", manifest.toString());
        kubectl(kubeconfig, "rollout", "status", "deployment/web", "--timeout=180s");
        String nodes = kubectl(
                kubeconfig,
                "get",
                "pods",
                "-l",
                "app=web",
                "-o",
                "jsonpath={range .items[*]}{.spec.nodeName}{\"\\n\"}{end}");
        assertEquals(2, nodes.lines().distinct().count(), "the pods are on two nodes: " + nodes);
        for (String pod : kubectl(kubeconfig, "get", "pods", "-l", "app=web", "-o", "name")
                .lines()
                .toList()) {
            Await.until(pod + " reaching both pods by the Service's name", Duration.ofMinutes(1), () -> {
                String answers = kubectl(
                        kubeconfig,
                        "exec",
                        pod,
                        "--",
                        "sh",
                        "-c",
                        "for i in 1 2 3 4 5 6 7 8 9 10 11 12; do timeout 5 wget -qO- http://web.default.svc.cluster.local/; done");
                return answers.lines().distinct().count() == 2 ? true : null;
            });
        }
        assertTrue(kubectl(kubeconfig, "get", "nodes").lines().allMatch(line -> !line.contains("NotReady")));
    }

    private static String kubectl(Path kubeconfig, String... arguments) {
        List<String> command = new ArrayList<>(List.of("kubectl", "--kubeconfig", kubeconfig.toString()));
        command.addAll(List.of(arguments));
        try {
            Process kubectl =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(kubectl.getInputStream().readAllBytes());
            if (kubectl.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", arguments) + ": " + output);
            }
            return output.strip();
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
