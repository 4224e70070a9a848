package io.kubeforge.model.validation;

import static io.kubeforge.model.validation.Objects.changeErrors;
import static io.kubeforge.model.validation.Objects.cluster;
import static io.kubeforge.model.validation.Objects.complete;
import static io.kubeforge.model.validation.Objects.errors;
import static io.kubeforge.model.validation.Objects.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.model.kind.Cluster;
import io.kubeforge.model.kind.ClusterSpec.Endpoint;
import io.kubeforge.model.kind.Kinds;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterAdmissionTest {
    private static final String ONE = "'controlPlane':{'hosts':['cp-1']}";
    private static final String POOL = ONE + ",'workers':[{'name':'general','hosts':['w-1','w-2']}]";

    @Test
    void isBornPendingWithItsFinalizerAndDefaults() {
        Cluster cluster = Kinds.CLUSTER.read(complete(Kinds.CLUSTER, cluster(ONE + ",'network':{'plugin':null}")));

        assertEquals(List.of(Cluster.TEARDOWN), cluster.metadata().finalizers());
        assertEquals(0, cluster.status().observedGeneration());
        assertEquals("Pending", cluster.status().phase());
        assertEquals(
                List.of("Ready=Unknown", "Reconciling=True"),
                cluster.status().conditions().stream()
                        .map(condition -> condition.type() + "=" + condition.status())
                        .toList());
        assertEquals("10.244.0.0/16", cluster.spec().network().podSubnet());
        assertEquals("flannel", cluster.spec().network().plugin());
    }

    @Test
    void ignoresAStatusThatComesWithANewObject() {
        ObjectNode given = cluster(ONE);
        given.putObject("status").put("phase", "Ready");
        assertEquals(
                "Pending", complete(Kinds.CLUSTER, given).at("/status/phase").asText());
    }

    @Test
    void saysEverythingThatIsWrongAtOnce() {
        List<String> found = errors(
                Kinds.CLUSTER,
                json("{'metadata':{'name':'Demo.x'},'spec':{'kubernetesVersion':'1.36','provisioner':'magic',"
                        + "'controlPlane':{'hosts':['a','b']},'workers':[{'name':'g','hosts':['a','c','c'],"
                        + "'labels':{'bad key':'v'},'taints':[{'key':'k','effect':'Never'}]},"
                        + "{'name':'g','hosts':['d']}],'endpoint':{'host':'https://x','port':70000},"
                        + "'network':{'podSubnet':'10.96.0.1/16','dnsDomain':'-'}}}"));
        for (String field : List.of(
                "metadata.name",
                "spec.kubernetesVersion: Invalid value: \"1.36\"",
                "spec.provisioner: Unsupported value: \"magic\": supported values: \"kubeadm\"",
                "spec.controlPlane.hosts: Invalid value",
                "spec.workers[0].hosts[0]: Duplicate value: \"a\"",
                "spec.workers[0].hosts[2]: Duplicate value: \"c\"",
                "spec.workers[0].labels: Invalid value: \"bad key\"",
                "spec.workers[0].taints[0].effect: Unsupported value: \"Never\"",
                "spec.workers[1]: Duplicate value: {\"name\":\"g\"}",
                "spec.endpoint.host: Invalid value",
                "spec.endpoint.port: Invalid value: 70000",
                "spec.network.podSubnet: Invalid value: \"10.96.0.1/16\": has address bits",
                "spec.network.serviceSubnet: Invalid value: \"10.96.0.0/12\": overlaps",
                "spec.network.dnsDomain")) {
            assertTrue(found.stream().anyMatch(error -> error.startsWith(field)), field + " is missing in " + found);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'controlPlane':{'hosts':[]}                        | spec.controlPlane.hosts: Required value
            'workers':[]                                       | spec.controlPlane: Required value
            'controlPlane':{'hosts':'cp-1'}                    | spec.controlPlane.hosts: Invalid value: "string"
            'controlPlane':{'hosts':['a','b','c']}             | spec.endpoint: Required value
            'controlPlane':{'hosts':['A_b']}                   | spec.controlPlane.hosts[0]: Invalid value: "A_b"
            'controlPlane':{'hosts':['a']},'endpoint':{'port':6443} | spec.endpoint: Invalid value
            'controlPlane':{'hosts':['a']},'endpoint':{'host':'a.example.org','virtualIP':'192.0.2.9'} | spec.endpoint: Invalid value
            'controlPlane':{'hosts':['a']},'endpoint':{'virtualIP':'fd00::1'} | spec.endpoint.virtualIP: Invalid value: "fd00::1": must be an IPv4 address
            'controlPlane':{'hosts':['a']},'endpoint':{'virtualIP':'10.244.0.9'} | spec.endpoint.virtualIP: Invalid value: "10.244.0.9": lies in spec.network.podSubnet
            'controlPlane':{'hosts':['a']},'endpoint':{'virtualIP':'192.0.2.9','port':6443} | spec.endpoint.port: Invalid value: 6443
            'controlPlane':{'hosts':['a']},'endpoint':{'virtualIP':'192.0.2.9','virtualRouterID':256} | spec.endpoint.virtualRouterID: Invalid value: 256
            'controlPlane':{'hosts':['a']},'endpoint':{'host':'a.example.org','networkInterface':'eth0'} | spec.endpoint.networkInterface: Forbidden
            'controlPlane':{'hosts':['a']},'network':{'plugin':'manifest'} | spec.network.manifest: Required value
            'controlPlane':{'hosts':['a']},'network':{'manifest':{'url':'http://x/y'}} | spec.network.manifest: Forbidden
            'controlPlane':{'hosts':['a']},'network':{'plugin':'manifest','manifest':{'url':'http://x/y'}} | spec.network.manifest.sha256: Required value
            'controlPlane':{'hosts':['a'],'certificateNames':['a b']} | spec.controlPlane.certificateNames[0]: Invalid value
            'controlPlane':{'hosts':['a']},'kubeadm':{'joinConfiguration':{'discovery':{}}} | spec.kubeadm.joinConfiguration.discovery: Forbidden
            'controlPlane':{'hosts':['a']},'network':{'podSubnet':'fd00::/48'} | spec.network.podSubnet: Invalid value
            'controlPlane':{'hosts':['a']},'network':{'podSubnet':'10.0.0.0/28'} | spec.network.podSubnet: Invalid value
            'controlPlane':{'hosts':['a']},'kubeadm':{'clusterConfiguration':{'networking':{}}} | spec.kubeadm.clusterConfiguration.networking: Forbidden
            """)
    void namesTheFieldThatIsWrong(String spec, String expected) {
        List<String> found = errors(Kinds.CLUSTER, cluster(spec));
        assertTrue(found.size() == 1 && found.get(0).startsWith(expected), found.toString());
    }

    @ParameterizedTest
    @CsvSource({"v1.30.9,false", "v1.31.0,true", "v1.37.2,true", "v1.38.0,false"})
    void supportsTheMinorVersionsThatAreTested(String version, boolean supported) {
        ObjectNode given = cluster(ONE);
        given.withObjectProperty("spec").put("kubernetesVersion", version);
        List<String> found = errors(Kinds.CLUSTER, given);
        assertEquals(supported, found.isEmpty(), found.toString());
        assertTrue(supported || found.get(0).contains("Unsupported value"), found.toString());
    }

    @Test
    void acceptsThreeControlPlanesBehindAnEndpoint() {
        String spec = "'controlPlane':{'hosts':['a','b','c']},'endpoint':{'host':'demo.example.org'}";
        assertEquals(List.of(), errors(Kinds.CLUSTER, cluster(spec)));
    }

    @Test
    void acceptsThreeControlPlanesThatServeAVirtualAddress() {
        String spec = "'controlPlane':{'hosts':['a','b','c']},'endpoint':{'virtualIP':'192.0.2.9'}";
        assertEquals(List.of(), errors(Kinds.CLUSTER, cluster(spec)));
        Endpoint endpoint = Kinds.CLUSTER
                .read(complete(Kinds.CLUSTER, cluster(spec)))
                .spec()
                .endpoint();
        assertEquals(new Endpoint(null, 8443, "192.0.2.9", null, 9), endpoint);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'workers':[{'name':'general','hosts':['w-1','w-2','w-3']}]
            'workers':[{'name':'general','hosts':['w-2','w-1'],'labels':{'tier':'web'},'taints':[{'key':'k','effect':'NoSchedule'}]}]
            'workers':[{'name':'general','hosts':['w-1']},{'name':'more','hosts':['w-2','w-9']}]
            'workers':[{'name':'general','hosts':['w-1','w-2']}],'paused':true
            'workers':[{'name':'general','hosts':['w-1','w-2']}],'kubeadm':{}
            """)
    void allowsMoreWorkersTheirLabelsAndPausing(String change) {
        assertEquals(List.of(), changeErrors(Kinds.CLUSTER, cluster(POOL), cluster(ONE + "," + change)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'workers':[{'name':'general','hosts':['w-1']}]                        | spec.workers: Forbidden: removing host "w-2"
            'workers':[{'name':'general','hosts':['w-1','w-2']}],'network':{'podSubnet':'10.200.0.0/16'} | spec.network.podSubnet: Forbidden
            'workers':[{'name':'general','hosts':['w-1','w-2']}],'endpoint':{'host':'a.example.org'} | spec.endpoint: Forbidden
            'workers':[{'name':'general','hosts':['w-1','w-2']}],'images':{'registry':'r.example.org'} | spec.images.registry: Forbidden
            """)
    void refusesEveryOtherChangeAtItsField(String change, String expected) {
        List<String> found = changesOnceInitialized(cluster(ONE + "," + change));
        assertTrue(found.size() == 1 && found.get(0).startsWith(expected), found.toString());
        assertTrue(found.get(0).endsWith("is not supported yet; nothing was changed"), found.toString());
    }

    private static List<String> changesOnceInitialized(ObjectNode written) {
        ObjectNode old = complete(Kinds.CLUSTER, cluster(POOL));
        old.withObject("/status")
                .withArray("conditions")
                .addObject()
                .put("type", "ControlPlaneInitialized")
                .put("status", "True");
        Admission.of(Kinds.CLUSTER).completeChanged(old, written);
        return Admission.of(Kinds.CLUSTER).checkChanged(old, written).stream()
                .map(Object::toString)
                .toList();
    }

    @Test
    void whatMayKeepTheControlPlaneFromBeingInitializedCanBeCorrectedUntilThen() {
        String workers = "'workers':[{'name':'general','hosts':['w-1','w-2']}]";
        String change = ONE + "," + workers + ",'images':{'registry':'r.example.org'},"
                + "'packages':{'runtime':'containerd.io'},'kubeadm':{'ignorePreflightErrors':['NumCPU']}";
        assertEquals(List.of(), changeErrors(Kinds.CLUSTER, cluster(POOL), cluster(change)));
        assertEquals(3, changesOnceInitialized(cluster(change)).size());
    }

    @Test
    void keepsTheFinalizerThatAWriterForgot() {
        ObjectNode old = complete(Kinds.CLUSTER, cluster(ONE));
        ObjectNode written = cluster(ONE);
        Admission.of(Kinds.CLUSTER).completeChanged(old, written);
        assertEquals(Cluster.TEARDOWN, written.at("/metadata/finalizers/0").asText());
        assertEquals("Pending", written.at("/status/phase").asText());
    }

    @Test
    void letsAFinalizerGoOnceTheClusterIsDeleted() {
        ObjectNode old = complete(Kinds.CLUSTER, cluster(ONE));
        old.withObjectProperty("metadata").put("deletionTimestamp", "2026-01-02T03:04:05Z");
        ObjectNode written = cluster(ONE);
        Admission.of(Kinds.CLUSTER).completeChanged(old, written);
        assertTrue(written.at("/metadata/finalizers").isEmpty());

        written.withObjectProperty("metadata").putArray("finalizers").add("example.org/new");
        String found = Admission.of(Kinds.CLUSTER).checkChanged(old, written).toString();
        assertTrue(found.contains("no new finalizers can be added"), found);
    }
}
