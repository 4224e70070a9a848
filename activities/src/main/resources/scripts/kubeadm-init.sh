# kubeforge-script: kubeadm-init
# shellcheck shell=sh
# Makes this host the first control-plane node, or goes on where an init was cut off.
set -eu
LC_ALL=C
export LC_ALL
: "${CLUSTER_UID:?}" "${NODE_NAME:?}" "${CONFIG:?}" "${RESUME:?}"
ENDPOINT_NAME=${ENDPOINT_NAME:-} ENDPOINT_ADDRESS=${ENDPOINT_ADDRESS:-} IGNORE_ERRORS=${IGNORE_ERRORS:-}

. parts/node.sh
. parts/torn.sh

# Before any manifest or etcd data exists nothing depends on the certificates; afterwards only the CAs and the key of
# service accounts have to stay what they were.
drop_torn_files() {
    torn=$(torn_certificates; torn_kubeconfigs; torn_kubelet)
    [ -n "$torn" ] || return 0
    if [ -z "$(find $kubernetes/manifests /var/lib/etcd -mindepth 1 2>/dev/null | head -n 1)" ]; then
        echo "certificates were cut off while being written: beginning with new ones"
        rm -rf $kubernetes/pki
        rm -f $kubernetes/*.conf
        return 0
    fi
    for path in $torn; do
        case $path in
            */ca | */front-proxy-ca | */sa)
                echo "$path.key or $path.crt on this host was cut off while it was written, and a control plane was started with it; nothing was done." >&2
                exit 9
                ;;
            *) drop "$path" ;;
        esac
    done
}

claim
set_endpoint_name
write_configuration
drop_torn_files

set -- --config "$work/kubeadm.yaml" --upload-certs --skip-token-print --skip-certificate-key-print
if [ -n "$IGNORE_ERRORS" ]; then set -- "$@" --ignore-preflight-errors "$IGNORE_ERRORS"; fi
if [ "$RESUME" = yes ]; then
    # Preflight refuses ports and files that our own first try holds.
    set -- "$@" --skip-phases preflight
fi
code=0
kubeadm init "$@" || code=$?
if [ $code != 0 ]; then
    explain
    exit $code
fi
# kubeadm's last act on the host is to restart the kubelet.
kubelet_healthy_within 60
