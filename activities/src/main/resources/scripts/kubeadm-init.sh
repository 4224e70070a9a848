# kubeforge-script: kubeadm-init
# shellcheck shell=sh
# Makes this host the first control-plane node, or goes on where an init was cut off.
set -eu
LC_ALL=C
export LC_ALL
: "${CLUSTER_UID:?}" "${NODE_NAME:?}" "${CONFIG:?}" "${RESUME:?}"
ENDPOINT_NAME=${ENDPOINT_NAME:-} ENDPOINT_ADDRESS=${ENDPOINT_ADDRESS:-} IGNORE_ERRORS=${IGNORE_ERRORS:-}

. parts/node.sh

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

claim
set_endpoint_name
write_configuration

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
