# kubeforge-script: kubeadm-reset
# shellcheck shell=sh
# Makes a node a plain host again. Packages and the runtime's configuration stay, so that it can be used anew at once.
set -eu
LC_ALL=C
export LC_ALL
: "${CLUSTER_UID:?}"

mark=/var/lib/kubeforge/cluster

leftovers() {
    find /etc/kubernetes /var/lib/etcd -mindepth 1 ! -type d 2>/dev/null | head -n 1
}

if [ -s $mark ] && [ "$(head -n 1 $mark)" != "$CLUSTER_UID" ]; then
    echo "This host belongs to the cluster with UID $(head -n 1 $mark); nothing was done." >&2
    exit 3
fi
if ! [ -s $mark ]; then
    if [ -z "$(leftovers)" ]; then
        echo "This host is no node; there is nothing to do."
        exit 0
    fi
    echo "This host holds $(leftovers), which KubeForge did not make; nothing was done." >&2
    exit 3
fi

running_pods() {
    command -v ctr >/dev/null || return 0
    ctr -n k8s.io tasks list 2>/dev/null | awk '$3 == "RUNNING" { printf "%s ", $1 }'
}

unmount_pods() {
    awk '$2 ~ "^/var/lib/kubelet/" { print $2 }' /proc/self/mounts | sort -r | while read -r folder; do
        umount -l "$folder"
    done
}

reset_kubeadm() {
    echo "==> Reset"
    # Without its runtime kubeadm removes the files and leaves the pods running.
    if command -v containerd >/dev/null; then systemctl start containerd; fi
    if command -v kubeadm >/dev/null; then
        kubeadm reset --force --cri-socket unix:///run/containerd/containerd.sock
    fi
    if systemctl is-active -q kubelet; then systemctl stop kubelet; fi
    unmount_pods
    rm -rf /etc/kubernetes /var/lib/etcd /var/lib/kubelet
}

remove_network() {
    echo "==> Network"
    for link in cni0 flannel.1 kube-ipvs0; do
        if ip link show $link >/dev/null 2>&1; then ip link delete $link; fi
    done
    rm -f /etc/cni/net.d/10-flannel.conflist
    rm -rf /var/lib/cni /run/flannel
    for family in iptables ip6tables; do
        if command -v $family-save >/dev/null && $family-save 2>/dev/null | grep -qE 'KUBE-|FLANNEL-|CNI-'; then
            $family-save | grep -vE 'KUBE-|FLANNEL-|CNI-' | $family-restore
        fi
    done
    if command -v nft >/dev/null; then
        for family in ip ip6; do
            if nft list table $family kube-proxy >/dev/null 2>&1; then nft delete table $family kube-proxy; fi
        done
    fi
}

stop_ours() { # SERVICE CONFIGURATION
    if grep -qsxF '# Written by KubeForge; changes are lost.' "$2"; then
        systemctl disable -q --now "$1"
        rm -f "$2"
    fi
}

# Before the node's own files: the address moves to a control plane that stays.
remove_virtual_ip() {
    echo "==> Virtual address"
    stop_ours keepalived /etc/keepalived/keepalived.conf
    stop_ours haproxy /etc/haproxy/haproxy.cfg
    rm -f /etc/keepalived/kubeforge-check
}

remove_names() {
    echo "==> Names"
    for file in /etc/hosts /etc/cloud/templates/hosts.*.tmpl; do
        if [ -f "$file" ] && grep -q '# kubeforge$' "$file"; then
            sed '/# kubeforge$/d' "$file" >"$file.kubeforge-new"
            cat "$file.kubeforge-new" >"$file"
            rm -f "$file.kubeforge-new"
        fi
    done
}

remove_virtual_ip
reset_kubeadm
remove_network
remove_names
if [ -n "$(running_pods)" ]; then
    echo "After the reset these containers still run: $(running_pods)" >&2
    exit 1
fi
if [ -n "$(leftovers)" ]; then
    echo "After the reset this is still there: $(leftovers)" >&2
    exit 1
fi
# Last: until here a reset that was cut off is begun again by the same owner.
rm -f $mark
echo "This host is a plain host again."
