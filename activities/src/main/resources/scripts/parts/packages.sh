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
        apt --fix-broken install || echo "some packages have to be installed anew"
        changed "package system"
    fi
}

# A package that was cut off while its files were being written is only repaired by writing them again.
torn_packages() { dpkg-query -W -f='${db:Status-Eflag} ${Package}\n' | sed -n 's/^reinstreq //p'; }

reinstall_torn_packages() {
    # shellcheck disable=SC2046
    set -- $(torn_packages)
    if [ $# != 0 ]; then
        echo "installing anew what was cut off: $*"
        update_lists
        apt --no-remove --allow-change-held-packages --reinstall install "$@"
        [ -z "$(torn_packages)" ] || fail 1 "The installation of $(torn_packages | tr '\n' ' ')was cut off, and no package repository has it to install it anew: 'dpkg --remove --force-remove-reinstreq' takes it away."
        changed "$@"
    fi
    # What waited for them.
    if [ -n "$(dpkg --audit)" ]; then apt --fix-broken install; fi
}
