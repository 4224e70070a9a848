# kubeforge-script: kubeadm-init
# shellcheck shell=sh
# Makes this host the first control-plane node, or goes on where an init was cut off.
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

same_key() { # CERTIFICATE KEY
    [ "$(openssl x509 -pubkey -noout -in "$1" 2>/dev/null)" = "$(openssl pkey -pubout -in "$2" 2>/dev/null)" ] && [ -s "$1" ]
}

whole_files() {
    [ -z "$(find $kubernetes -type f -empty 2>/dev/null)" ] || return 1
    for certificate in "$kubernetes"/pki/*.crt "$kubernetes"/pki/etcd/*.crt; do
        [ -e "$certificate" ] || continue
        same_key "$certificate" "${certificate%.crt}.key" || return 1
    done
    for file in "$kubernetes"/*.conf; do
        [ -e "$file" ] || continue
        grep -q '^users:' "$file" && grep -q client-key "$file" || return 1
    done
}

# A power cut may leave a certificate without its key. Before any manifest or etcd data exists nothing depends on them.
drop_torn_certificates() {
    kubernetes=/etc/kubernetes
    if [ -n "$(find $kubernetes/manifests /var/lib/etcd -mindepth 1 2>/dev/null | head -n 1)" ] || whole_files; then return 0; fi
    echo "certificates were cut off while being written: beginning with new ones"
    rm -rf $kubernetes/pki
    rm -f $kubernetes/*.conf
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
work=$(mktemp -d /run/kubeforge/init.XXXXXX)
trap 'rm -rf "$work"' EXIT
trap 'exit 143' TERM
trap 'exit 130' INT
printf '%s\n' "$CONFIG" >"$work/kubeadm.yaml"
umask 022

set -- --config "$work/kubeadm.yaml" --upload-certs --skip-token-print --skip-certificate-key-print
if [ -n "$IGNORE_ERRORS" ]; then set -- "$@" --ignore-preflight-errors "$IGNORE_ERRORS"; fi
if [ "$RESUME" = yes ]; then
    # Preflight refuses ports and files that our own first try holds.
    set -- "$@" --skip-phases preflight
else
    drop_torn_certificates
fi
code=0
kubeadm init "$@" || code=$?
if [ $code != 0 ]; then
    explain
    exit $code
fi
# kubeadm's last act on the host is to restart the kubelet.
curl -fsS --retry 60 --retry-delay 1 --retry-connrefused --retry-max-time 120 -o /dev/null http://127.0.0.1:10248/healthz
