# kubeforge-script: preflight
# shellcheck shell=sh
# What stands around a host that is to become a node: who listens on the ports it needs, whom and what it reaches, where
# its routes lead. Reads only; what cannot be asked because a program is missing is left out.
set -eu
LC_ALL=C
export LC_ALL
PORTS=${PORTS:-} PEERS=${PEERS:-} PACKAGES=${PACKAGES:-} URLS=${URLS:-} NAME=${NAME:-} VIRTUAL_IP=${VIRTUAL_IP:-}

. parts/proxy.sh

has() { command -v "$1" >/dev/null; }

# A port without a protocol is one of TCP; the kernel's own tunnels have no program.
ports() {
    has ss || return 0
    for port in $PORTS; do
        protocol=t unnamed='another program'
        case $port in
            # What an earlier flannel left is taken over by the next one.
            8472/udp) if ip link show flannel.1 >/dev/null 2>&1; then continue; fi ;;
        esac
        case $port in *udp) protocol=u unnamed='the kernel' ;; esac
        ss -H -ln${protocol}p "sport = :${port%/*}" 2>/dev/null | awk -v port="$port" -v unnamed="$unnamed" '
            { program = unnamed; if (match($0, /\(\("[^"]*"/)) program = substr($0, RSTART + 3, RLENGTH - 4) }
            END { if (NR) print "port=" port " " program }'
    done
}

routes() {
    has ip || return 0
    ip -4 route show table main 2>/dev/null | awk '$1 ~ /\// && $0 !~ /dev (cni0|flannel|kube-)/ { print "route=" $1 }' | head -n 64
}

# An open or a refused connection shows that the way is free; silence shows that it is not.
peer() { # NAME ADDRESS PORT
    code=0
    timeout 4 bash -c "exec 3<>/dev/tcp/$2/$3" 2>/dev/null || code=$?
    if [ $code = 124 ]; then
        echo "peer=$1 $2:$3 silent"
    # A refused connection is an answer; "no route" is none.
    elif [ $code != 0 ] && ! ping -c 1 -W 2 "$2" >/dev/null 2>&1; then
        echo "peer=$1 $2:$3 unreachable"
    else
        echo "peer=$1 $2:$3 answers"
    fi
}

# What is fetched first from a repository of packages: the key that signed them.
signing_key() {
    if has apt-get; then echo "$PACKAGES/deb/Release.key"; else echo "$PACKAGES/rpm/repodata/repomd.xml.key"; fi
}

url() { # URL
    if said=$(via_proxy curl -sSL -o /dev/null -w '%{http_code}' --connect-timeout 8 --max-time 20 "$1" 2>&1); then
        echo "url=$1 $said"
    else
        echo "url=$1 failed: $(printf '%s' "$said" | head -n 1 | sed 's/^curl: //; s/000$//')"
    fi
}

# All at once: what is silent costs its time only once.
reach() {
    while read -r name address port; do
        if [ -n "$name" ]; then peer "$name" "$address" "$port" & fi
    done <<PEERS_END
$PEERS
PEERS_END
    if [ -n "$PACKAGES" ] && has curl; then url "$(signing_key)" & fi
    while read -r url; do
        if [ -n "$url" ] && has curl; then url "$url" & fi
    done <<URLS_END
$URLS
URLS_END
    wait
}

resolve() {
    [ -n "$NAME" ] || return 0
    echo "resolved=$(getent ahostsv4 "$NAME" 2>/dev/null | awk 'NR == 1 { print $1 }')"
}

virtual_ip() {
    [ -n "$VIRTUAL_IP" ] && has ip || return 0
    if ip -o addr show to "$VIRTUAL_IP/32" 2>/dev/null | grep -q .; then
        echo "virtual_ip=own"
    elif ip -o route get "$VIRTUAL_IP" 2>/dev/null | grep -q ' via '; then
        echo "virtual_ip=routed"
    elif ping -c 1 -W 1 "$VIRTUAL_IP" >/dev/null 2>&1; then
        echo "virtual_ip=answers"
    else
        echo "virtual_ip=free"
    fi
}

ports
routes
resolve
virtual_ip
reach
