package io.kubeforge.activities.provisioner;

/** What half states do to hosts, where it takes more than a line. */
final class Shell {
    static final String FILL_DISK = """
            free=$(df --output=avail -k /var/lib | tail -n 1)
            fallocate -l $((free - 256))K /var/lib/half-full
            dd if=/dev/zero of=/var/lib/half-rest bs=4k 2>/dev/null || true
            dd if=/dev/zero of=/var/tmp/half-rest bs=4k count=65536 2>/dev/null || true""";

    static final String FREE_DISK = "rm -f /var/lib/half-full /var/lib/half-rest /var/tmp/half-rest";

    static final String ETCDCTL = "kubectl -n kube-system exec etcd-$(hostname) -- etcdctl"
            + " --endpoints https://127.0.0.1:2379 --cacert /etc/kubernetes/pki/etcd/ca.crt"
            + " --cert /etc/kubernetes/pki/etcd/server.crt --key /etc/kubernetes/pki/etcd/server.key ";

    /** Kubernetes is gone from the host as after a reinstallation; nobody told the cluster. */
    static final String WIPE = """
            systemctl stop kubelet
            for pod in $(ctr -n k8s.io tasks list -q); do ctr -n k8s.io tasks kill -a -s KILL $pod || true; done
            systemctl restart containerd
            for pod in $(ctr -n k8s.io containers list -q); do ctr -n k8s.io tasks delete -f $pod || true; ctr -n k8s.io containers delete $pod || true; done
            grep -o '/var/lib/kubelet/[^ ]*' /proc/self/mounts | sort -r | xargs -r umount -l
            rm -rf /etc/kubernetes /var/lib/etcd /var/lib/kubelet/* /var/lib/kubeforge/cluster""";

    static final String NEW_LIFE = WIPE + "\nsystemd-id128 new >/etc/machine-id";

    static final String CLEAN = """
            systemctl unmask -q containerd kubelet || true
            systemctl stop half-lock half-listen >/dev/null 2>&1 || true
            systemctl reset-failed half-lock half-listen >/dev/null 2>&1 || true
            iptables -D OUTPUT -p tcp --dport 6443 -j REJECT --reject-with tcp-reset 2>/dev/null || true
            """ + FREE_DISK + """

            systemctl start containerd
            if [ -x /usr/bin/kubeadm ]; then
                /usr/bin/kubeadm reset --force --cri-socket unix:///run/containerd/containerd.sock >/dev/null 2>&1 || true
            fi
            """ + WIPE + """

            for link in cni0 flannel.1; do ip link delete $link 2>/dev/null || true; done
            rm -rf /etc/cni/net.d/* /var/lib/cni /run/flannel""";

    private Shell() {}

    /** A program that listens on this port, as any other service would. */
    static String listen(int port) {
        return """
                systemd-run -q --unit=half-listen python3 -c \
                'import signal, socket; s = socket.create_server(("", %1$d)); signal.pause()'
                until ss -Hltn "sport = :%1$d" | grep -q .; do systemctl is-active -q half-listen; done""".formatted(port);
    }
}
