# kubeforge-part: apiserver
# shellcheck shell=sh disable=SC2034
# The API server of this control-plane host itself, not the one behind the cluster's endpoint.

server=$(sed -n 's/.*kube-apiserver.advertise-address.endpoint: *"\{0,1\}\([^" ]*\)"\{0,1\}$/https:\/\/\1/p' \
    /etc/kubernetes/manifests/kube-apiserver.yaml 2>/dev/null || true)

k() {
    kubectl --kubeconfig /etc/kubernetes/admin.conf --cache-dir /run/kubeforge/kubectl --request-timeout=10s --server="$server" "$@"
}
