# kubeforge-part: node
# shellcheck shell=sh
# What a host needs before and after kubeadm, whichever role it takes.
began=$(date +%s)

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

set_endpoint_name() {
    [ -n "$ENDPOINT_NAME" ] || return 0
    set_host /etc/hosts
    for template in /etc/cloud/templates/hosts.*.tmpl; do set_host "$template"; done
}

# kubeadm only says that the kubelet or a component did not come up; why stands in the kubelet's journal.
explain() {
    echo "==> Errors in the kubelet's journal"
    journalctl -q -u kubelet --since "@$began" -o cat --no-pager | grep -v '^I[0-9]' | tail -n 15
}

# Where kubeadm reads its configuration; it holds secrets and goes with the script.
write_configuration() {
    umask 077
    mkdir -p /run/kubeforge
    work=$(mktemp -d /run/kubeforge/kubeadm.XXXXXX)
    trap 'rm -rf "$work"' EXIT
    trap 'exit 143' TERM
    trap 'exit 130' INT
    printf '%s\n' "$CONFIG" >"$work/kubeadm.yaml"
    umask 022
    if kubeadm config validate --config "$work/kubeadm.yaml" >"$work/validation" 2>&1; then return 0; fi
    # Each document is one overlay of the spec, named like its kind.
    awk -F 'Kind:"' '
        NF > 1 {
            kind = $2; sub(/".*/, "", kind)
            why = $2; sub(/^[^}]*}: (strict decoding error: )?/, "", why)
            print "kubeadm refuses spec.kubeadm." tolower(substr(kind, 1, 1)) substr(kind, 2) ": " why
            exit
        }
        /^error/ && !other { other = $0 }
        END { if (NF <= 1 || !kind) print "kubeadm refuses its configuration: " other }' "$work/validation" >&2
    exit 1
}

# One that does not listen is asked again each second; one that answers slowly may take twice as long.
kubelet_healthy_within() { # SECONDS
    curl -fsS --retry "$1" --retry-delay 1 --retry-connrefused --retry-max-time $(($1 * 2)) -o /dev/null http://127.0.0.1:10248/healthz
}
