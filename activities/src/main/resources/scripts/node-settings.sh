# kubeforge-script: node-settings
# shellcheck shell=sh
# On a control-plane node: gives Nodes the labels and taints of their groups, and takes those away that an earlier call
# gave them. Labels and taints that others set stay. NODES has a line "node NAME DIGEST" for each, followed by its
# "label KEY=VALUE" and "taint KEY=VALUE:EFFECT"; the digest is kept at the Node and says that this was done.
set -eu
LC_ALL=C
export LC_ALL
: "${NODES:?}"

k() { kubectl --kubeconfig /etc/kubernetes/admin.conf --cache-dir /run/kubeforge/kubectl --request-timeout=30s "$@"; }

escaped() { printf '%s' "$1" | sed 's/\\/\\\\/g; s/"/\\"/g'; }

# A server-side apply owns exactly what it names: a label that is named no more is taken away by the API itself.
# Taints are one list for all, so ours are remembered in an annotation.
declare_node() { # TAINTS DIGEST
    {
        printf '{"apiVersion": "v1", "kind": "Node", "metadata": {"name": "%s", "uid": "%s", "annotations": {"kubeforge.io/taints": "%s", "kubeforge.io/settings": "%s"}, "labels": {' \
            "$name" "$uid" "$(escaped "$(printf '%s' "$1" | tr '\n' ' ')")" "$2"
        separator=
        printf '%s\n' "$labels" | while read -r label; do
            [ -n "$label" ] || continue
            printf '%s"%s": "%s"' "$separator" "$(escaped "${label%%=*}")" "$(escaped "${label#*=}")"
            separator=', '
        done
        printf '}}}\n'
    } | k apply --server-side --force-conflicts --field-manager=kubeforge -f - >/dev/null
}

settle() {
    [ -n "$name" ] || return 0
    uid=$(k get node "$name" -o 'jsonpath={.metadata.uid}')
    earlier=$(k get node "$name" -o 'jsonpath={.metadata.annotations.kubeforge\.io/taints}' | tr ' ' '\n')

    # Both lists are remembered while the taints change, so that a call that was cut off forgets none.
    declare_node "$(printf '%s\n%s\n' "$earlier" "$taints" | sed '/^$/d' | sort -u)" changing
    printf '%s\n' "$earlier" | while read -r taint; do
        if [ -n "$taint" ] && ! printf '%s\n' "$taints" | grep -qxF "$taint"; then
            key=${taint%%[=:]*}
            effect=${taint##*:}
            if k get node "$name" -o 'jsonpath={range .spec.taints[*]}{.key}:{.effect}{"\n"}{end}' | grep -qxF "$key:$effect"; then
                k taint node "$name" "$key:$effect-"
            fi
        fi
    done
    printf '%s\n' "$taints" | while read -r taint; do
        if [ -n "$taint" ]; then k taint node "$name" "$taint" --overwrite; fi
    done
    declare_node "$(printf '%s\n' "$taints" | sed '/^$/d')" "$digest"
    echo "$name has its labels and taints"
}

name=
# Not in a pipe: settle must end the script when it fails.
while read -r kind what digest_of; do
    case $kind in
        node)
            settle
            name=$what digest=$digest_of labels='' taints=''
            ;;
        label)
            labels="$labels
$what"
            ;;
        taint)
            taints="$taints
$what"
            ;;
    esac
done <<NODES_END
$NODES
NODES_END
settle
