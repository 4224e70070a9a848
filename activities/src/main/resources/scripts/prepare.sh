# kubeforge-script: prepare
# shellcheck shell=sh
# Makes a Debian or Ubuntu host ready for kubeadm. Each item is checked, brought about and checked again; what is
# right already is left alone, so that a second run says no "changed" and restarts nothing.
set -eu
LC_ALL=C DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1
export LC_ALL DEBIAN_FRONTEND NEEDRESTART_SUSPEND
: "${VERSION:?}" "${MINOR:?}" "${REPOSITORY:?}" "${RUNTIME:?}" "${REGISTRY:?}"
MIRRORS=${MIRRORS:-}

restart_containerd=/var/lib/kubeforge/restart-containerd
repository=${REPOSITORY%/}/core:/stable:/$MINOR/deb/
key=/etc/apt/keyrings/kubeforge-kubernetes.asc
tools='ca-certificates curl openssl conntrack ethtool iptables socat'

umask 022
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p /var/lib/kubeforge
chmod 700 /var/lib/kubeforge

. parts/items.sh
. parts/packages.sh

kubernetes_installed() {
    for package in kubelet kubeadm kubectl; do
        case $(installed_version $package) in
            "$VERSION"-*) ;;
            *) return 1 ;;
        esac
    done
}

supported_distribution() {
    item "Distribution"
    like=$(sed -n 's/^ID=//p; s/^ID_LIKE=//p' /etc/os-release | tr -d "\"'" | tr '\n' ' ')
    case " $like " in
        *' debian '* | *' ubuntu '*) ;;
        *) fail 4 "The distribution ${like% } is not supported: this provisioner knows Debian and Ubuntu." ;;
    esac
}

# A node's kubelet is replaced by an upgrade, which drains it first, and by nothing else.
no_silent_upgrade() {
    [ -s /etc/kubernetes/kubelet.conf ] || return 0
    case $(installed_version kubelet) in
        '' | "$VERSION"-*) ;;
        *) fail 6 "This host is a node with kubelet $(installed_version kubelet); $VERSION was asked for, and preparing does not upgrade a node." ;;
    esac
}

kernel_modules() {
    item "Kernel modules"
    put /etc/modules-load.d/kubeforge.conf "$written
overlay
br_netfilter" || true
    # What is built into the kernel is not listed by lsmod: ask for the effect.
    if ! grep -qw overlay /proc/filesystems; then
        modprobe overlay || fail 1 "The kernel module overlay cannot be loaded."
        changed overlay
    fi
    if ! [ -e /proc/sys/net/bridge/bridge-nf-call-iptables ]; then
        modprobe br_netfilter || fail 1 "The kernel module br_netfilter cannot be loaded."
        changed br_netfilter
    fi
}

kernel_settings() {
    item "Kernel settings"
    settings='net.ipv4.ip_forward net.bridge.bridge-nf-call-iptables net.bridge.bridge-nf-call-ip6tables'
    content=$written
    for setting in $settings; do
        content="$content
$setting = 1"
    done
    put /etc/sysctl.d/99-kubeforge.conf "$content" || true
    for setting in $settings; do
        if [ "$(sysctl -n "$setting")" != 1 ]; then
            sysctl -q -w "$setting=1"
            [ "$(sysctl -n "$setting")" = 1 ] || fail 1 "The kernel setting $setting cannot be set to 1."
            changed "$setting"
        fi
    done
}

no_swap() {
    item "Swap"
    if [ -r /etc/fstab ] && grep -Eq '^[^#[:space:]]+[[:space:]]+[^[:space:]]+[[:space:]]+swap[[:space:]]' /etc/fstab; then
        sed -E 's/^([^#[:space:]]+[[:space:]]+[^[:space:]]+[[:space:]]+swap[[:space:]])/# kubeforge: \1/' /etc/fstab >/etc/fstab.kubeforge-new
        mv -f /etc/fstab.kubeforge-new /etc/fstab
        changed /etc/fstab
    fi
    if [ "$(wc -l </proc/swaps)" -gt 1 ]; then
        # Swap that no fstab names (zram, a swap partition found by systemd) comes back at boot unless masked.
        for unit in $(systemctl list-units --plain --no-legend --type=swap | cut -d ' ' -f 1); do
            systemctl mask -q "$unit"
        done
        swapoff -a
        [ "$(wc -l </proc/swaps)" -le 1 ] || fail 1 "Swap cannot be switched off: see /proc/swaps."
        changed swap
    fi
}

package_repository() {
    item "Package repository"
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
    curl -fsSL --connect-timeout 15 --max-time 60 -o "$work/key" "${repository}Release.key" \
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

# The full version of the package in the repositories, e.g. 1.36.3-1.1.
offered_version() {
    apt-cache madison kubelet | awk -v wanted="$VERSION-" '{ if (index($3, wanted) == 1) { print $3; exit } }'
}

packages() {
    item "Packages"
    for other in containerd containerd.io; do
        if [ "$other" != "$RUNTIME" ] && [ -n "$(installed_version $other)" ]; then
            fail 7 "This host has the package $other, but the cluster asks for $RUNTIME (spec.packages.runtime)."
        fi
    done
    # shellcheck disable=SC2086
    wanted=$(missing $tools "$RUNTIME")
    if kubernetes_installed; then
        full=
    else
        update_lists
        full=$(offered_version)
        if [ -z "$full" ]; then
            said=$(grep -E '^[WE]: ' "$work/update" | grep -E "^E: |${repository%deb/}" | head -n 3 | tr '\n' ' ')
            [ -z "$said" ] || fail 5 "The package repository $repository cannot be used from this host: $said"
            fail 8 "Kubernetes $VERSION is not in the package repository $repository. It has: $(apt-cache madison kubelet | awk '{ print $3 }' | head -n 10 | tr '\n' ' ')"
        fi
        wanted="$wanted kubelet=$full kubeadm=$full kubectl=$full"
    fi
    # shellcheck disable=SC2086
    set -- $wanted
    if [ $# = 0 ]; then return; fi
    if [ -z "$full" ]; then update_lists; fi
    # Docker's and Debian's runtime exclude each other: never remove somebody's packages to get ours.
    apt --no-remove --allow-downgrades --allow-change-held-packages --no-install-recommends install "$@"
    kubernetes_installed || fail 1 "apt ended without an error, but Kubernetes $VERSION is not installed."
    changed "$@"
}

hold_packages() {
    item "Held packages"
    held=$(apt-mark showhold)
    for package in kubelet kubeadm kubectl "$RUNTIME"; do
        if ! printf '%s\n' "$held" | grep -qx "$package"; then
            apt-mark hold "$package" >/dev/null
            changed "hold $package"
        fi
    done
}

mirror_hosts() { # REGISTRY ENDPOINT
    origin=https://$1
    if [ "$1" = docker.io ]; then origin=https://registry-1.docker.io; fi
    put "/etc/containerd/certs.d/$1/hosts.toml" "$written
server = \"$origin\"
[host.\"$2\"]
  capabilities = [\"pull\", \"resolve\"]" || true
}

# containerd reads these files at every pull; nothing needs a restart.
image_mirrors() {
    item "Image mirrors"
    printf '%s\n' "$MIRRORS" | while read -r registry endpoint; do
        if [ -n "$registry" ]; then mirror_hosts "$registry" "$endpoint"; fi
    done
    for file in /etc/containerd/certs.d/*/hosts.toml; do
        [ -f "$file" ] || continue
        registry=${file%/hosts.toml}
        registry=${registry##*/}
        if grep -qxF "$written" "$file" && ! printf '%s\n' "$MIRRORS" | grep -qF "$registry "; then
            rm -f "$file"
            changed "$file"
        fi
    done
}

# The settings are named anew in containerd 2, and old names in a new file are not read.
runtime_settings() { # PAUSE_IMAGE
    case $(containerd --version | awk '{ print $3 }') in
        1.* | v1.*)
            cat <<C
version = 2
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "$1"
[plugins."io.containerd.grpc.v1.cri".cni]
  bin_dir = "/opt/cni/bin"
[plugins."io.containerd.grpc.v1.cri".registry]
  config_path = "/etc/containerd/certs.d"
[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
  runtime_type = "io.containerd.runc.v2"
[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
  SystemdCgroup = true
C
            ;;
        *)
            plugins="bin_dir = '/opt/cni/bin'"
            if containerd config default 2>/dev/null | grep -qw bin_dirs; then plugins="bin_dirs = ['/opt/cni/bin']"; fi
            cat <<C
version = 3
[plugins.'io.containerd.cri.v1.images'.pinned_images]
  sandbox = '$1'
[plugins.'io.containerd.cri.v1.images'.registry]
  config_path = '/etc/containerd/certs.d'
[plugins.'io.containerd.cri.v1.runtime'.cni]
  $plugins
[plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.runc]
  runtime_type = 'io.containerd.runc.v2'
[plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.runc.options]
  SystemdCgroup = true
C
            ;;
    esac
}

cri_answers() {
    ctr plugins ls 2>/dev/null | awk '$1 == "io.containerd.grpc.v1" && $2 == "cri" && $NF == "ok" { found = 1 } END { exit !found }'
}

# Only a person masks a unit, for a reason that is not ours to judge.
not_masked() { # UNIT
    if [ "$(systemctl is-enabled "$1" 2>/dev/null)" = masked ]; then
        fail 1 "$1 does not start: its unit is masked on this host ('systemctl unmask $1' takes that back)."
    fi
}

runtime() {
    item "Container runtime"
    pause=$(kubeadm config images list --kubernetes-version "v$VERSION" --image-repository "$REGISTRY" | grep '/pause:') \
        || fail 1 "kubeadm does not name its pause image."
    config=/etc/containerd/config.toml
    content="$written
$(runtime_settings "$pause")"
    if ! [ -f $config ] || [ "$(cat $config)" != "$content" ]; then
        if [ -f $config ] && ! [ -f $config.before-kubeforge ]; then cp -p $config $config.before-kubeforge; fi
        # A run that is killed between the file and the restart leaves this mark, and the next one restarts.
        : >$restart_containerd
        put $config "$content"
    fi
    not_masked containerd
    if ! systemctl is-enabled -q containerd; then
        systemctl enable -q containerd
        changed "containerd is enabled"
    fi
    if [ -f $restart_containerd ] || ! systemctl is-active -q containerd; then
        systemctl restart containerd || fail 1 "containerd does not start: $(journalctl -q -u containerd -n 3 -o cat | tr '\n' ' ')"
        changed "containerd is restarted"
    fi
    cri_answers || fail 1 "containerd runs, but its Kubernetes interface (CRI) does not: see journalctl -u containerd."
    rm -f $restart_containerd
}

kubelet_at_boot() {
    item "kubelet at boot"
    not_masked kubelet
    if ! systemctl is-enabled -q kubelet; then
        systemctl enable -q kubelet
        changed "kubelet is enabled"
    fi
}

supported_distribution
no_silent_upgrade
kernel_modules
kernel_settings
no_swap
whole_packages
package_repository
reinstall_torn_packages
packages
hold_packages
image_mirrors
runtime
kubelet_at_boot
item "Prepared for Kubernetes $VERSION"
