# kubeforge-script: network-install
# shellcheck shell=sh
# On a control-plane node: applies the network plugin's manifest, given as text or fetched from a URL whose content must
# have this digest, and remembers in the cluster where its workloads are, so that they are waited for.
set -eu
LC_ALL=C
export LC_ALL
MANIFEST=${MANIFEST:-} URL=${URL:-} SHA256=${SHA256:-}

. parts/proxy.sh

umask 077
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
manifest=$work/manifest.yaml

k() { kubectl --kubeconfig /etc/kubernetes/admin.conf --cache-dir /run/kubeforge/kubectl --request-timeout=60s "$@"; }

declare_objects() { k apply --server-side --force-conflicts --field-manager=kubeforge "$@"; }

if [ -n "$URL" ]; then
    via_proxy curl -fsSL --connect-timeout 15 --max-time 120 -o "$manifest" "$URL" || {
        echo "The network manifest $URL cannot be fetched from this host (see the line above)." >&2
        exit 1
    }
    digest=$(sha256sum "$manifest" | cut -d ' ' -f 1)
    if [ "$digest" != "$SHA256" ]; then
        echo "The network manifest $URL has the digest $digest, not that of spec.network.manifest.sha256; nothing was applied." >&2
        exit 1
    fi
else
    printf '%s\n' "$MANIFEST" >"$manifest"
fi

# A manifest may bring kinds of its own and objects of these kinds.
if ! declare_objects -f "$manifest" >"$work/applied" 2>"$work/errors"; then
    if ! grep -q 'no matches for kind\|ensure CRDs are installed first' "$work/errors"; then
        cat "$work/applied"
        cat "$work/errors" >&2
        exit 1
    fi
    k wait --for=condition=established --all customresourcedefinitions --timeout=60s
    declare_objects -f "$manifest" >"$work/applied"
fi
cat "$work/applied"

namespaces=$(k get -f "$manifest" --ignore-not-found -o 'go-template={{if .items}}{{range .items}}{{if or (eq .kind "DaemonSet") (eq .kind "Deployment")}}{{.metadata.namespace}}
{{end}}{{end}}{{else}}{{if or (eq .kind "DaemonSet") (eq .kind "Deployment")}}{{.metadata.namespace}}{{end}}{{end}}' | sort -u | tr '\n' ' ')
k create configmap kubeforge-network --namespace kube-system --from-literal=namespaces="$namespaces" \
    --dry-run=client -o yaml | declare_objects -f - >/dev/null
