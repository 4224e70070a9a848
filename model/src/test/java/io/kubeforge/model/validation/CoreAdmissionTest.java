package io.kubeforge.model.validation;

import static io.kubeforge.model.validation.Objects.changeErrors;
import static io.kubeforge.model.validation.Objects.complete;
import static io.kubeforge.model.validation.Objects.errors;
import static io.kubeforge.model.validation.Objects.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.model.kind.Kinds;
import io.kubeforge.model.kind.Namespace;
import io.kubeforge.model.schema.FieldError;
import java.util.List;
import org.junit.jupiter.api.Test;

class CoreAdmissionTest {
    private static ObjectNode secret(String rest) {
        return json("{'metadata':{'name':'s','namespace':'default'}," + rest + "}");
    }

    @Test
    void mergesPlainTextIntoDataAndNeverAnswersIt() {
        ObjectNode secret = complete(Kinds.SECRET, secret("'data':{'a':'YQ==','b':'Yg=='},'stringData':{'a':'x'}"));
        assertEquals("eA==", secret.at("/data/a").asText());
        assertEquals("Yg==", secret.at("/data/b").asText());
        assertFalse(secret.has("stringData"));
        assertEquals("Opaque", secret.path("type").asText());
    }

    @Test
    void neverRepeatsASecretValue() {
        List<String> found = errors(Kinds.SECRET, secret("'data':{'a':'hunter 2'}"));
        assertEquals(1, found.size());
        assertTrue(found.get(0).startsWith("data[a]: Invalid value"), found.toString());
        assertFalse(found.get(0).contains("hunter"), found.toString());
    }

    @Test
    void asksForThePrivateKeyOfAnSshSecret() {
        List<String> found = errors(Kinds.SECRET, secret("'type':'kubernetes.io/ssh-auth'"));
        assertTrue(found.get(0).startsWith("data[ssh-privatekey]: Required value"), found.toString());
    }

    @Test
    void asksForTheKeysThatClientsOfASecretRelyOn() {
        assertEquals(
                List.of("data[password]: Required value", "data[username]: Required value"),
                errors(Kinds.SECRET, secret("'type':'kubernetes.io/basic-auth'")));
        assertEquals(
                List.of(),
                errors(Kinds.SECRET, secret("'type':'kubernetes.io/basic-auth','stringData':{'username':'a'}")));
        assertEquals(
                List.of("data[tls.key]: Required value"),
                errors(Kinds.SECRET, secret("'type':'kubernetes.io/tls','stringData':{'tls.crt':'a'}")));
        String none = "'type':'kubernetes.io/dockerconfigjson','stringData':{'.dockerconfigjson':'{}'}";
        assertEquals(List.of(), errors(Kinds.SECRET, secret(none)));
    }

    @Test
    void readsNoCoreObjectOfWrongTypesAndOfOursOnlyTheMetadata() {
        ObjectNode wrong = json("{'metadata':{'name':'x','labels':{'a':1}},'data':['a'],'spec':[]}");
        assertEquals(
                List.of("metadata.labels[a]", "data"),
                Admission.of(Kinds.CONFIG_MAP).unreadable(wrong).stream()
                        .map(FieldError::field)
                        .toList());
        assertEquals(
                List.of("metadata.labels[a]"),
                Admission.of(Kinds.HOST).unreadable(wrong).stream()
                        .map(FieldError::field)
                        .toList());
        assertEquals(List.of(), Admission.of(Kinds.CONFIG_MAP).unreadable(json("{'metadata':null,'data':{'a':null}}")));
    }

    @Test
    void keepsNothingEmptyInMetadata() {
        ObjectNode map =
                complete(Kinds.CONFIG_MAP, json("{'metadata':{'name':'x','labels':{},'finalizers':[]},'data':{}}"));
        assertEquals(json("{'metadata':{'name':'x'}}"), map);
    }

    @Test
    void showsTheTimesOfAnEventThatAreNotKnown() {
        ObjectNode event =
                complete(Kinds.EVENT, json("{'metadata':{'name':'x'},'firstTimestamp':'2026-01-01T00:00:00Z'}"));
        assertEquals("2026-01-01T00:00:00Z", event.path("firstTimestamp").asText());
        assertTrue(event.has("eventTime") && event.path("eventTime").isNull(), event.toString());
        assertTrue(
                event.path("source").isObject()
                        && event.path("reportingComponent").isTextual(),
                event.toString());
    }

    @Test
    void looksWhetherAPullSecretOpensAnything() {
        String type = "'type':'kubernetes.io/dockerconfigjson'";
        assertTrue(errors(Kinds.SECRET, secret(type)).get(0).startsWith("data[.dockerconfigjson]: Required value"));
        List<String> found = errors(
                Kinds.SECRET, secret(type + ",'stringData':{'.dockerconfigjson':'{\\'auths\\':{\\'hunter\\':{}}}'}"));
        assertTrue(found.get(0).startsWith("data[.dockerconfigjson]: Invalid value"), found.toString());
        assertFalse(found.toString().contains("hunter"), found.toString());
    }

    @Test
    void looksAtWhatASshSecretHoldsBesideItsKey() {
        String type = "'type':'kubernetes.io/ssh-auth','stringData':{'ssh-privatekey':'pem',";
        assertEquals(
                List.of(),
                errors(
                        Kinds.SECRET,
                        secret(type + "'passphrase':'a b\\n','sudoPassword':'c',"
                                + "'ssh-certificate':'ssh-ed25519-cert-v01@openssh.com AAAA me@here\\n'}")));
        List<String> found = errors(
                Kinds.SECRET,
                secret(type + "'passphrase':'hunter\\n2','sudoPassword':'hunter\\n2',"
                        + "'ssh-certificate':'ssh-ed25519 hunter'}"));
        assertEquals(3, found.size(), found.toString());
        assertFalse(found.toString().contains("hunter"), found.toString());
        assertTrue(found.get(2).startsWith("data[ssh-certificate]: Invalid value"), found.toString());
    }

    @Test
    void keepsTypeAndImmutableContents() {
        ObjectNode old = secret("'data':{'a':'YQ=='},'immutable':true");
        List<String> found = changeErrors(Kinds.SECRET, old, secret("'type':'x','data':{'a':'Yg=='}"));
        assertEquals(3, found.size(), found.toString());
        assertTrue(found.get(0).startsWith("type: Invalid value"), found.toString());
        assertTrue(found.get(1).startsWith("immutable: Forbidden"), found.toString());
        assertTrue(found.get(2).startsWith("data: Forbidden"), found.toString());
    }

    @Test
    void refusesKeysThatCannotBeFileNames() {
        List<String> found =
                errors(Kinds.CONFIG_MAP, secret("'data':{'../etc':'x','ok':'x'},'binaryData':{'ok':'eA==','bad':'?'}"));
        assertEquals(4, found.size(), found.toString());
        assertTrue(
                found.get(1).startsWith("data[../etc]: Invalid value: \"../etc\": must not start"), found.toString());
        assertTrue(found.get(3).startsWith("data[ok]: Invalid value"), found.toString());
    }

    @Test
    void givesANamespaceItsFinalizersAndItsNameAsLabel() {
        ObjectNode namespace = complete(Kinds.NAMESPACE, json("{'metadata':{'name':'team'}}"));
        assertEquals("kubernetes", namespace.at("/spec/finalizers/0").asText());
        assertEquals(Namespace.CONTENT, namespace.at("/metadata/finalizers/0").asText());
        assertEquals(
                "team",
                namespace.at("/metadata/labels/kubernetes.io~1metadata.name").asText());
        assertEquals("Active", namespace.at("/status/phase").asText());
    }

    @Test
    void checksWhatEveryObjectHas() {
        List<String> found = errors(
                Kinds.CONFIG_MAP,
                json("{'metadata':{'name':'Bad_','labels':{'-k':'v','k':'!'},'finalizers':['a b'],"
                        + "'annotations':{'x y':'1'}}}"));
        assertEquals(6, found.size(), found.toString());
        assertTrue(errors(Kinds.CONFIG_MAP, json("{'metadata':{}}")).get(0).startsWith("metadata.name: Required"));
    }

    @Test
    void namesUnknownFieldsAndDropsThem() {
        ObjectNode object = json("{'metadata':{'name':'x','colour':'red'},'spec':{'controlPlane':{'host':['a']},"
                + "'workers':[{'name':'g','size':3}],'kubeadm':{'kubeletConfiguration':{'anything':1}}},'extra':1}");
        assertEquals(
                List.of("metadata.colour", "spec.controlPlane.host", "spec.workers[0].size", "extra"),
                Admission.of(Kinds.CLUSTER).prune(object));
        assertEquals(1, object.at("/spec/kubeadm/kubeletConfiguration/anything").asInt());
    }
}
