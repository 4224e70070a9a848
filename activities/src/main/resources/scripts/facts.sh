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
echo "simulated=no"
