# kubeforge-script: node-settings
# shellcheck shell=sh
# On a control-plane node: gives a Node the labels and taints of its group, and takes those away that an earlier call
# gave it. Labels and taints that others set stay.
set -eu
LC_ALL=C
export LC_ALL
: "${NODE_NAME:?}"
LABELS=${LABELS:-} TAINTS=${TAINTS:-}

k() { kubectl --kubeconfig /etc/kubernetes/admin.conf --cache-dir /run/kubeforge/kubectl --request-timeout=30s "$@"; }

escaped() { printf '%s' "$1" | sed 's/\\/\\\\/g; s/"/\\"/g'; }

# A server-side apply owns exactly what it names: a label that is named no more is taken away by the API itself.
# Taints are one list for all, so ours are remembered in an annotation.
declare_node() { # TAINTS
    {
        printf '{"apiVersion": "v1", "kind": "Node", "metadata": {"name": "%s", "uid": "%s", "annotations": {"kubeforge.io/taints": "%s"}, "labels": {' \
            "$NODE_NAME" "$uid" "$(escaped "$(printf '%s' "$1" | tr '\n' ' ')")"
        separator=
        printf '%s\n' "$LABELS" | while read -r label; do
            [ -n "$label" ] || continue
            printf '%s"%s": "%s"' "$separator" "$(escaped "${label%%=*}")" "$(escaped "${label#*=}")"
            separator=', '
        done
        printf '}}}\n'
    } | k apply --server-side --force-conflicts --field-manager=kubeforge -f - >/dev/null
}

uid=$(k get node "$NODE_NAME" -o 'jsonpath={.metadata.uid}')
earlier=$(k get node "$NODE_NAME" -o 'jsonpath={.metadata.annotations.kubeforge\.io/taints}' | tr ' ' '\n')

# Both lists are remembered while the taints change, so that a call that was cut off forgets none.
declare_node "$(printf '%s\n%s\n' "$earlier" "$TAINTS" | sed '/^$/d' | sort -u)"
printf '%s\n' "$earlier" | while read -r taint; do
    if [ -n "$taint" ] && ! printf '%s\n' "$TAINTS" | grep -qxF "$taint"; then
        key=${taint%%[=:]*}
        effect=${taint##*:}
        if k get node "$NODE_NAME" -o 'jsonpath={range .spec.taints[*]}{.key}:{.effect}{"\n"}{end}' | grep -qxF "$key:$effect"; then
            k taint node "$NODE_NAME" "$key:$effect-"
        fi
    fi
done
printf '%s\n' "$TAINTS" | while read -r taint; do
    if [ -n "$taint" ]; then k taint node "$NODE_NAME" "$taint" --overwrite; fi
done
declare_node "$(printf '%s\n' "$TAINTS" | sed '/^$/d')"
