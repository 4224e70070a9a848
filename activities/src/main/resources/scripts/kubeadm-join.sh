# kubeforge-script: kubeadm-join
# shellcheck shell=sh
# Makes this host a node of an existing cluster (CONFIG says whether worker or control plane), or goes on where a join
# was cut off.
set -eu
LC_ALL=C
export LC_ALL
: "${CLUSTER_UID:?}" "${NODE_NAME:?}" "${CONFIG:?}" "${RESUME:?}"
ENDPOINT_NAME=${ENDPOINT_NAME:-} ENDPOINT_ADDRESS=${ENDPOINT_ADDRESS:-} IGNORE_ERRORS=${IGNORE_ERRORS:-}

# The mark says whose host this is. It is written before anything else, so that a half-made node has an owner.
claim() {
    mark=/var/lib/kubeforge/cluster
    if [ -s $mark ] && [ "$(head -n 1 $mark)" != "$CLUSTER_UID" ]; then
        echo "This host belongs to the cluster with UID $(head -n 1 $mark); nothing was done." >&2
        exit 3
    fi
    mkdir -p /var/lib/kubeforge
    chmod 700 /var/lib/kubeforge
    printf '%s\n' "$CLUSTER_UID" >$mark.new
    mv -f $mark.new $mark
}

# Sets the line of a name in a hosts file; cloud-init makes /etc/hosts from its template at every boot.
set_host() { # FILE
    [ -f "$1" ] || return 0
    line="$ENDPOINT_ADDRESS $ENDPOINT_NAME # kubeforge"
    if grep -qxF "$line" "$1"; then return 0; fi
    awk -v name="$ENDPOINT_NAME" '!($2 == name && /# kubeforge$/)' "$1" >"$1.kubeforge-new"
    printf '%s\n' "$line" >>"$1.kubeforge-new"
    # The content, not the file, is replaced: in some hosts /etc/hosts is a mount.
    cat "$1.kubeforge-new" >"$1"
    rm -f "$1.kubeforge-new"
    echo "$ENDPOINT_NAME is $ENDPOINT_ADDRESS in $1"
}

# kubeadm only says that the kubelet or a component did not come up; why stands in the kubelet's journal.
explain() {
    echo "==> Errors in the kubelet's journal"
    journalctl -q -u kubelet --since "@$began" -o cat --no-pager | grep -v '^I[0-9]' | tail -n 15
}

began=$(date +%s)
claim
if [ -n "$ENDPOINT_NAME" ]; then
    set_host /etc/hosts
    for template in /etc/cloud/templates/hosts.*.tmpl; do set_host "$template"; done
fi

umask 077
mkdir -p /run/kubeforge
work=$(mktemp -d /run/kubeforge/join.XXXXXX)
trap 'rm -rf "$work"' EXIT
trap 'exit 143' TERM
trap 'exit 130' INT
printf '%s\n' "$CONFIG" >"$work/kubeadm.yaml"
umask 022

set -- --config "$work/kubeadm.yaml"
if [ -n "$IGNORE_ERRORS" ]; then set -- "$@" --ignore-preflight-errors "$IGNORE_ERRORS"; fi
if [ "$RESUME" = yes ]; then
    if [ -s /etc/kubernetes/kubelet.conf ] && [ -s /var/lib/kubelet/pki/kubelet-client-current.pem ]; then
        # The kubelet has its certificate already; kubelet-start would refuse a Node that is Ready under this name.
        # A kubelet makes its Node, should it be gone, only when it starts.
        systemctl restart kubelet
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
curl -fsS --retry 60 --retry-delay 1 --retry-connrefused --retry-max-time 120 -o /dev/null http://127.0.0.1:10248/healthz
# After a resumed join the kubelet may still be about to make its Node.
kubectl --kubeconfig /etc/kubernetes/kubelet.conf --cache-dir /run/kubeforge/kubectl wait --for=create "node/$NODE_NAME" --timeout=120s
