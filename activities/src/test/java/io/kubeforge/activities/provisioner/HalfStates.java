package io.kubeforge.activities.provisioner;

import static io.kubeforge.activities.provisioner.HalfState.complete;
import static io.kubeforge.activities.provisioner.HalfState.cutAt;
import static io.kubeforge.activities.provisioner.HalfState.plain;

import io.kubeforge.activities.provisioner.HalfState.Part;
import java.util.List;
import java.util.stream.Stream;

/** All half states that are tried, each brought about on purpose. */
final class HalfStates {
    private static final Part PREPARED = Part.PREPARED_HOST;
    private static final Part FIRST = Part.FIRST_CONTROL_PLANE;
    private static final Part WORKER = Part.WORKER;
    private static final Part FURTHER = Part.FURTHER_CONTROL_PLANE;

    private HalfStates() {}

    static List<HalfState> all() {
        return Stream.of(preparing(), initialising(), joiningWorker(), joiningControlPlane())
                .flatMap(List::stream)
                .toList();
    }

    private static List<HalfState> preparing() {
        String remove = "apt-mark unhold kubelet kubeadm kubectl >/dev/null\n"
                + "apt-get -q -y purge kubelet kubeadm kubectl 'kube-multi*' >/dev/null 2>&1\n";
        return List.of(
                plain(PREPARED, "packages unpacked but not configured").then("""
                        cd /var/tmp && apt-get -q download kubelet
                        dpkg --unpack kubelet_*.deb && rm kubelet_*.deb
                        dpkg --audit | grep -q kubelet"""),
                plain(PREPARED, "dpkg killed while it unpacked").then("""
                        cd /var/tmp && apt-get -q download kubernetes-cni
                        dpkg --unpack kubernetes-cni_*.deb & dpkg=$!
                        until [ -n "$(find /opt/cni -name '*.dpkg-*' 2>/dev/null)" ] || ! kill -0 $dpkg; do :; done
                        kill -KILL $dpkg; wait $dpkg || true; rm kubernetes-cni_*.deb
                        [ -n "$(dpkg --audit)$(find /var/lib/dpkg/updates -type f)" ]"""),
                plain(PREPARED, "a package torn that another, unpacked one needs")
                        .then("""
                        cd /var/tmp && apt-get -q download kubelet kubernetes-cni
                        dpkg --unpack kubelet_*.deb
                        dpkg --unpack kubernetes-cni_*.deb & dpkg=$!
                        until [ -n "$(find /opt/cni -name '*.dpkg-*' 2>/dev/null)" ] || ! kill -0 $dpkg; do :; done
                        kill -KILL $dpkg; wait $dpkg || true; rm kube*.deb
                        [ -n "$(dpkg --audit)" ]"""),
                plain(PREPARED, "packages removed, source list torn")
                        .then(remove
                                + "rm -f /etc/apt/sources.list.d/*kube*\n"
                                + "echo 'Types: deb' >/etc/apt/sources.list.d/kubeforge-kubernetes.sources\n"
                                + ": >/etc/apt/keyrings/kubeforge-kubernetes.asc"),
                plain(PREPARED, "another program holds dpkg's lock for a while").then(remove + """
                        systemd-run -q --unit=half-lock python3 -c '
                        import fcntl, time
                        f = open("/var/lib/dpkg/lock-frontend", "w"); fcntl.lockf(f, fcntl.LOCK_EX); time.sleep(8)'
                        until fuser /var/lib/dpkg/lock-frontend >/dev/null 2>&1 || systemctl is-active -q half-lock; do :; done"""),
                plain(PREPARED, "disk full while packages are installed")
                        .then(remove + Shell.FILL_DISK)
                        .failsFirst("DiskFull")
                        .remediedBy(Shell.FREE_DISK),
                plain(PREPARED, "runtime stopped").then("systemctl stop containerd"),
                plain(PREPARED, "runtime disabled at boot").then("systemctl disable -q --now containerd"),
                plain(PREPARED, "runtime masked")
                        .then("systemctl mask -q --now containerd")
                        .failsFirst("RuntimeUnhealthy")
                        .remediedBy("systemctl unmask -q containerd"),
                plain(PREPARED, "runtime's configuration torn").then("""
                        head -c 40 /etc/containerd/config.toml >/etc/containerd/half && mv /etc/containerd/half /etc/containerd/config.toml
                        systemctl restart containerd || true"""),
                plain(PREPARED, "runtime's configuration new, runtime not yet restarted")
                        .then("""
                        cp /etc/containerd/config.toml /var/tmp/whole.toml
                        echo 'disabled_plugins = ["io.containerd.grpc.v1.cri"]' >/etc/containerd/config.toml
                        systemctl restart containerd
                        mv /var/tmp/whole.toml /etc/containerd/config.toml
                        : >/var/lib/kubeforge/restart-containerd"""),
                plain(PREPARED, "runtime without its Kubernetes interface").then("""
                        echo 'disabled_plugins = ["cri"]' >/etc/containerd/config.toml
                        systemctl restart containerd"""),
                plain(PREPARED, "forwarding switched off").then("sysctl -q -w net.ipv4.ip_forward=0"));
    }

    private static List<HalfState> initialising() {
        return List.of(
                cutAt(FIRST, "init killed before its preflight", "Running pre-flight checks"),
                cutAt(FIRST, "init killed before certificates", "[certs] Using certificateDir folder"),
                cutAt(FIRST, "init killed in the midst of certificates", "[certs] Generating \"etcd/server\""),
                cutAt(FIRST, "init killed after certificates", "[kubeconfig] Using kubeconfig folder"),
                cutAt(FIRST, "init killed in the midst of kubeconfigs", "[kubeconfig] Writing \"kubelet.conf\""),
                cutAt(FIRST, "init killed in the midst of manifests", "manifest for \"kube-apiserver\""),
                cutAt(FIRST, "init killed before the kubelet starts", "[kubelet-start] Writing kubelet environment"),
                cutAt(FIRST, "init killed when the kubelet starts", "[kubelet-start] Starting the kubelet"),
                cutAt(FIRST, "init killed while it waits for the control plane", "[wait-control-plane]"),
                cutAt(FIRST, "init killed before it stores its configuration", "[upload-config]"),
                cutAt(FIRST, "init killed before it uploads certificates", "[upload-certs]"),
                cutAt(FIRST, "init killed before it marks the control plane", "[mark-control-plane]"),
                cutAt(FIRST, "init killed before it makes tokens", "[bootstrap-token]"),
                cutAt(FIRST, "init killed before it finalises the kubelet", "[kubelet-finalize]"),
                cutAt(FIRST, "init killed between the addons", "Applied essential addon: CoreDNS"),
                cutAt(FIRST, "init killed after everything was done", "initialized successfully"),
                cutAt(FIRST, "power lost in the midst of certificates", "power off at [certs] Generating \"sa\""),
                cutAt(FIRST, "power lost when the kubelet starts", "power off at [kubelet-start] Starting the kubelet"),
                cutAt(FIRST, "the CA's key is empty, nothing started", "[kubeconfig] Using kubeconfig folder")
                        .then(": >/etc/kubernetes/pki/ca.key"),
                cutAt(FIRST, "the CA's certificate is torn, nothing started", "[kubeconfig] Using kubeconfig folder")
                        .then("truncate -s 300 /etc/kubernetes/pki/ca.crt"),
                cutAt(FIRST, "a key without its certificate", "[kubeconfig] Using kubeconfig folder")
                        .then("rm /etc/kubernetes/pki/apiserver.crt"),
                cutAt(FIRST, "admin.conf is torn, nothing started", "[control-plane] Using manifest folder")
                        .then("truncate -s 200 /etc/kubernetes/admin.conf"),
                cutAt(FIRST, "a manifest is torn", "[kubelet-start] Starting the kubelet")
                        .then("truncate -s 100 /etc/kubernetes/manifests/kube-apiserver.yaml"),
                cutAt(FIRST, "the service account key is torn, kubelet started", "[wait-control-plane]")
                        .then(": >/etc/kubernetes/pki/sa.key")
                        .refusedAs("CertificatesTorn"),
                cutAt(FIRST, "etcd's certificate is torn, kubelet started", "[wait-control-plane]")
                        .then("truncate -s 300 /etc/kubernetes/pki/etcd/server.crt"),
                cutAt(FIRST, "the kubelet's configuration is torn", "[kubelet-start] Starting the kubelet")
                        .then(": >/var/lib/kubelet/config.yaml\nsystemctl restart kubelet"),
                cutAt(FIRST, "runtime stopped after the kubelet started", "[wait-control-plane]")
                        .then("systemctl stop containerd"),
                complete(FIRST, "kubelet stopped and disabled").then("systemctl disable -q --now kubelet"),
                complete(FIRST, "its Node was deleted")
                        .then("kubectl --kubeconfig /etc/kubernetes/admin.conf delete node \"$(hostname)\""),
                complete(FIRST, "the owner mark names another cluster")
                        .then("echo 0a0a0a0a-35b4-4f29-9d8a-0d1d7f6a2b11 >/var/lib/kubeforge/cluster")
                        .refusedAs("HostBelongsToAnotherCluster"),
                complete(FIRST, "a cluster that KubeForge did not make")
                        .then("rm /var/lib/kubeforge/cluster")
                        .refusedAs("HostBelongsToAnotherCluster"),
                plain(FIRST, "somebody's etcd data")
                        .then("mkdir -p /var/lib/etcd/member/snap\necho theirs >/var/lib/etcd/member/snap/db")
                        .refusedAs("HostBelongsToAnotherCluster"),
                plain(FIRST, "a foreign program on the API's port")
                        .then(Shell.listen(6443))
                        .refusedAs("PortInUse"));
    }

    private static List<HalfState> joiningWorker() {
        return List.of(
                cutAt(WORKER, "join killed before its preflight", "Running pre-flight checks"),
                cutAt(WORKER, "join killed after discovery", "Reading configuration from the"),
                cutAt(
                        WORKER,
                        "join killed before the kubelet's configuration",
                        "Writing kubelet configuration to file"),
                cutAt(WORKER, "join killed when the kubelet starts", "[kubelet-start] Starting the kubelet"),
                cutAt(WORKER, "join killed during the TLS bootstrap", "Waiting for a healthy kubelet"),
                cutAt(WORKER, "join killed after everything was done", "This node has joined the cluster"),
                cutAt(
                        WORKER,
                        "power lost when the kubelet starts",
                        "power off at [kubelet-start] Starting the kubelet"),
                cutAt(WORKER, "bootstrap-kubelet.conf is torn", "Writing kubelet configuration to file")
                        .then("truncate -s 150 /etc/kubernetes/bootstrap-kubelet.conf"),
                cutAt(WORKER, "the CA's certificate is empty", "[kubelet-start] Starting the kubelet")
                        .then(": >/etc/kubernetes/pki/ca.crt\nsystemctl restart kubelet"),
                complete(WORKER, "kubelet.conf is torn")
                        .then(": >/etc/kubernetes/kubelet.conf\nsystemctl restart kubelet"),
                complete(WORKER, "the kubelet's certificate is torn")
                        .then(
                                "for file in /var/lib/kubelet/pki/kubelet-client-*.pem; do : >$file; done\nsystemctl restart kubelet"),
                complete(WORKER, "the kubelet's configuration is torn")
                        .then(": >/var/lib/kubelet/config.yaml\nsystemctl restart kubelet"),
                complete(WORKER, "kubelet stopped and disabled").then("systemctl disable -q --now kubelet"),
                complete(WORKER, "its Node was deleted").inTheCluster("kubectl delete node $NODE"),
                complete(WORKER, "its Node is left from a former life, the host is new")
                        .then(Shell.NEW_LIFE),
                plain(WORKER, "the token was deleted")
                        .inTheCluster("kubectl -n kube-system delete secret bootstrap-token-$TOKEN_ID")
                        .failsFirst("TokenExpired"),
                plain(WORKER, "runtime stopped before joining").then("systemctl stop containerd"),
                plain(WORKER, "a foreign program on the kubelet's port")
                        .then(Shell.listen(10250))
                        .refusedAs("PortInUse"),
                plain(WORKER, "the endpoint cannot be reached")
                        .then("iptables -I OUTPUT -p tcp --dport 6443 -j REJECT --reject-with tcp-reset")
                        .failsFirst("EndpointUnreachable")
                        .remediedBy("iptables -D OUTPUT -p tcp --dport 6443 -j REJECT --reject-with tcp-reset"),
                plain(WORKER, "disk full while joining")
                        .then(Shell.FILL_DISK)
                        .failsFirst("DiskFull")
                        .remediedBy(Shell.FREE_DISK),
                complete(WORKER, "manifests and etcd data on a worker")
                        .then("mkdir -p /var/lib/etcd/member\necho theirs >/var/lib/etcd/member/db")
                        .refusedAs("HostBelongsToAnotherCluster"),
                complete(WORKER, "the CA of another cluster")
                        .then("openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=theirs -keyout /dev/null"
                                + " -out /etc/kubernetes/pki/ca.crt 2>/dev/null")
                        .refusedAs("HostBelongsToAnotherCluster"));
    }

    private static List<HalfState> joiningControlPlane() {
        return List.of(
                cutAt(FURTHER, "join killed before certificates are fetched", "[download-certs]"),
                cutAt(FURTHER, "join killed in the midst of certificates", "[certs] Generating \"etcd/server\""),
                cutAt(FURTHER, "join killed in the midst of manifests", "manifest for \"kube-apiserver\""),
                cutAt(FURTHER, "join killed before etcd is checked", "[check-etcd]"),
                cutAt(FURTHER, "join killed when the kubelet starts", "[kubelet-start] Starting the kubelet"),
                cutAt(FURTHER, "join killed when its etcd member is added", "Announced new etcd member"),
                cutAt(FURTHER, "join killed while its etcd member starts", "Waiting for the new etcd member"),
                cutAt(FURTHER, "join killed before it marks the control plane", "[mark-control-plane]"),
                cutAt(FURTHER, "join killed after everything was done", "This node has joined the cluster"),
                cutAt(FURTHER, "power lost when the etcd member is added", "power off at Announced new etcd member"),
                cutAt(FURTHER, "a fetched certificate is torn", "[kubeconfig]")
                        .then("truncate -s 300 /etc/kubernetes/pki/apiserver.crt"),
                cutAt(FURTHER, "a fetched key is empty", "[kubeconfig]").then(": >/etc/kubernetes/pki/etcd/ca.key"),
                cutAt(FURTHER, "etcd's manifest is torn", "Waiting for the new etcd member")
                        .then("truncate -s 100 /etc/kubernetes/manifests/etcd.yaml"),
                plain(FURTHER, "etcd member added and never started")
                        .inTheCluster(Shell.ETCDCTL + "member add $NODE --learner --peer-urls=https://$ADDRESS:2380"),
                cutAt(FURTHER, "etcd member started, then the host was wiped", "Announced new etcd member")
                        .then(Shell.WIPE),
                complete(FURTHER, "the control-plane label is gone")
                        .inTheCluster("kubectl label node $NODE node-role.kubernetes.io/control-plane-"),
                complete(FURTHER, "runtime and kubelet stopped").then("systemctl stop kubelet containerd"),
                plain(FURTHER, "the uploaded certificates are gone")
                        .inTheCluster("kubectl -n kube-system delete secret kubeadm-certs")
                        .failsFirst("CertificateKeyExpired"),
                plain(FURTHER, "the certificates were uploaded with another key")
                        .inTheCluster(
                                "kubeadm init phase upload-certs --upload-certs --certificate-key $(openssl rand -hex 32)")
                        .failsFirst("CertificateKeyExpired"));
    }
}
