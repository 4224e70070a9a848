# kubeforge-script: kubeadm-join
# shellcheck shell=sh
# Makes this host a node of an existing cluster (CONFIG says whether worker or control plane), or goes on where a join
# was cut off.
set -eu
LC_ALL=C
export LC_ALL
: "${CLUSTER_UID:?}" "${NODE_NAME:?}" "${CONFIG:?}" "${RESUME:?}"
ENDPOINT_NAME=${ENDPOINT_NAME:-} ENDPOINT_ADDRESS=${ENDPOINT_ADDRESS:-} IGNORE_ERRORS=${IGNORE_ERRORS:-}

. parts/node.sh
. parts/torn.sh

# A kubelet makes its Node, should it be gone, only when it starts.
kubelet_starts() {
    [ -s /etc/kubernetes/kubelet.conf ] && [ -s /var/lib/kubelet/pki/kubelet-client-current.pem ] || return 1
    systemctl restart kubelet || return 1
    kubelet_healthy_within 30 2>/dev/null
}

claim
set_endpoint_name
write_configuration
# Whatever is not there is fetched from the cluster or made with its CA.
for path in $(torn_certificates; torn_kubeconfigs; torn_kubelet); do drop "$path"; done

set -- --config "$work/kubeadm.yaml"
if [ -n "$IGNORE_ERRORS" ]; then set -- "$@" --ignore-preflight-errors "$IGNORE_ERRORS"; fi
if [ "$RESUME" = yes ]; then
    if kubelet_starts; then
        # It has all it needs; kubelet-start would refuse a Node that is Ready under this name.
        set -- "$@" --skip-phases preflight,kubelet-start
    else
        # Preflight refuses ports and files that our own first try holds.
        set -- "$@" --skip-phases preflight
    fi
fi
code=0
kubeadm join "$@" || code=$?
if [ $code != 0 ]; then
    explain
    exit $code
fi
# kubeadm may leave the kubelet while it restarts.
kubelet_healthy_within 60
# After a resumed join the kubelet may still be about to make its Node.
kubectl --kubeconfig /etc/kubernetes/kubelet.conf --cache-dir /run/kubeforge/kubectl wait --for=create "node/$NODE_NAME" --timeout=120s
