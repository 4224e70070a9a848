# kubeforge-script: pod-lookup
# shellcheck shell=sh
# On the node of a pod: asks for a name from within the pod's network, as the pod itself would, and then each server of
# DNS by its own address. Reads only.
set -eu
LC_ALL=C
export LC_ALL
: "${POD:?}" "${NAME:?}"
SERVERS=${SERVERS:-}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Of the pod's container, for that has the pod's resolv.conf as well as its network.
process() {
    for container in $(ctr -n k8s.io containers ls -q "labels.\"io.kubernetes.pod.name\"==$POD,labels.\"io.cri-containerd.kind\"==container" 2>/dev/null); do
        ctr -n k8s.io tasks ls 2>/dev/null | awk -v id="$container" '$1 == id && $3 == "RUNNING" { print $2 }'
    done | head -n 1
}

# The mount is this process' own and goes with it; -s dns: the host's own files and caches are not asked.
ask() { # RESOLV_CONF
    # shellcheck disable=SC2016
    timeout 8 unshare -m sh -c 'mount --bind "$1" /etc/resolv.conf && exec nsenter --net="$2" getent -s dns ahostsv4 "$3"' \
        sh "$1" "/proc/$pid/ns/net" "$NAME" 2>/dev/null | awk 'NR == 1 { print $1 }'
}

pid=$(process)
if [ -z "$pid" ]; then
    echo "found=no"
    exit 0
fi
echo "found=yes"
cat "/proc/$pid/root/etc/resolv.conf" >"$work/resolv.conf"
echo "address=$(ask "$work/resolv.conf")"
for server in $SERVERS; do
    printf 'nameserver %s\noptions timeout:2 attempts:2\n' "$server" >"$work/$server"
    echo "server=$server $(ask "$work/$server")"
done
