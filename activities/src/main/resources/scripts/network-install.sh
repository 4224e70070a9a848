# kubeforge-script: network-install
# shellcheck shell=sh
# On a control-plane node: applies the network plugin's manifest.
set -eu
LC_ALL=C
export LC_ALL
: "${MANIFEST:?}"

printf '%s\n' "$MANIFEST" | kubectl --kubeconfig /etc/kubernetes/admin.conf --cache-dir /run/kubeforge/kubectl \
    --request-timeout=60s apply --server-side --force-conflicts --field-manager=kubeforge -f -
