# kubeforge-script: facts
# shellcheck shell=sh
# What a host is. Reads only; nothing need be installed.
set -eu
LC_ALL=C
export LC_ALL

. parts/kubernetes.sh

# The value of a variable in os-release, without its quotes.
release() {
    [ -r /etc/os-release ] || return 0
    sed -n "s/^$1=//p" /etc/os-release | head -n 1 | tr -d "\"'"
}

first_line() {
    [ -r "$1" ] || return 0
    head -n 1 "$1"
}

architecture() {
    if command -v dpkg >/dev/null; then
        dpkg --print-architecture
        return
    fi
    case $(uname -m) in
        x86_64) echo amd64 ;;
        aarch64) echo arm64 ;;
        *) uname -m ;;
    esac
}

# The address that packets by the default route carry; no packet is sent.
address() {
    command -v ip >/dev/null || return 0
    found=$(ip -4 route get 192.0.2.1 2>/dev/null | sed -n 's/.* src \([0-9.]*\).*/\1/p' | head -n 1)
    [ -n "$found" ] || found=$(ip -6 route get 2001:db8::1 2>/dev/null | sed -n 's/.* src \([0-9a-f:]*\).*/\1/p' | head -n 1)
    echo "$found"
}

# Asked of the network namespace itself: /sys may be that of another one.
link() { # NAME
    ip -o link show dev "${1%%@*}" 2>/dev/null
}

# Interfaces with their addresses and MTU, without loopback and what pods have.
interfaces() {
    command -v ip >/dev/null || return 0
    ip -o addr show scope global 2>/dev/null | awk '$2 !~ /^(cni|veth|flannel|docker|cali|cilium|lxc|kube-)/ { print $2, $4 }' | head -n 16 \
        | while read -r name address; do
            echo "interface=$name $address $(link "$name" | sed -n 's/.* mtu \([0-9]*\).*/\1/p')"
        done
}

# The MAC address of the interface with this address.
mac_address() { # ADDRESS
    [ -n "$1" ] || return 0
    name=$(ip -o addr show to "$1" 2>/dev/null | awk 'NR == 1 { print $2 }')
    if [ -n "$name" ]; then link "$name" | sed -n 's/.*link\/ether \([0-9a-f:]*\).*/\1/p'; fi
}

# The file systems on which the system, images, pods and etcd lie: where, MiB, MiB free.
disks() {
    df -Pk / /var/lib /var/lib/containerd /var/lib/kubelet /var/lib/etcd 2>/dev/null \
        | awk '$6 ~ /^\// && !seen[$6]++ { print "disk=" $6, int($2 / 1024), int($4 / 1024) }' || true
}

# Images are what fills a disk.
free_disk() {
    folder=/var/lib/containerd
    [ -d $folder ] || folder=/var/lib
    df -Pk $folder | awk 'NR == 2 { print int($4 / 1024) }'
}

leftovers() {
    if has_files $kubernetes/pki '*'; then printf 'certificates '; fi
    if has_files $kubernetes/manifests '*.yaml'; then printf 'manifests '; fi
    if has_files /var/lib/etcd '*'; then printf 'etcd-data '; fi
    if [ -s $kubernetes/kubelet.conf ]; then printf 'kubelet.conf '; fi
}

# systemd knows whether any program keeps the clock right.
time_synchronized() {
    command -v timedatectl >/dev/null || return 0
    timedatectl show --property=NTPSynchronized --value 2>/dev/null || true
}

runtime() {
    command -v containerd >/dev/null || return 0
    containerd --version 2>/dev/null | awk '{ sub(/^v/, "", $3); print "containerd", $3 }'
}

# Services that make rules, and rules that drop what nobody asked for.
firewall() {
    for service in firewalld ufw nftables; do
        if systemctl is-active -q $service 2>/dev/null; then printf '%s ' $service; fi
    done
    if { nft list chains || iptables -S INPUT; } 2>/dev/null | grep -Eq 'hook input .*policy drop|^-P INPUT DROP'; then
        printf 'drops-input '
    fi
}

# As the login, the system or apt has it; without its password.
proxy() {
    # shellcheck disable=SC2154 # lower case, as programs read it
    found=${https_proxy:-${HTTPS_PROXY:-${http_proxy:-}}}
    if [ -z "$found" ] && [ -r /etc/environment ]; then
        found=$(sed -n 's/^ *\(export \)\{0,1\}[Hh][Tt][Tt][Pp][Ss]\{0,1\}_\(proxy\|PROXY\)=//p' /etc/environment | head -n 1 | tr -d "\"'")
    fi
    if [ -z "$found" ] && command -v apt-config >/dev/null; then
        eval "$(apt-config shell found Acquire::http::Proxy)"
    fi
    echo "$found" | sed 's#//[^/@]*@#//#'
}

if [ -d /run/systemd/system ]; then systemd=yes; else systemd=no; fi

# First, so that little lies between the question and the answer.
echo "clock_ms=$(date +%s%3N)"
echo "hostname=$(uname -n)"
echo "os=$(release PRETTY_NAME)"
echo "os_id=$(release ID)"
echo "os_like=$(release ID_LIKE)"
echo "kernel=$(uname -r)"
echo "architecture=$(architecture)"
echo "cpus=$(getconf _NPROCESSORS_ONLN)"
echo "memory_mib=$(awk '/^MemTotal:/ { print int($2 / 1024) }' /proc/meminfo)"
address=$(address)
echo "address=$address"
echo "mac_address=$(mac_address "$address")"
echo "machine_id=$(first_line /etc/machine-id)"
echo "boot_id=$(first_line /proc/sys/kernel/random/boot_id)"
echo "systemd=$systemd"
echo "product_uuid=$(first_line /sys/class/dmi/id/product_uuid)"
echo "swap_mib=$(awk '/^SwapTotal:/ { print int($2 / 1024) }' /proc/meminfo)"
if [ "$(stat -fc %T /sys/fs/cgroup 2>/dev/null)" = cgroup2fs ]; then echo cgroup=v2; else echo cgroup=v1; fi
echo "free_disk_mib=$(free_disk)"
echo "time_synchronized=$(time_synchronized)"
echo "runtime=$(runtime)"
echo "firewall=$(firewall)"
echo "proxy=$(proxy)"
interfaces
disks
echo "leftovers=$(leftovers)"
echo "owner=$(owner)"
echo "ca_hash=$(ca_hash)"
echo "simulated=no"
