package io.kubeforge.api.temporal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.model.kind.Kind;
import io.kubeforge.model.kind.Kinds;
import io.kubeforge.store.EventType;
import io.kubeforge.store.ObjectKey;
import io.kubeforge.store.WatchEvent;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConcernedTest {
    private final Concerned concerned = new Concerned();
    private long version;

    @BeforeEach
    void oneClusterOfTwoHostsOneOfThemBehindABastion() {
        tell(EventType.ADDED, null, host("bastion", "door", null));
        tell(EventType.ADDED, null, host("cp-1", "key", null));
        tell(EventType.ADDED, null, host("w-1", "key", "bastion"));
        tell(EventType.ADDED, null, cluster("demo", "cp-1", "w-1"));
    }

    @Test
    void aClusterIsConcernedByItsOwnGenerationAndNotByItsStatus() {
        ObjectNode before = cluster("demo", "cp-1", "w-1");
        ObjectNode reported = before.deepCopy();
        reported.putObject("status").put("phase", "Ready");
        assertEquals(Map.of(), tell(EventType.MODIFIED, before, reported));
        assertEquals(
                Map.of(key("demo"), "cluster MODIFIED, generation 2"), tell(EventType.MODIFIED, before, next(before)));
    }

    @Test
    void aHostConcernsItsClustersAndThoseOfTheHostsBehindIt() {
        ObjectNode bastion = host("bastion", "door", null);
        assertEquals(Map.of(key("demo"), "host bastion MODIFIED"), tell(EventType.MODIFIED, bastion, next(bastion)));
        ObjectNode other = host("other", "key", null);
        assertEquals(Map.of(), tell(EventType.ADDED, null, other));
        ObjectNode reported = bastion.deepCopy();
        reported.putObject("status").put("step", "prepare");
        assertEquals(Map.of(), tell(EventType.MODIFIED, bastion, reported));
    }

    @Test
    void aSecretConcernsTheClustersWhoseHostsItOpens() {
        assertEquals(Map.of(key("demo"), "secret key ADDED"), tell(EventType.ADDED, null, secret("key")));
        assertEquals(Map.of(key("demo"), "secret door ADDED"), tell(EventType.ADDED, null, secret("door")));
        assertEquals(Map.of(), tell(EventType.ADDED, null, secret("unused")));
    }

    @Test
    void aPullSecretAndAManifestConcernTheClusterThatNamesThem() {
        ObjectNode cluster = cluster("inside", "other");
        ObjectNode spec = (ObjectNode) cluster.get("spec");
        spec.putObject("images").putObject("pullSecretRef").put("name", "registry");
        spec.putObject("network")
                .putObject("manifest")
                .putObject("configMapRef")
                .put("name", "flannel");
        tell(EventType.ADDED, null, cluster);
        assertEquals(Map.of(key("inside"), "secret registry ADDED"), tell(EventType.ADDED, null, secret("registry")));
        ObjectNode manifest = object(Kinds.CONFIG_MAP, "flannel");
        assertEquals(Map.of(key("inside"), "ConfigMap flannel"), tell(EventType.ADDED, null, manifest));
    }

    @Test
    void whatAClusterNoLongerNamesDoesNotConcernIt() {
        ObjectNode before = cluster("demo", "cp-1", "w-1");
        ObjectNode smaller = cluster("demo", "cp-1");
        tell(EventType.MODIFIED, before, next(smaller));
        ObjectNode bastion = host("bastion", "door", null);
        assertEquals(Map.of(), tell(EventType.MODIFIED, bastion, next(bastion)));
        tell(EventType.DELETED, null, smaller);
        ObjectNode first = host("cp-1", "key", null);
        assertEquals(Map.of(), tell(EventType.MODIFIED, first, next(first)));
    }

    @Test
    void cancelledWorkIsTakenUpByTheClusterItselfAndByNothingElse() {
        ObjectNode before = cluster("demo", "cp-1", "w-1");
        ObjectNode cancelled = before.deepCopy();
        cancelled
                .putObject("status")
                .putArray("conditions")
                .addObject()
                .put("type", "Stalled")
                .put("status", "True")
                .put("reason", "Cancelled");
        tell(EventType.MODIFIED, before, cancelled);
        assertEquals(Map.of(), tell(EventType.ADDED, null, secret("key")));
        assertEquals(
                Map.of(key("demo"), "cluster MODIFIED, generation 2"),
                tell(EventType.MODIFIED, cancelled, next(cancelled)));
    }

    @Test
    void anotherNamespaceIsNotConcerned() {
        ObjectNode elsewhere = secret("key");
        elsewhere.withObjectProperty("metadata").put("namespace", "elsewhere");
        assertEquals(Map.of(), tell(EventType.ADDED, null, elsewhere));
    }

    private Map<ObjectKey, String> tell(EventType type, ObjectNode before, ObjectNode object) {
        Kind<?> kind = Kinds.STORED.stream()
                .filter(each -> each.name().equals(object.path("kind").asText()))
                .findFirst()
                .orElseThrow();
        return concerned.by(new WatchEvent(++version, type, kind, object, before));
    }

    private static ObjectKey key(String cluster) {
        return new ObjectKey(Kinds.CLUSTER, "default", cluster);
    }

    private static ObjectNode next(ObjectNode before) {
        ObjectNode after = before.deepCopy();
        after.withObjectProperty("metadata").put("generation", 2);
        return after;
    }

    private static ObjectNode object(Kind<?> kind, String name) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.put("apiVersion", kind.apiVersion()).put("kind", kind.name());
        object.putObject("metadata")
                .put("namespace", "default")
                .put("name", name)
                .put("generation", 1);
        return object;
    }

    private static ObjectNode secret(String name) {
        ObjectNode secret = object(Kinds.SECRET, name);
        secret.putObject("data").put("ssh-privatekey", "c2VjcmV0").put(".dockerconfigjson", "e30=");
        return secret;
    }

    private static ObjectNode host(String name, String secret, String bastion) {
        ObjectNode host = object(Kinds.HOST, name);
        ObjectNode spec = host.putObject("spec").put("address", "192.0.2.1");
        spec.putObject("credentialsRef").put("name", secret);
        if (bastion != null) {
            spec.putObject("bastionRef").put("name", bastion);
        }
        return host;
    }

    private static ObjectNode cluster(String name, String controlPlane, String... workers) {
        ObjectNode cluster = object(Kinds.CLUSTER, name);
        ObjectNode spec = cluster.putObject("spec").put("kubernetesVersion", "v1.36.3");
        spec.putObject("controlPlane").putArray("hosts").add(controlPlane);
        var hosts = spec.putArray("workers").addObject().put("name", "general").putArray("hosts");
        for (String worker : workers) {
            hosts.add(worker);
        }
        return cluster;
    }
}
