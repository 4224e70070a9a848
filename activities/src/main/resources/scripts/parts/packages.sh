# kubeforge-part: packages
# shellcheck shell=sh
# Packages of Debian and Ubuntu; needs "$work", a folder for what is not kept.
: "${work:?}"

apt() { apt-get -q -y -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold "$@"; }

# Refreshes the package lists. apt waits for dpkg's lock by itself, but not for the lists' lock.
update_lists() {
    deadline=$(($(date +%s) + 300))
    until apt update >"$work/update" 2>&1; do
        if ! grep -q 'lock /var/lib/apt/lists' "$work/update" || [ "$(date +%s)" -ge $deadline ]; then break; fi
        echo "waiting for another program that reads the package lists"
        sleep 2
    done
    cat "$work/update"
}

installed_version() {
    # shellcheck disable=SC2016
    dpkg-query -W -f='${db:Status-Status} ${Version}\n' "$1" 2>/dev/null | sed -n 's/^installed //p'
}

missing() { # PACKAGE… : those that are not installed
    for package in "$@"; do
        [ -n "$(installed_version "$package")" ] || echo "$package"
    done
}

# A package operation that was cut off (power, a killed connection) blocks every other one until it is ended.
whole_packages() {
    item "Package system"
    if [ -n "$(dpkg --audit)" ] || [ -n "$(find /var/lib/dpkg/updates -type f | head -n 1)" ]; then
        echo "ending a package operation that was cut off"
        dpkg --force-confdef --force-confold --configure -a || echo "some packages still need what apt will bring"
        apt --fix-broken install
        changed "package system"
    fi
}
