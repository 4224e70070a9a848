# kubeforge-script: dnf-family
# shellcheck shell=sh disable=SC2034,SC1091
# Runs the part for dnf against programs that only say how they were called.
set -eu
: "${WORK:?}"
VERSION=1.36.3 MINOR=v1.36 REPOSITORY=https://pkgs.example.org/
PATH=$WORK/bin:$PATH
work=$WORK

. parts/items.sh
. parts/proxy.sh
. parts/packages.sh

package_manager=dnf
dnf_repository_file=$WORK/kubernetes.repo
kubernetes_installed() { [ -n "$(installed_version kubelet)" ]; }

of_family add_repository
echo "offered $(of_family offered_versions | tr '\n' ' ')"
# shellcheck disable=SC2046
echo "missing $(missing $(of_family tools) containerd.io | tr '\n' ' ')"
install_packages "$(of_family exactly kubelet 1.36.3-150500.1.1)"
of_family add_repository
cat "$dnf_repository_file"
