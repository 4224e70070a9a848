# kubeforge-script: kubeadm-state
# shellcheck shell=sh disable=SC2016
# How far kubeadm came on this host, by what answers and not by what was left behind. Reads only.
set -eu
LC_ALL=C
export LC_ALL
: "${NODE_NAME:?}"

. parts/kubernetes.sh

yes_no() {
    if "$@" >/dev/null 2>&1; then echo yes; else echo no; fi
}

# The API server of this host itself, not the one behind the cluster's endpoint.
local_server() {
    [ -r $kubernetes/manifests/kube-apiserver.yaml ] || return 0
    sed -n 's/.*kube-apiserver.advertise-address.endpoint: *"\{0,1\}\([^" ]*\)"\{0,1\}$/https:\/\/\1/p' \
        $kubernetes/manifests/kube-apiserver.yaml | head -n 1
}

# A server that is not there refuses at once; one that is slow must not be taken for one that is not there.
ask() {
    kubectl --kubeconfig "$config" --cache-dir /run/kubeforge/kubectl --request-timeout=15s ${server:+--server="$server"} "$@" 2>/dev/null
}

# Both addons are there, save those that the configuration switches off.
addons() {
    wanted=$(ask -n kube-system get configmap kubeadm-config -o 'jsonpath={.data.ClusterConfiguration}' | awk '
        /^[a-z]/ { part = $1 }
        /^  disabled: true/ { off[part] = 1 }
        END { if (!off["dns:"]) printf "deployment/coredns "; if (!off["proxy:"]) printf "daemonset/kube-proxy" }')
    [ -n "$wanted" ] || return 0
    # shellcheck disable=SC2086
    ask -n kube-system get $wanted -o name
}

# On the first control-plane node only super-admin.conf is allowed everything before init has ended.
config=
for file in super-admin.conf admin.conf kubelet.conf; do
    if [ -z "$config" ] && [ -s "$kubernetes/$file" ]; then config=$kubernetes/$file; fi
done
server=$(local_server)

kubelet_healthy=no
if command -v curl >/dev/null; then
    kubelet_healthy=$(yes_no curl -fsS --max-time 10 http://127.0.0.1:10248/healthz)
fi

api_healthy=no kubeadm_config=no cluster_info=no addons=no kube_system_uid=
node_registered=no node_ready=no node_control_plane=no node_machine_id=
if [ -n "$config" ] && command -v kubectl >/dev/null; then
    if [ -n "$server" ]; then
        api_healthy=$(yes_no ask get --raw /readyz)
    fi
    if [ "$api_healthy" = yes ]; then
        kubeadm_config=$(yes_no ask -n kube-system get configmap kubeadm-config)
        if [ -n "$(ask -n kube-public get configmap cluster-info -o 'jsonpath={.data.kubeconfig}' || true)" ]; then cluster_info=yes; fi
        if [ "$kubeadm_config" = yes ]; then addons=$(yes_no addons); fi
        kube_system_uid=$(ask get namespace kube-system -o 'jsonpath={.metadata.uid}' || true)
    fi
    if [ "$api_healthy" = yes ] || [ -z "$server" ]; then
        node=$(ask get node "$NODE_NAME" -o 'go-template={{.status.nodeInfo.machineID}}
{{range .status.conditions}}{{if eq .type "Ready"}}ready={{.status}}{{end}}{{end}}
{{range $key, $value := .metadata.labels}}label={{$key}}
{{end}}' || true)
        node_machine_id=$(printf '%s\n' "$node" | head -n 1)
        if [ -n "$node_machine_id" ] && [ "$node_machine_id" = "$(cat /etc/machine-id)" ]; then
            node_registered=yes
            case $node in *ready=True*) node_ready=yes ;; esac
            case $node in *label=node-role.kubernetes.io/control-plane*) node_control_plane=yes ;; esac
        fi
    fi
fi

echo "owner=$(owner)"
echo "ca_hash=$(ca_hash)"
echo "pki=$(yes_no has_files $kubernetes/pki '*')"
echo "admin_conf=$(yes_no test -s $kubernetes/admin.conf)"
echo "manifests=$(yes_no has_files $kubernetes/manifests '*.yaml')"
echo "etcd_data=$(yes_no has_files /var/lib/etcd '*')"
echo "kubelet_conf=$(yes_no test -s $kubernetes/kubelet.conf)"
echo "kubelet_healthy=$kubelet_healthy"
echo "api_healthy=$api_healthy"
echo "kubeadm_config=$kubeadm_config"
echo "cluster_info=$cluster_info"
echo "addons=$addons"
echo "node_registered=$node_registered"
echo "node_ready=$node_ready"
echo "node_control_plane=$node_control_plane"
echo "node_machine_id=$node_machine_id"
echo "kube_system_uid=$kube_system_uid"
