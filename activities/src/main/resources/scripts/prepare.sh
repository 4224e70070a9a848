# kubeforge-script: prepare
# shellcheck shell=sh
# Makes a host ready for kubeadm. Each item is checked, brought about and checked again; what is
# right already is left alone, so that a second run says no "changed" and restarts nothing.
set -eu
LC_ALL=C DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1
export LC_ALL DEBIAN_FRONTEND NEEDRESTART_SUSPEND
: "${VERSION:?}" "${MINOR:?}" "${REPOSITORY:?}" "${RUNTIME:?}" "${REGISTRY:?}"
MIRRORS=${MIRRORS:-} CREDENTIALS=${CREDENTIALS:-} ARCHIVES=${ARCHIVES:-}

restart_containerd=/var/lib/kubeforge/restart-containerd
umask 022
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p /var/lib/kubeforge
chmod 700 /var/lib/kubeforge

. parts/items.sh
. parts/proxy.sh
. parts/packages.sh
. parts/images.sh

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
    [ "$package_manager" != none ] || fail 4 "The distribution ${like% } is not supported: this provisioner knows Debian, Ubuntu, RHEL and their like."
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
    of_family add_repository
}

# The full version of the package in the repositories, e.g. 1.36.3-1.1.
offered_version() {
    of_family offered_versions | awk -v wanted="$VERSION-" 'index($1, wanted) == 1 && !found { found = $1 } END { print found }'
}

packages() {
    item "Packages"
    for other in containerd containerd.io; do
        if [ "$other" != "$RUNTIME" ] && [ -n "$(installed_version $other)" ]; then
            fail 7 "This host has the package $other, but the cluster asks for $RUNTIME (spec.packages.runtime)."
        fi
    done
    # shellcheck disable=SC2046
    wanted=$(missing $(of_family tools) "$RUNTIME")
    if kubernetes_installed; then
        full=
    else
        update_lists
        full=$(offered_version)
        if [ -z "$full" ]; then
            repository=$(of_family repository)
            said=$(of_family complaints)
            [ -z "$said" ] || fail 5 "The package repository $repository cannot be used from this host: $said"
            fail 8 "Kubernetes $VERSION is not in the package repository $repository. It has: $(of_family offered_versions | head -n 10 | tr '\n' ' ')"
        fi
        for package in kubelet kubeadm kubectl; do wanted="$wanted $(of_family exactly $package "$full")"; done
    fi
    # shellcheck disable=SC2086
    set -- $wanted
    if [ $# = 0 ]; then return; fi
    if [ -z "$full" ]; then update_lists; fi
    # Docker's and Debian's runtime exclude each other.
    install_packages "$@"
    kubernetes_installed || fail 1 "$package_manager ended without an error, but Kubernetes $VERSION is not installed."
    changed "$@"
}

hold_packages() {
    item "Held packages"
    of_family hold kubelet kubeadm kubectl "$RUNTIME"
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
            registry_passwords io.containerd.grpc.v1.cri
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
            registry_passwords io.containerd.cri.v1.images
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
    runtime_proxy
    pause=$(kubeadm config images list --kubernetes-version "v$VERSION" --image-repository "$REGISTRY" | grep '/pause:') \
        || fail 1 "kubeadm does not name its pause image."
    config=/etc/containerd/config.toml
    content="$written
$(runtime_settings "$pause")"
    if ! [ -f $config ] || [ "$(cat $config)" != "$content" ]; then
        if [ -f $config ] && ! [ -f $config.before-kubeforge ]; then cp -p $config $config.before-kubeforge; fi
        # A run that is killed between the file and the restart leaves this mark, and the next one restarts.
        : >$restart_containerd
        umask 077 # it may hold passwords
        put $config "$content"
        umask 022
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
registries
runtime
image_archives
kubelet_at_boot
item "Prepared for Kubernetes $VERSION"
