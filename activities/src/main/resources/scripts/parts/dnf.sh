# kubeforge-part: dnf
# shellcheck shell=sh disable=SC2153,SC2154
# Packages of RHEL, Rocky Linux, AlmaLinux, CentOS Stream, Fedora and their like.
dnf_repository_file=/etc/yum.repos.d/kubeforge-kubernetes.repo

# The repository of Kubernetes is shut for everything but our own calls: that is what holds its packages.
dnf_call() { via_proxy dnf -q -y --setopt=disable_excludes=kubeforge-kubernetes "$@"; }

# curl-minimal is curl, too, and conflicts with it.
dnf_tools() {
    echo ca-certificates openssl conntrack-tools ethtool iptables-nft socat
    command -v curl >/dev/null || echo curl
}

dnf_update_lists() {
    dnf_call makecache >"$work/update" 2>&1 || true
    cat "$work/update"
}

dnf_installed_version() { rpm -q --qf '%{VERSION}-%{RELEASE}\n' "$1" 2>/dev/null | grep -v 'not installed' | tail -n 1; }

dnf_install() { dnf_call --setopt=install_weak_deps=False install "$@"; }

# rpm leaves packages whole; what may be cut off is the transaction that a later one begins anew.
dnf_whole() { :; }

dnf_reinstall_torn() { :; }

dnf_as_packaged() { rpm -Vf "$1" 2>/dev/null | awk -v file="$1" '$NF == file { changed = 1 } END { exit changed }'; }

dnf_repository() { echo "${REPOSITORY%/}/core:/stable:/$MINOR/rpm/"; }

dnf_add_repository() {
    repository=$(dnf_repository)
    if grep -rlsF "$repository" /etc/yum.repos.d 2>/dev/null | grep -qvx $dnf_repository_file; then
        rm -f $dnf_repository_file
        return
    fi
    if kubernetes_installed && grep -qsxF "baseurl=$repository" $dnf_repository_file; then return; fi
    via_proxy curl -fsSL --connect-timeout 15 --max-time 60 -o "$work/key" "${repository}repodata/repomd.xml.key" \
        || fail 5 "The package repository $repository cannot be reached from this host (repomd.xml.key, see the line above)."
    grep -q '^-----BEGIN PGP PUBLIC KEY BLOCK-----' "$work/key" \
        || fail 5 "The package repository $repository answers, but not with a signing key at ${repository}repodata/repomd.xml.key."
    put $dnf_repository_file "$written
[kubeforge-kubernetes]
name=Kubernetes $MINOR
baseurl=$repository
enabled=1
gpgcheck=1
gpgkey=${repository}repodata/repomd.xml.key
exclude=kubelet kubeadm kubectl cri-tools kubernetes-cni" || true
    rpm --import "$work/key"
}

dnf_offered_versions() { dnf_call list --showduplicates kubelet 2>/dev/null | awk '$1 ~ /^kubelet\./ { print $2 }' | sort -ru; }

dnf_complaints() { grep -iE '^(error|warning):' "$work/update" | head -n 3 | tr '\n' ' '; }

dnf_exactly() { echo "$1-$2"; } # PACKAGE VERSION

# The repository's exclude holds those of Kubernetes; the runtime comes from somebody else's and stays his.
dnf_hold() { :; }
