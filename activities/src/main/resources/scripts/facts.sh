# kubeforge-script: facts
# shellcheck shell=sh
# What a host is. Reads only; nothing need be installed.
set -eu
LC_ALL=C
export LC_ALL

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

# Interfaces with their addresses and MTU, without loopback and what pods have.
interfaces() {
    command -v ip >/dev/null || return 0
    ip -o addr show scope global 2>/dev/null | awk '$2 !~ /^(cni|veth|flannel|docker)/ { print $2, $4 }' | while read -r name address; do
        echo "interface=$name $address $(cat "/sys/class/net/${name%%@*}/mtu" 2>/dev/null || echo 0)"
    done | head -n 16
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

firewall() {
    for service in firewalld ufw nftables; do
        if systemctl is-active -q $service 2>/dev/null; then printf '%s ' $service; fi
    done
}

proxy() {
    # shellcheck disable=SC2154 # lower case, as programs read it
    echo "${https_proxy:-${HTTPS_PROXY:-${http_proxy:-}}}" | sed 's#//[^/@]*@#//#'
}

if [ -d /run/systemd/system ]; then systemd=yes; else systemd=no; fi

echo "hostname=$(uname -n)"
echo "os=$(release PRETTY_NAME)"
echo "os_id=$(release ID)"
echo "os_like=$(release ID_LIKE)"
echo "kernel=$(uname -r)"
echo "architecture=$(architecture)"
echo "cpus=$(getconf _NPROCESSORS_ONLN)"
echo "memory_mib=$(awk '/^MemTotal:/ { print int($2 / 1024) }' /proc/meminfo)"
echo "address=$(address)"
echo "machine_id=$(first_line /etc/machine-id)"
echo "boot_id=$(first_line /proc/sys/kernel/random/boot_id)"
echo "systemd=$systemd"
echo "product_uuid=$(first_line /sys/class/dmi/id/product_uuid)"
echo "swap_mib=$(awk '/^SwapTotal:/ { print int($2 / 1024) }' /proc/meminfo)"
if [ "$(stat -fc %T /sys/fs/cgroup 2>/dev/null)" = cgroup2fs ]; then echo cgroup=v2; else echo cgroup=v1; fi
echo "free_disk_mib=$(df -Pk /var/lib | awk 'NR == 2 { print int($4 / 1024) }')"
echo "time_synchronized=$(time_synchronized)"
echo "clock_ms=$(date +%s%3N)"
echo "runtime=$(runtime)"
echo "firewall=$(firewall)"
echo "proxy=$(proxy)"
interfaces
echo "simulated=no"
