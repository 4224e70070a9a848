# kubeforge-script: virtual-ip
# shellcheck shell=sh
# The virtual address of the cluster's API: keepalived lets one control plane hold it, and haproxy there passes each
# connection to an API server that answers, on whichever control plane. A second run changes and restarts nothing.
set -eu
LC_ALL=C DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1
export LC_ALL DEBIAN_FRONTEND NEEDRESTART_SUSPEND
: "${CLUSTER_UID:?}" "${VIRTUAL_IP:?}" "${PORT:?}" "${ROUTER_ID:?}" "${ADDRESS:?}" "${SERVERS:?}"
INTERFACE=${INTERFACE:-}

umask 022
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

. parts/items.sh
. parts/proxy.sh
. parts/packages.sh
. parts/node.sh

# Somebody's own keepalived or haproxy is not replaced.
not_in_use() {
    for file in /etc/keepalived/keepalived.conf /etc/haproxy/haproxy.cfg; do
        if [ -s $file ] && ! grep -qxF "$written" $file && ! of_family as_packaged $file; then
            fail 9 "$file on this host was not written by KubeForge; spec.endpoint.virtualIP needs keepalived and haproxy for itself. Remove it, or give the cluster an endpoint of your own (spec.endpoint.host)."
        fi
    done
}

address_is_free() {
    item "Virtual address"
    if ip -o addr show to "$VIRTUAL_IP/32" | grep -q .; then
        [ -n "$(find /etc/keepalived -name keepalived.conf -exec grep -lF "$VIRTUAL_IP" {} + 2>/dev/null)" ] \
            || fail 9 "The virtual address $VIRTUAL_IP is this host's own address; choose a free one of the same network."
        return 0
    fi
    network=$(ip -o route get "$VIRTUAL_IP" | awk '/ via / { print "routed" }')
    [ -z "$network" ] || fail 9 "The virtual address $VIRTUAL_IP is not in a network of this host (it would go by $(ip -o route get "$VIRTUAL_IP" | awk '{ print $3 }')); choose a free address of the hosts' own network."
}

packages() {
    item "Packages"
    # shellcheck disable=SC2046
    set -- $(missing keepalived haproxy)
    if [ $# = 0 ]; then return; fi
    whole_packages
    reinstall_torn_packages
    update_lists
    # Neither starts with what its package brings along: it has no address of ours to hold yet.
    install_packages "$@"
    changed "$@"
}

servers() { # LINE-FORMAT with NAME and ADDRESS
    printf '%s\n' "$SERVERS" | while read -r name address; do
        [ -n "$name" ] && echo "    server $name $address:6443"
    done
}

haproxy() {
    item "haproxy"
    if put /etc/haproxy/haproxy.cfg "$written
global
    log /dev/log local0 notice
defaults
    mode tcp
    log global
    timeout connect 5s
    # kubectl logs -f and watches are silent for long.
    timeout client 4h
    timeout server 4h
frontend kubernetes
    bind *:$PORT
    default_backend apiservers
backend apiservers
    option httpchk GET /readyz
    http-check expect status 200
    default-server check check-ssl verify none inter 2s fastinter 1s downinter 1s fall 2 rise 1 on-marked-down shutdown-sessions
$(servers)"; then
        /usr/sbin/haproxy -c -q -f /etc/haproxy/haproxy.cfg || fail 1 "haproxy refuses /etc/haproxy/haproxy.cfg, see the lines above."
        : >"$restart_haproxy"
    fi
    running haproxy "$restart_haproxy" reload-or-restart
    # systemd calls a reload done before it is, and also when haproxy refused it.
    deadline=$(($(date +%s) + 10))
    until [ -n "$(ss -H -ltn "sport = :$PORT")" ]; do
        [ "$(date +%s)" -lt $deadline ] \
            || fail 1 "haproxy runs, but does not listen on port $PORT: $(journalctl -q -u haproxy -n 3 -o cat | tr '\n' ' ')"
        sleep 0.2
    done
}

keepalived() {
    item "keepalived"
    interface=$INTERFACE
    [ -n "$interface" ] || interface=$(ip -o addr show to "$ADDRESS/32" | awk '{ print $2; exit }')
    [ -n "$interface" ] || fail 9 "No network interface of this host has the address $ADDRESS; name one in spec.endpoint.networkInterface."
    ip link show "$interface" >/dev/null 2>&1 || fail 9 "This host has no network interface $interface (spec.endpoint.networkInterface)."
    put /etc/keepalived/kubeforge-check "#!/bin/sh
$written
# Whoever reaches an API server through its own haproxy is better than whoever does not.
exec curl -fsk --max-time 2 -o /dev/null https://127.0.0.1:$PORT/readyz" || true
    chmod 755 /etc/keepalived/kubeforge-check
    if put /etc/keepalived/keepalived.conf "$written
global_defs {
    script_user root
    enable_script_security
    vrrp_version 3
    vrrp_garp_master_refresh 60
}
vrrp_script api {
    script /etc/keepalived/kubeforge-check
    interval 2
    timeout 3
    fall 2
    rise 1
    weight 50
}
vrrp_instance kubernetes {
    interface $interface
    state BACKUP
    virtual_router_id $ROUTER_ID
    priority 100
    advert_int 1
    virtual_ipaddress {
        $VIRTUAL_IP
    }
    track_script {
        api
    }
}"; then
        : >"$restart_keepalived"
    fi
    running keepalived "$restart_keepalived" restart
}

# A run that is killed between the file and the restart leaves its mark, and the next one restarts.
running() { # SERVICE MARK HOW
    if ! systemctl is-enabled -q "$1"; then
        systemctl enable -q "$1"
        changed "$1 is enabled"
    fi
    if [ -f "$2" ] || ! systemctl is-active -q "$1"; then
        systemctl "$3" "$1" || fail 1 "$1 does not start: $(journalctl -q -u "$1" -n 3 -o cat | tr '\n' ' ')"
        changed "$1 is restarted"
    fi
    rm -f "$2"
}

restart_haproxy=/var/lib/kubeforge/restart-haproxy
restart_keepalived=/var/lib/kubeforge/restart-keepalived
claim
not_in_use
address_is_free
packages
haproxy
keepalived
item "The virtual address $VIRTUAL_IP:$PORT is served by $(printf '%s\n' "$SERVERS" | wc -l) control planes"
