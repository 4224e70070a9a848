# kubeforge-part: apt
# shellcheck shell=sh disable=SC2153,SC2154
# Packages of Debian, Ubuntu and their like.

apt() { via_proxy apt-get -q -y -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold "$@"; }

apt_tools() { echo 'ca-certificates curl openssl conntrack ethtool iptables socat'; }

# apt waits for dpkg's lock by itself, but not for the lists' lock.
apt_update_lists() {
    deadline=$(($(date +%s) + 300))
    until apt update >"$work/update" 2>&1; do
        if ! grep -q 'lock /var/lib/apt/lists' "$work/update" || [ "$(date +%s)" -ge $deadline ]; then break; fi
        echo "waiting for another program that reads the package lists"
        sleep 2
    done
    cat "$work/update"
}

apt_installed_version() {
    # shellcheck disable=SC2016
    dpkg-query -W -f='${db:Status-Status} ${Version}\n' "$1" 2>/dev/null | sed -n 's/^installed //p'
}

apt_install() { apt --no-remove --allow-downgrades --allow-change-held-packages --no-install-recommends install "$@"; }

apt_whole() {
    if [ -n "$(dpkg --audit)" ] || [ -n "$(find /var/lib/dpkg/updates -type f | head -n 1)" ]; then
        echo "ending a package operation that was cut off"
        dpkg --force-confdef --force-confold --configure -a || echo "some packages still need what apt will bring"
        apt --fix-broken install || echo "some packages have to be installed anew"
        changed "package system"
    fi
}

# A package that was cut off while its files were being written is only repaired by writing them again.
apt_torn() { dpkg-query -W -f='${db:Status-Eflag} ${Package}\n' | sed -n 's/^reinstreq //p'; }

apt_reinstall_torn() {
    # shellcheck disable=SC2046
    set -- $(apt_torn)
    if [ $# != 0 ]; then
        echo "installing anew what was cut off: $*"
        update_lists
        apt --no-remove --allow-change-held-packages --reinstall install "$@"
        [ -z "$(apt_torn)" ] || fail 1 "The installation of $(apt_torn | tr '\n' ' ')was cut off, and no package repository has it to install it anew: 'dpkg --remove --force-remove-reinstreq' takes it away."
        changed "$@"
    fi
    # What waited for them.
    if [ -n "$(dpkg --audit)" ]; then apt --fix-broken install; fi
}

# Whether a file is as its package brought it.
apt_as_packaged() { # FILE
    # shellcheck disable=SC2016
    dpkg-query -W -f='${Conffiles}\n' haproxy keepalived 2>/dev/null | grep -qF "$1 $(md5sum "$1" | cut -d ' ' -f 1)"
}

apt_repository() { echo "${REPOSITORY%/}/core:/stable:/$MINOR/deb/"; }

apt_add_repository() {
    repository=$(apt_repository)
    key=/etc/apt/keyrings/kubeforge-kubernetes.asc
    source=/etc/apt/sources.list.d/kubeforge-kubernetes.sources
    # Two sources for one address with different keys make apt refuse both: somebody else's stays the only one.
    if grep -rlsF "$repository" /etc/apt/sources.list /etc/apt/sources.list.d 2>/dev/null | grep -qvx $source; then
        rm -f $source
        return
    fi
    if kubernetes_installed && [ -s $key ] && grep -qsxF "URIs: $repository" $source; then return; fi
    if [ -n "$(missing ca-certificates curl)" ]; then
        update_lists
        apt install --no-install-recommends ca-certificates curl
        changed "ca-certificates curl"
    fi
    via_proxy curl -fsSL --connect-timeout 15 --max-time 60 -o "$work/key" "${repository}Release.key" \
        || fail 5 "The package repository $repository cannot be reached from this host (Release.key, see the line above)."
    grep -q '^-----BEGIN PGP PUBLIC KEY BLOCK-----' "$work/key" \
        || fail 5 "The package repository $repository answers, but not with a signing key at ${repository}Release.key."
    put $key "$(cat "$work/key")" || true
    put $source "$written
Types: deb
URIs: $repository
Suites: /
Signed-By: $key" || true
}

apt_offered_versions() { apt-cache madison kubelet | awk '{ print $3 }'; }

# What the last refresh said against the repository.
apt_complaints() { grep -E '^[WE]: ' "$work/update" | grep -E "^E: |${repository%deb/}" | head -n 3 | tr '\n' ' '; }

apt_exactly() { echo "$1=$2"; } # PACKAGE VERSION

apt_hold() { # PACKAGE …
    held=$(apt-mark showhold)
    for package in "$@"; do
        if ! printf '%s\n' "$held" | grep -qx "$package"; then
            apt-mark hold "$package" >/dev/null
            changed "hold $package"
        fi
    done
}
