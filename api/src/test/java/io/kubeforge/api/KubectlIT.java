package io.kubeforge.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kubeforge.api.Kubectl.Run;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a person does with kubectl; skipped where there is none, but never in continuous integration. */
@Timeout(180)
class KubectlIT {
    private static final String CLUSTER = """
            apiVersion: kubeforge.io/v1alpha1
            kind: Cluster
            metadata: {name: %s}
            spec:
              kubernetesVersion: v1.36.3
              controlPlane: {hosts: [cp-of-%1$s]}
              workers:
                - {name: general, hosts: [w-of-%1$s], labels: {tier: web}}
            """;

    private Kubectl kubectl;

    @BeforeEach
    void findKubectl() throws IOException {
        boolean mustRun = "true".equals(System.getenv("CI"));
        assumeTrue(mustRun || Kubectl.isInstalled(), "there is no kubectl on the PATH");
        kubectl = new Kubectl(ApiProcess.shared().kubeconfig());
    }

    private static void contains(String text, String... parts) {
        for (String part : parts) {
            assertTrue(text.contains(part), "\"" + part + "\" is not in: " + text);
        }
    }

    @Test
    void listsWhatIsServed() throws Exception {
        contains(
                kubectl.run("api-resources").ok(),
                "clusters",
                "kubeforge.io/v1alpha1",
                "operations",
                "op",
                "configmaps",
                "ns");
        contains(kubectl.run("get", "namespaces").ok(), "NAME", "STATUS", "AGE", "default");
        contains(kubectl.run("get", "kubeforge,secrets,events").ok(), "");
    }

    @Test
    void explainsEveryField() throws Exception {
        contains(
                kubectl.run("explain", "cluster.spec.kubernetesVersion").ok(),
                "kubernetesVersion <string>",
                "Exact version");
        contains(kubectl.run("explain", "cluster", "--recursive").ok(), "podSubnet", "ignorePreflightErrors");
        contains(kubectl.run("explain", "host.spec.hostKeyPolicy").ok(), "RecordOnFirstContact");
        contains(kubectl.run("explain", "host.spec.bastionRef").ok(), "through which this one is reached", "name");
        contains(kubectl.run("explain", "host.spec.user").ok(), "sudoPassword");
        contains(kubectl.run("explain", "secret.stringData").ok(), "never answered");
    }

    @Test
    void appliesDiffsAndAppliesAgain() throws Exception {
        String cluster = CLUSTER.formatted("applied");
        assertEquals(1, kubectl.runWith(cluster, "diff", "-f", "-").code());
        Run made = kubectl.runWith(cluster, "apply", "-f", "-");
        contains(made.ok(), "created", "Warning: Host \"cp-of-applied\" does not exist");
        contains(kubectl.runWith(cluster, "apply", "-f", "-").ok(), "unchanged");
        assertEquals(0, kubectl.runWith(cluster, "diff", "-f", "-").code());

        String changed = cluster.replace("tier: web", "tier: db");
        contains(kubectl.runWith(changed, "diff", "-f", "-").output(), "-      tier: web", "+      tier: db");
        contains(kubectl.runWith(changed, "apply", "-f", "-").ok(), "configured");
        contains(kubectl.run("get", "cluster", "applied").ok(), "PHASE", "CONTROL-PLANE", "Pending", "v1.36.3");
        contains(kubectl.run("describe", "cluster", "applied").ok(), "Kubernetes Version:  v1.36.3", "Reconciling");

        Run refused = kubectl.runWith(cluster.replace("v1.36.3", "v1.36.4"), "apply", "-f", "-");
        assertEquals(1, refused.code());
        contains(refused.output(), "spec.kubernetesVersion: Forbidden", "nothing was changed");
    }

    @Test
    void appliesChangedSecretsWhichAreStrategicPatches() throws Exception {
        String secret = "apiVersion: v1\nkind: Secret\nmetadata: {name: applied}\nstringData: {a: one, b: two}\n";
        contains(kubectl.runWith(secret, "apply", "-f", "-").ok(), "created");
        contains(
                kubectl.runWith(secret.replace("one", "three"), "apply", "-f", "-")
                        .ok(),
                "configured");
        assertEquals(
                "dGhyZWU=",
                kubectl.run("get", "secret", "applied", "-o", "jsonpath={.data.a}")
                        .ok());
    }

    /** From 1.32 on kubectl sends these as protobuf. */
    @Test
    void createsBuiltInKindsFromTheCommandLine() throws Exception {
        kubectl.run("create", "namespace", "made").ok();
        kubectl.run("create", "secret", "generic", "made", "-n", "made", "--from-literal=a=one")
                .ok();
        kubectl.run("create", "configmap", "made", "-n", "made", "--from-literal=a=one")
                .ok();
        assertEquals(
                "b25l",
                kubectl.run("get", "secret", "made", "-n", "made", "-o", "jsonpath={.data.a}")
                        .ok());
        assertEquals(
                "one",
                kubectl.run("get", "configmap", "made", "-n", "made", "-o", "jsonpath={.data.a}")
                        .ok());
        Run again = kubectl.run("create", "namespace", "made");
        assertEquals(1, again.code());
        contains(again.output(), "Error from server (AlreadyExists): namespaces \"made\" already exists");
        contains(
                kubectl.run("create", "namespace", "not-made", "--dry-run=server")
                        .ok(),
                "created (server dry run)");
        assertEquals(1, kubectl.run("get", "namespace", "not-made").code());
    }

    @Test
    void saysAllThatIsWrong() throws Exception {
        String wrong =
                CLUSTER.formatted("wrong").replace("[cp-of-wrong]", "[a, a]").replace("v1.36.3", "v0.1.2");
        Run refused = kubectl.runWith(wrong, "apply", "-f", "-");
        assertEquals(1, refused.code());
        contains(
                refused.output(),
                "spec.kubernetesVersion: Unsupported value",
                "spec.controlPlane.hosts[1]: Duplicate value",
                "spec.endpoint: Required value");
        Run unknown = kubectl.runWith(CLUSTER.formatted("wrong") + "  colour: red\n", "apply", "-f", "-");
        contains(unknown.output(), "strict decoding error: unknown field \"spec.colour\"");
    }

    @Test
    void watchesWaitsAndDeletes() throws Exception {
        kubectl.runWith(CLUSTER.formatted("watched"), "apply", "-f", "-").ok();
        Process watch = kubectl.start("get", "cluster", "watched", "-w");
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(watch.getInputStream(), StandardCharsets.UTF_8))) {
            contains(lines.readLine(), "NAME");
            contains(lines.readLine(), "Pending");
            Process wait = kubectl.start("wait", "cluster/watched", "--for=condition=Ready", "--timeout=60s");
            String status = "{\"status\":{\"phase\":\"Ready\",\"observedGeneration\":1,"
                    + "\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\"}]}}";
            kubectl.run("patch", "cluster", "watched", "--subresource=status", "--type=merge", "-p", status)
                    .ok();
            contains(lines.readLine(), "Ready", "True");
            assertEquals(0, wait.waitFor());

            Process delete = kubectl.start("delete", "cluster", "watched");
            lines.readLine();
            kubectl.run("patch", "cluster", "watched", "--type=merge", "-p", "{\"metadata\":{\"finalizers\":null}}")
                    .ok();
            assertEquals(0, delete.waitFor());
            assertEquals(1, kubectl.run("get", "cluster", "watched").code());
        } finally {
            watch.destroy();
        }
    }

    @Test
    void followsThePagesOfAList() throws Exception {
        StringBuilder objects = new StringBuilder("kind: Namespace\napiVersion: v1\nmetadata: {name: chunks}\n");
        for (int i = 1; i <= 8; i++) {
            objects.append("---\nkind: ConfigMap\napiVersion: v1\nmetadata: {namespace: chunks, name: c" + i + "}\n");
        }
        kubectl.runWith(objects.toString(), "apply", "-f", "-").ok();
        String[] get = {"-n", "chunks", "get", "configmaps", "--chunk-size=3", "-o", "name", "-v=6"};
        String shown = kubectl.run(get).ok();
        assertEquals(3, shown.split("configmaps\\?[^ ]*limit=3", -1).length - 1, shown);
        assertEquals(8, shown.split("configmap/c", -1).length - 1, shown);
        contains(
                kubectl.run("-n", "chunks", "get", "configmaps", "--chunk-size=3")
                        .ok(),
                "c1",
                "c4",
                "c8");
    }

    @Test
    void labelsAnnotatesSelectsAndEditsByPatch() throws Exception {
        kubectl.runWith(CLUSTER.formatted("labelled"), "apply", "-f", "-").ok();
        kubectl.run("label", "cluster", "labelled", "team=blue").ok();
        kubectl.run("annotate", "cluster", "labelled", "kubeforge.io/requestedAt=now")
                .ok();
        kubectl.run("patch", "cluster", "labelled", "--type=merge", "-p", "{\"spec\":{\"paused\":true}}")
                .ok();
        assertEquals(
                "cluster.kubeforge.io/labelled\n",
                kubectl.run("get", "clusters", "-l", "team in (blue,red)", "-o", "name")
                        .ok());
        assertEquals(
                "true 2",
                kubectl.run("get", "cluster", "labelled", "-o", "jsonpath={.spec.paused} {.metadata.generation}")
                        .ok());
    }
}
