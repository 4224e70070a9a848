package io.kubeforge.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kubeforge.api.Kubectl.Run;
import io.kubeforge.api.Kubectl.Variant;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every verb of kubectl, for one way of running one: what it sends differs by version and mode. */
@Timeout(180)
abstract class KubectlMatrix {
    private static final AtomicInteger NAMESPACES = new AtomicInteger();
    private static final String HOST = """
            apiVersion: kubeforge.io/v1alpha1
            kind: Host
            metadata:
              name: %s
              labels: {rack: r1}
              annotations: {note: before-the-edit}
            spec: {address: 192.0.2.10, credentialsRef: {name: key}}
            """;

    private final Variant variant;
    private final String namespace = "matrix-" + NAMESPACES.incrementAndGet();
    private Kubectl kubectl;

    KubectlMatrix(Variant variant) {
        this.variant = variant;
    }

    @BeforeEach
    void makeNamespace() throws Exception {
        boolean mustRun = "true".equals(System.getenv("CI"));
        assumeTrue(mustRun || variant.isInstalled(), "there is no " + variant.program());
        kubectl = new Kubectl(ApiProcess.shared().kubeconfig(), variant);
        contains(kubectl.run("create", "namespace", namespace).ok(), "created");
    }

    @AfterEach
    void removeNamespace() throws Exception {
        if (kubectl == null) {
            return;
        }
        contains(kubectl.run("delete", "namespace", namespace, "--timeout=60s").ok(), "deleted");
    }

    @Test
    void getsTablesAndWholeObjects() throws Exception {
        apply("one");
        apply("two");
        contains(in("get", "hosts").ok(), "NAME", "ADDRESS", "STEP", "READY", "AGE", "192.0.2.10");
        contains(in("get", "hosts", "-o", "wide").ok(), "REACHABLE", "ARCHITECTURE");
        contains(in("get", "hosts", "--sort-by=.metadata.name", "--show-labels").ok(), "rack=r1");
        contains(in("get", "host", "one", "-o", "yaml").ok(), "kind: Host", "port: 22");
        contains(in("get", "hosts", "-o", "json").ok(), "\"kind\": \"List\"");
        assertEquals(
                "host.kubeforge.io/one\nhost.kubeforge.io/two\n",
                in("get", "hosts", "-o", "name").ok());
        contains(in("get", "hosts", "--chunk-size=1").ok(), "one", "two");
        contains(kubectl.run("get", "hosts", "-A", "-l", "rack=r1").ok(), namespace);
        contains(in("get", "kubeforge").ok(), "host.kubeforge.io/one");
        contains(in("get", "host", "three").output(), "Error from server (NotFound)", "hosts.kubeforge.io \"three\"");
        contains(in("get", "hosts", "--field-selector=spec.port=22").output(), "field label not supported");
    }

    @Test
    void watchesAListAndAnObject() throws Exception {
        apply("watched");
        Process list = start("get", "hosts", "-w", "--output-watch-events");
        Process one = start("get", "host", "watched", "-w");
        try (BufferedReader events = lines(list);
                BufferedReader states = lines(one)) {
            contains(events.readLine(), "EVENT");
            contains(events.readLine(), "ADDED", "watched");
            contains(states.readLine(), "NAME");
            contains(states.readLine(), "watched");
            in("label", "host", "watched", "rack=r2", "--overwrite").ok();
            contains(events.readLine(), "MODIFIED", "watched");
            contains(states.readLine(), "watched");
            in("delete", "host", "watched").ok();
            contains(events.readLine(), "DELETED", "watched");
        } finally {
            list.destroy();
            one.destroy();
        }
    }

    @Test
    void describesWithEvents() throws Exception {
        apply("described");
        String uid =
                in("get", "host", "described", "-o", "jsonpath={.metadata.uid}").ok();
        String event = """
                apiVersion: v1
                kind: Event
                metadata: {name: described.1, namespace: %1$s}
                reason: Seen
                message: it was seen
                type: Normal
                involvedObject: {apiVersion: kubeforge.io/v1alpha1, kind: Host, name: described, namespace: %1$s, uid: %2$s}
                """.formatted(namespace, uid);
        kubectl.runWith(event, "create", "-f", "-").ok();
        contains(in("describe", "host", "described").ok(), "192.0.2.10", "Seen", "it was seen");
        contains(in("events", "--for=host/described").ok(), "Seen", "it was seen");
        contains(in("get", "events").ok(), "LAST SEEN", "host/described");
    }

    @Test
    void appliesDiffsAndPrunes() throws Exception {
        String host = HOST.formatted("applied");
        assertEquals(1, with(host, "diff", "-f", "-").code());
        contains(with(host, "apply", "-f", "-").ok(), "created");
        assertEquals(0, with(host, "diff", "-f", "-").code());
        contains(with(host, "apply", "-f", "-").ok(), "unchanged");
        String moved = host.replace("192.0.2.10", "192.0.2.11");
        contains(with(moved, "diff", "-f", "-").output(), "+  address: 192.0.2.11");
        contains(with(moved, "apply", "-f", "-", "--dry-run=server").ok(), "configured (server dry run)");
        assertEquals("192.0.2.10", field("applied", "spec.address"));
        contains(with(moved, "apply", "-f", "-").ok(), "configured");
        assertEquals("192.0.2.11", field("applied", "spec.address"));
        Run pruned = with(
                HOST.formatted("kept"),
                "apply",
                "-f",
                "-",
                "--prune",
                "-l",
                "rack=r1",
                "--prune-allowlist=kubeforge.io/v1alpha1/Host");
        contains(pruned.ok(), "host.kubeforge.io/kept created", "host.kubeforge.io/applied pruned");
    }

    @Test
    void saysThatServerSideApplyIsNotServedYet() throws Exception {
        Run refused = with(HOST.formatted("applied"), "apply", "--server-side", "-f", "-");
        assertEquals(1, refused.code());
        contains(refused.output(), "server-side apply is not supported yet", "kubectl apply without --server-side");
    }

    @Test
    void patchesEditsAndReplaces() throws Exception {
        apply("changed");
        in("patch", "host", "changed", "--type=merge", "-p", "{\"spec\":{\"port\":2222}}")
                .ok();
        in("patch", "host", "changed", "--type=json", "-p", "[{\"op\":\"remove\",\"path\":\"/spec/port\"}]")
                .ok();
        assertEquals("22", field("changed", "spec.port"));
        contains(
                in("patch", "host", "changed", "-p", "{\"spec\":{\"port\":2222}}")
                        .output(),
                "is not supported by kubeforge.io/v1alpha1, Kind=Host");
        contains(in("edit", "host", "changed").ok(), "edited");
        assertEquals("after-the-edit", field("changed", "metadata.annotations.note"));
        in("patch", "host", "changed", "--subresource=status", "--type=merge", "-p", "{\"status\":{\"step\":\"x\"}}")
                .ok();
        assertEquals("x", field("changed", "status.step"));

        String whole = in("get", "host", "changed", "-o", "yaml").ok();
        contains(
                with(whole.replace("192.0.2.10", "192.0.2.12"), "replace", "-f", "-")
                        .ok(),
                "replaced");
        Run stale = with(whole.replace("192.0.2.10", "192.0.2.13"), "replace", "-f", "-");
        contains(stale.output(), "Conflict", "the object has been modified");
        in("annotate", "host", "changed", "note-").ok();
        contains(in("scale", "host", "changed", "--replicas=2").output(), "could not find the requested resource");
    }

    @Test
    void createsCoreObjectsAsTypedClientsDo() throws Exception {
        in("create", "secret", "generic", "pass", "--from-literal=user=me", "--from-literal=pass=word")
                .ok();
        assertEquals(
                "d29yZA==",
                in("get", "secret", "pass", "-o", "jsonpath={.data.pass}").ok());
        in("create", "configmap", "conf", "--from-literal=a=b").ok();
        contains(in("get", "configmap,secret").ok(), "configmap/conf", "secret/pass", "Opaque");
        contains(in("create", "configmap", "conf").output(), "already exists");
        contains(
                in("create", "secret", "docker-registry", "reg", "--docker-username=u", "--docker-password=p")
                        .ok(),
                "created");
    }

    @Test
    void waitsUntilConditionsHoldAndObjectsAreGone() throws Exception {
        apply("waited");
        assertEquals(
                1,
                in("wait", "host/waited", "--for=condition=Ready", "--timeout=1s")
                        .code());
        Process wait = start("wait", "host/waited", "--for=condition=Ready", "--timeout=60s");
        String status = "{\"status\":{\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\"}]}}";
        in("patch", "host", "waited", "--subresource=status", "--type=merge", "-p", status)
                .ok();
        assertEquals(0, wait.waitFor());
        Process gone = start("wait", "host/waited", "--for=delete", "--timeout=60s");
        in("delete", "host", "waited").ok();
        assertEquals(0, gone.waitFor());
    }

    @Test
    void deletesAndWaitsForFinalizers() throws Exception {
        apply("held");
        in("patch", "host", "held", "--type=merge", "-p", "{\"metadata\":{\"finalizers\":[\"example.org/hold\"]}}")
                .ok();
        Process delete = start("delete", "host", "held");
        Process wait = start("wait", "host/held", "--for=jsonpath={.metadata.deletionTimestamp}", "--timeout=60s");
        assertEquals(0, wait.waitFor());
        assertTrue(delete.isAlive());
        in("patch", "host", "held", "--type=merge", "-p", "{\"metadata\":{\"finalizers\":null}}")
                .ok();
        assertEquals(0, delete.waitFor());
        apply("another");
        for (String how : List.of("foreground", "orphan", "background")) {
            apply(how);
            contains(
                    in("delete", "host", how, "--cascade=" + how, "--timeout=60s")
                            .ok(),
                    "deleted");
        }
        contains(in("delete", "hosts", "--all").ok(), "another");
        contains(in("delete", "host", "another", "--ignore-not-found").ok(), "");
    }

    @Test
    void explainsAndSaysWhatIsServed() throws Exception {
        contains(kubectl.run("explain", "cluster.spec", "--recursive").ok(), "kubernetesVersion", "controlPlane");
        contains(kubectl.run("explain", "secret.data").ok(), "base64");
        contains(kubectl.run("explain", "crd").ok(), "read-only");
        contains(kubectl.run("api-resources", "--verbs=list", "-o", "name").ok(), "hosts.kubeforge.io", "secrets");
        contains(kubectl.run("api-versions").ok(), "kubeforge.io/v1alpha1", "authorization.k8s.io/v1");
        contains(kubectl.run("version").ok(), "Server Version");
        contains(kubectl.run("get", "crd").ok(), "clusters.kubeforge.io", "CREATED AT");
        contains(kubectl.run("get", "--raw", "/readyz").ok(), "ok");
    }

    @Test
    void saysWhoAsksAndWhatIsAllowed() throws Exception {
        contains(kubectl.run("auth", "whoami").ok(), "kubeforge-admin", "system:masters");
        assertEquals(
                "yes\n", in("auth", "can-i", "create", "clusters.kubeforge.io").ok());
        contains(in("auth", "can-i", "--list").ok(), "*.*");
    }

    private void apply(String name) throws Exception {
        with(HOST.formatted(name), "apply", "-f", "-").ok();
    }

    private String field(String host, String path) throws Exception {
        return in("get", "host", host, "-o", "jsonpath={." + path + "}").ok();
    }

    private Run in(String... arguments) throws Exception {
        return kubectl.run(namespaced(arguments));
    }

    private Run with(String input, String... arguments) throws Exception {
        return kubectl.runWith(input, namespaced(arguments));
    }

    private Process start(String... arguments) throws IOException {
        return kubectl.start(namespaced(arguments));
    }

    private String[] namespaced(String... arguments) {
        String[] all = new String[arguments.length + 2];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--namespace";
        all[arguments.length + 1] = namespace;
        return all;
    }

    private static BufferedReader lines(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    private static void contains(String text, String... parts) {
        for (String part : parts) {
            assertTrue(text != null && text.contains(part), "\"" + part + "\" is not in: " + text);
        }
    }
}
