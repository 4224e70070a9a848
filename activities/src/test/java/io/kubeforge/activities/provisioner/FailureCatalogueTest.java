package io.kubeforge.activities.provisioner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kubeforge.activities.failure.HostFailure;
import io.kubeforge.activities.ssh.Script;
import io.kubeforge.activities.ssh.ScriptResult;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureCatalogueTest {
    private static final String PREFLIGHT_HEAD = "[init] Using Kubernetes version: v1.36.3\n"
            + "[preflight] Running pre-flight checks\n[preflight] Some fatal errors occurred:\n";
    private static final String PREFLIGHT_TAIL = "\n[preflight] If you know what you are doing, you can make a check"
            + " non-fatal with `--ignore-preflight-errors=...`\nerror: error execution phase preflight: preflight checks"
            + " failed\nTo see the stack trace of this error execute with --v=5 or higher\n";

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            HostBelongsToAnotherCluster  | permanent | This host belongs to the cluster with UID 0a0a; nothing was done.
            HostBelongsToAnotherCluster  | permanent | This host holds /etc/kubernetes/admin.conf, which KubeForge did not make; nothing was done.
            CertificatesTorn             | permanent | /etc/kubernetes/pki/ca.key or /etc/kubernetes/pki/ca.crt on this host was cut off while it was written, and a control plane was started with it; nothing was done.
            UnsupportedDistribution      | permanent | The distribution suse opensuse is not supported: this provisioner knows Debian, Ubuntu, RHEL and their like.
            NodeVersionDiffers           | permanent | This host is a node with kubelet 1.36.3-1.1; 1.35.4 was asked for, and preparing does not upgrade a node.
            RuntimeDiffers               | permanent | This host has the package containerd.io, but the cluster asks for containerd (spec.packages.runtime).
            ImageArchiveUnreachable      | transient | The image archive https://files.example.org/k8s.tar cannot be fetched from this host (see the line above).
            ImageArchiveUnreachable      | transient | The image archive /srv/k8s.tar is not on this host.
            ImageArchiveInvalid          | permanent | The image archive /srv/k8s.tar has the digest 0f, not that of spec.images.archives; nothing was imported.
            ImageArchiveInvalid          | permanent | The image archive /srv/k8s.tar cannot be imported: ctr: archive/tar: invalid tar header
            ManifestDiffers              | permanent | The network manifest http://192.0.2.1/calico.yaml has the digest 0f, not that of spec.network.manifest.sha256; nothing was applied.
            ManifestUnreachable          | transient | The network manifest http://192.0.2.1/calico.yaml cannot be fetched from this host (see the line above).
            VirtualAddressUnusable       | permanent | The virtual address 192.0.2.9 is this host's own address; choose a free one of the same network.
            VirtualAddressUnusable       | permanent | /etc/haproxy/haproxy.cfg on this host was not written by KubeForge; spec.endpoint.virtualIP needs keepalived and haproxy for itself.
            VirtualAddressUnusable       | permanent | This host has no network interface eth9 (spec.endpoint.networkInterface).
            ConfigurationInvalid         | permanent | kubeadm refuses spec.kubeadm.clusterConfiguration: unknown field "apiServerX"
            PackageVersionNotFound       | permanent | Kubernetes 1.36.9 is not in the package repository http://192.0.2.1/core:/stable:/v1.36/deb/. It has: 1.36.3-1.1
            PackageVersionNotFound       | permanent | E: Version '1.36.9-1.1' for 'kubelet' was not found
            PackageRepositoryUnreachable | transient | The package repository http://nowhere.example/core:/stable:/v1.35/deb/ cannot be reached from this host (Release.key, see the line above).
            PackageRepositoryUnreachable | transient | E: Failed to fetch http://192.0.2.1/debian/./iptables_1.8.9-2_amd64.deb  Could not connect to 192.0.2.1:80
            PackageSignatureInvalid      | transient | The package repository http://192.0.2.1/core:/stable:/v1.36/deb/ cannot be used from this host: W: GPG error: http://192.0.2.1/core:/stable:/v1.36/deb  InRelease: The following signatures couldn't be verified because the public key is not available: NO_PUBKEY 234654DA9A296436
            PackageSignatureInvalid      | transient | E: The repository 'http://192.0.2.1/core:/stable:/v1.36/deb  InRelease' is not signed.
            PackageLockHeld              | transient | E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 4711 (unattended-upgr)
            PackageConflict              | permanent | E: Packages need to be removed but remove is disabled.
            DiskFull                     | transient |  cannot copy extracted data for './usr/lib/kube-multi/1.36.3/kube-multi' to '/usr/lib/kube-multi/1.36.3/kube-multi.dpkg-new': failed to write (No space left on device)
            DiskFull                     | transient | sh: 713: printf: printf: I/O error
            DiskFull                     | transient | The package repository http://192.0.2.1/core:/stable:/v1.36/deb/ cannot be used from this host: E: Write error - write (28: No space left on device) E: IO Error saving source cache
            DiskFull                     | transient | E: You don't have enough free space in /var/cache/apt/archives/.
            ClockSkew                    | transient | E: Release file for http://192.0.2.1/debian/InRelease is not valid yet (invalid for another 3h 2min 1s). Updates for this repository will not be applied.
            ClockSkew                    | transient | error: error execution phase preflight: couldn't validate the identity of the API Server: Get "https://192.0.2.10:6443/api/v1/namespaces/kube-public/configmaps/cluster-info?timeout=10s": tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time 2020-01-01T00:00:00Z is before 2026-11-21T02:36:00Z
            RuntimeUnhealthy             | transient | containerd does not start: containerd: invalid plugin config
            RuntimeUnhealthy             | transient | containerd does not start: its unit is masked on this host ('systemctl unmask containerd' takes that back).
            RuntimeUnhealthy             | transient | E1121 02:59:04.664180     728 pod_workers.go:1324] "Error syncing pod, skipping" err="failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: can't get final child's PID from pipe: EOF: unknown"
            KubeletUnhealthy             | transient | kubelet does not start: its unit is masked on this host ('systemctl unmask kubelet' takes that back).
            CgroupV1                     | permanent | E1121 02:59:04.664180     728 run.go:72] "command failed" err="failed to validate kubelet configuration, error: kubelet is configured to not run on a host using cgroup v1. cgroup v1 support is unsupported and will be removed in a future release, path: &TypeMeta{Kind:,APIVersion:,}"
            SwapEnabled                  | permanent | E1121 02:59:04.664180     728 run.go:72] "command failed" err="failed to run Kubelet: running with swap on is not supported, please disable swap or set --fail-swap-on flag to false"
            TokenExpired                 | transient | error: error execution phase preflight: couldn't validate the identity of the API Server: could not find a JWS signature in the cluster-info ConfigMap for token ID "zzzzzz"
            EndpointIsAnotherCluster     | permanent | error: error execution phase preflight: couldn't validate the identity of the API Server: cluster CA found in cluster-info ConfigMap is invalid: none of the public keys "sha256:20de0936c218d7ffb7b08f5c31319ae90b40fbd156b22b847bb63c3cc9169f65" are pinned
            EndpointUnreachable          | transient | error: error execution phase preflight: couldn't validate the identity of the API Server: failed to request the cluster-info ConfigMap: Get "https://192.0.2.10:7777/api/v1/namespaces/kube-public/configmaps/cluster-info?timeout=10s": dial tcp 192.0.2.10:7777: connect: connection refused
            NodeNameTaken                | transient | error: error execution phase kubelet-start: a Node with name "w-2" and status "Ready" already exists in the cluster. You must delete the existing Node or change the name of this new joining Node
            CertificateKeyExpired        | transient | error execution phase control-plane-prepare/download-certs: error downloading certs: error downloading the secret: Secret "kubeadm-certs" was not found in the "kube-system" Namespace. This Secret might have expired.
            CertificateKeyExpired        | transient | error downloading certs: error decoding secret data with provided key: cipher: message authentication failed
            EtcdBusy                     | transient | error execution phase etcd-join: error creating local etcd static pod manifest file: etcdserver: too many learner members in cluster
            EtcdBusy                     | transient | etcdserver: can only promote a learner member which is in sync with leader
            EtcdUnhealthy                | transient | error execution phase check-etcd: etcd cluster is not healthy: failed to dial endpoint https://192.0.2.11:2379
            ConfigurationInvalid         | permanent | error: networking.podSubnet: Invalid value: "10.244.0.0-16": couldn't parse subnet
            ConfigurationInvalid         | permanent | One or more conditions for hosting a new control plane instance is not satisfied. unable to add a new control plane instance to a cluster that doesn't have a stable controlPlaneEndpoint address
            KubeletUnhealthy             | transient | error: error execution phase wait-control-plane: cannot obtain client without bootstrap: could not bootstrap the admin user in file admin.conf: unable to create ClusterRoleBinding: Post "https://192.0.2.10:6443/apis/rbac.authorization.k8s.io/v1/clusterrolebindings?timeout=10s": dial tcp 192.0.2.10:6443: connect: connection refused
            KubeletUnhealthy             | transient | [kubelet-check] The kubelet is not healthy after 4m0.00s
            ApiServerUnhealthy           | transient | error: error execution phase wait-control-plane: failed while waiting for the control plane to start: kube-apiserver check failed at https://192.0.2.10:6443/livez: context deadline exceeded
            ApiServerUnhealthy           | transient | error: error execution phase wait-control-plane: couldn't initialize a Kubernetes cluster
            NetworkPluginMissing         | transient | Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox "0f1a": plugin type="loopback" failed (add): failed to find plugin "loopback" in path [/usr/lib/cni]
            EvictionRefused              | permanent | error when evicting pods/"web-0" -n "shop" (will retry after 5s): Cannot evict pod as it would violate the pod's disruption budget.
            ApiServerUnhealthy           | transient | User "kubernetes-admin" cannot create resource "configmaps" in API group "" in the namespace "kube-system"
            """)
    void knowsWhatWasSaid(String reason, String lasting, String said) {
        assertFailure(reason, lasting, said);
    }

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            HostTooSmall     | permanent | [ERROR NumCPU]: the number of available CPUs 1 is less than the required 2
            HostTooSmall     | permanent | [ERROR Mem]: the system RAM (968 MB) is less than the minimum 1700 MB
            PortInUse        | permanent | [ERROR Port-6443]: Port 6443 is in use
            PreflightFailed  | permanent | [ERROR FileAvailable--etc-kubernetes-manifests-kube-apiserver.yaml]: /etc/kubernetes/manifests/kube-apiserver.yaml already exists
            PreflightFailed  | permanent | [ERROR DirAvailable--var-lib-etcd]: /var/lib/etcd is not empty
            CgroupV1         | permanent | [ERROR SystemVerification]: missing required cgroups: memory
            PreflightFailed  | permanent | [ERROR FileContent--proc-sys-net-ipv4-ip_forward]: /proc/sys/net/ipv4/ip_forward contents are not set to 1
            ImagePullFailed  | transient | [ERROR ImagePull]: failed to pull image nowhere.example/k/kube-apiserver:v1.36.3: rpc error: code = Unknown desc = failed to resolve reference
            RuntimeUnhealthy | transient | [ERROR CRI]: could not connect to the container runtime: failed to create new CRI runtime service: validate service connection: validate CRI v1 runtime API for endpoint "unix:///run/containerd/containerd.sock": rpc error: code = Unimplemented desc = unknown service runtime.v1.RuntimeService
            CgroupV1         | permanent | [ERROR SystemVerification]: cgroups v1 support is deprecated and will be removed in a future release. Please migrate to cgroups v2.
            """)
    void knowsWhyPreflightRefused(String reason, String lasting, String error) {
        assertFailure(
                reason,
                lasting,
                PREFLIGHT_HEAD + "\t[WARNING ContainerRuntimeVersion]: containerd 1.x\n\t" + error + PREFLIGHT_TAIL);
    }

    @Test
    void findsTheCauseInTheKubeletsJournal() {
        assertFailure("CgroupV1", "permanent", """
                [kubelet-start] Starting the kubelet
                error: error execution phase wait-control-plane: cannot obtain client without bootstrap: could not bootstrap the admin user in file admin.conf: unable to create ClusterRoleBinding: Post "https://192.0.2.10:6443/": dial tcp 192.0.2.10:6443: connect: connection refused
                ==> Errors in the kubelet's journal
                E1121 02:59:04.664180     728 run.go:72] "command failed" err="failed to validate kubelet configuration, error: kubelet is configured to not run on a host using cgroup v1."
                kubelet.service: Main process exited, code=exited, status=1/FAILURE
                """);
    }

    @Test
    void isNotMisledByWarningsOfOtherRepositories() {
        assertFailure("PackageVersionNotFound", "permanent", """
                W: GPG error: https://other.example/apt stable InRelease: NO_PUBKEY 7EA0A9C3F273FCD8
                W: Failed to fetch https://other.example/apt/dists/stable/InRelease  Temporary failure resolving
                Kubernetes 1.36.9 is not in the package repository https://pkgs.k8s.io/core:/stable:/v1.36/deb/. It has: 1.36.3-1.1
                """);
    }

    @Test
    void doesNotTakeTheMissingNetworkOfANewNodeForTheCause() {
        assertFailure("ScriptFailed", "transient", """
                error: error execution phase addon/coredns: something that nobody has seen before
                ==> Errors in the kubelet's journal
                E1121 02:59:04.664180     728 kubelet.go:3117] "Container runtime network not ready" networkReady="NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized"
                """);
    }

    @Test
    void saysWhatWhereAndTheRemedy() {
        HostFailure failure = failure("[ERROR Port-6443]: Port 6443 is in use");
        assertEquals(
                "Preparing host w-1 failed: [ERROR Port-6443]: Port 6443 is in use. Stop the program that listens there"
                        + " (ss -tlnp on the host).",
                failure.getMessage());
    }

    @Test
    void showsTheLastLinesOfWhatItDoesNotKnow() {
        String said =
                IntStream.rangeClosed(1, 40).mapToObj(line -> "line " + line).collect(Collectors.joining("\n"));
        HostFailure failure = failure(said);
        assertEquals("ScriptFailed", failure.reason());
        assertFalse(failure.permanent());
        assertTrue(failure.getMessage().contains("exit code 1"), failure.getMessage());
        assertTrue(failure.getMessage().contains("line 40"), failure.getMessage());
        assertFalse(failure.getMessage().contains("line 20\n"), failure.getMessage());
    }

    @Test
    void strikesTokensAndKeysButNotTheHashOfTheCa() {
        String message = failure("token abcdef.0123456789abcdef key " + "0f".repeat(32) + " ca " + KubeadmStates.CA
                        + " own p4ssw0rd")
                .getMessage();
        assertTrue(
                message.contains("token <withheld> key <withheld> ca " + KubeadmStates.CA + " own <withheld>"),
                message);
    }

    @Test
    void shortensLinesThatNobodyReads() {
        String message = failure("x".repeat(5000) + " No space left on device " + "y".repeat(5000))
                .getMessage();
        assertTrue(message.length() < 600, message);
        assertTrue(message.contains("No space left on device"), message);
    }

    private static void assertFailure(String reason, String lasting, String said) {
        HostFailure failure = failure(said);
        assertEquals(reason, failure.reason(), failure.getMessage());
        assertEquals(lasting.equals("permanent"), failure.permanent(), failure.reason());
    }

    private static HostFailure failure(String said) {
        Script script = Script.of("prepare").withSecret("TOKEN", "p4ssw0rd");
        return FailureCatalogue.failure("Preparing host w-1", "w-1", script, new ScriptResult(1, said, "", 1, false));
    }
}
