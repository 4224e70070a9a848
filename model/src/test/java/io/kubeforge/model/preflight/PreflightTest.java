package io.kubeforge.model.preflight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.model.kind.ClusterSpec;
import io.kubeforge.model.kind.HostFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each check fails once, with the sentence that an operator reads. */
class PreflightTest {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .configure(com.fasterxml.jackson.core.JsonParser.Feature.ALLOW_SINGLE_QUOTES, true)
            .build();
    private static final String SPEC = "{'kubernetesVersion':'v1.36.3','controlPlane':{'hosts':['cp-1']},"
            + "'endpoint':{'host':'api.example.org'}}";
    private static final String FACTS = "{'cpus':2,'memoryMiB':4096,'freeDiskMiB':20000,'cgroup':'v2',"
            + "'timeSynchronized':true,'clockAheadSeconds':0,'runtime':'containerd 2.4.2',"
            + "'interfaces':['eth0 192.0.2.10/24 1500']}";
    private static final String AROUND = "{'ports':{},'routes':['192.0.2.0/24'],'resolved':'192.0.2.9',"
            + "'virtualIp':null,'peers':['cp-2 192.0.2.11:6443 answers'],'urls':{'https://r.example.org/v2/':'401'}}";
    private static final String LIKENESS = "{'twins':[],'lookalikes':[]}";

    @Test
    void aHostThatHasEverythingPasses() {
        assertEquals(List.of(), findings("{}", "{}", "{}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {} | {'cpus':1} | {} | CPU: the host has 1, but a control plane has 2 CPUs, a worker 1. Take a bigger host.
            {} | {'memoryMiB':900} | {} | Memory: the host has 900 MiB, but
            {} | {'freeDiskMiB':100} | {} | DiskSpace: 100 MiB are free, but 5 GiB are free where images and etcd lie
            {} | {'cgroup':'v1'} | {} | Cgroup: the host runs with cgroup v1, but from Kubernetes v1.35 on
            {} | {'runtime':'containerd 1.4.13~ds1'} | {} | Runtime: containerd 1.4.13~ds1 is installed, but
            {} | {'clockAheadSeconds':-3600} | {} | ClockSkew: the clock is 3600 s behind, but
            {} | {'clockAheadSeconds':2} | {} | ClockDrift: the clock is 2 s ahead, but
            {'kubernetesVersion':'v1.38.0'} | {'runtime':'containerd 1.7.24~ds1'} | {} | Runtime: containerd 1.7.24~ds1 is installed, but
            {} | {'firewall':'firewalld drops-input'} | {} | Firewall: there is one (firewalld drops-input), but
            {} | {'leftovers':['etcd-data','kubelet.conf'],'caCertHash':'sha256:0a'} | {'ports':{'10250':'kubelet'}} | Leftovers: it holds what is left of a cluster with the CA sha256:0a (etcd-data, kubelet.conf), but nothing of another cluster lies on the host. If nobody needs it, run 'kubeadm reset' on the host
            {} | {'markedBy':'uid-2'} | {} | Leftovers: it holds what is left of the cluster with the UID uid-2, but nothing of another cluster lies on the host. Delete that cluster
            {} | {} | {'lookalikes':['Host a has the same MAC address 02:00']} | Uniqueness: Host a has the same MAC address 02:00, but
            {} | {'timeSynchronized':false} | {} | ClockSynchronization: systemd knows of none, but
            {} | {'interfaces':['eth0 192.0.2.10/24 900']} | {} | MTU: eth0 has an MTU of 900, but
            {} | {} | {'twins':['Host a has the same machine-id 0a']} | Identity: Host a has the same machine-id 0a, but
            {} | {} | {'ports':{'6443':'nginx'}} | Ports: nginx listens on port 6443, but
            {} | {} | {'routes':['10.244.128.0/24']} | Subnets: the subnet of pods 10.244.0.0/16 overlaps 10.244.128.0/24 of the host, but
            {'network':{'serviceSubnet':'192.0.2.0/24'}} | {} | {} | Subnets: the subnet of Services 192.0.2.0/24 overlaps 192.0.2.0/24 of the host, but
            {} | {} | {'resolved':''} | NameResolution: api.example.org does not, but the name of the cluster's endpoint resolves on the host. Correct
            {'endpoint':{'virtualIP':'192.0.2.9'}} | {} | {'virtualIp':'own'} | VirtualIP: 192.0.2.9 is the host's own address, but
            {'endpoint':{'virtualIP':'192.0.2.9'}} | {} | {'virtualIp':'routed'} | VirtualIP: 192.0.2.9 lies in another network, but
            {'endpoint':{'virtualIP':'192.0.2.9'}} | {} | {'virtualIp':'answers'} | VirtualIP: 192.0.2.9 answers to somebody, but
            {} | {} | {'peers':['cp-2 192.0.2.11:6443 silent']} | Peers: cp-2 192.0.2.11:6443 is silent, but
            {} | {} | {'urls':{'https://p.example.org/Release.key':'failed: (6) Could not resolve host'}} | Packages: https://p.example.org/Release.key failed: (6) Could not resolve host, but
            {} | {} | {'urls':{'https://r.example.org/v2/':'failed: (28) timed out'}} | Registry: https://r.example.org/v2/ failed: (28) timed out, but
            """)
    void saysWhatWasSeenWhatIsNeededAndWhatHelps(String spec, String facts, String around, String expected) {
        List<String> found = findings(spec, facts, around);
        assertEquals(1, found.size(), found.toString());
        assertTrue(found.get(0).startsWith(expected), found.get(0));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'preflight':{'ignore':['CPU','Memory']}} | {'cpus':1,'memoryMiB':900} | {}
            {'kubeadm':{'ignorePreflightErrors':['NumCPU','Mem']}} | {'cpus':1,'memoryMiB':900} | {}
            {'kubernetesVersion':'v1.34.1'} | {'cgroup':'v1'} | {}
            {'kubeadm':{'kubeletConfiguration':{'failCgroupV1':false}}} | {'cgroup':'v1'} | {}
            {} | {'freeDiskMiB':100,'markedBy':'uid-1','leftovers':['manifests']} | {'ports':{'6443':'kube-apiserver'},'routes':['10.244.0.0/24']}
            {} | {'clockAheadSeconds':-1} | {}
            {} | {'runtime':'containerd 1.7.24~ds1'} | {}
            {} | {'firewall':'nftables'} | {}
            """)
    void leavesOutWhatIsIgnoredAllowedOrTheClustersOwn(String spec, String facts, String around) {
        assertEquals(List.of(), findings(spec, facts, around));
    }

    @Test
    void theDocumentationNamesEveryCheck() throws IOException {
        String page = Files.readString(Path.of("../docs/preflight.md"));
        for (Check check : Check.values()) {
            String row = "| `" + check.text() + "` | " + (check.isError() ? "error" : "warning") + " | "
                    + check.needed() + " |";
            assertTrue(page.contains(row), "docs/preflight.md lacks: " + row);
        }
    }

    private static List<String> findings(String spec, String facts, String around) {
        return Preflight.findings(
                        merged(SPEC, spec, ClusterSpec.class),
                        new Preflight.Subject("uid-1", true, true, "192.0.2.10"),
                        merged(FACTS, facts, HostFacts.class),
                        merged(AROUND, around, Surroundings.class),
                        merged(LIKENESS, around, Likeness.class))
                .stream()
                .map(Finding::text)
                .toList();
    }

    private static <T> T merged(String base, String over, Class<T> type) {
        try {
            ObjectNode node = (ObjectNode) JSON.readTree(base);
            node.setAll((ObjectNode) JSON.readTree(over));
            return JSON.treeToValue(node, type);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
