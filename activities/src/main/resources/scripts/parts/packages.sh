# kubeforge-part: packages
# shellcheck shell=sh disable=SC1091
# The packages of this host. What differs between the families of distributions is in one part for each, in functions
# that begin with the name of its package manager; needs "$work", a folder for what is not kept.
: "${work:?}"

. parts/apt.sh

. parts/dnf.sh

package_manager=none
like=$(sed -n 's/^ID=//p; s/^ID_LIKE=//p' /etc/os-release | tr -d "\"'" | tr '\n' ' ')
case " $like " in
    *' debian '* | *' ubuntu '*) package_manager=apt ;;
    *' rhel '* | *' fedora '* | *' centos '*) package_manager=dnf ;;
esac

of_family() { # FUNCTION ARGUMENT …
    function=$1
    shift
    "${package_manager}_$function" "$@"
}

installed_version() { of_family installed_version "$1"; }

missing() { # PACKAGE… : those that are not installed
    for package in "$@"; do
        [ -n "$(installed_version "$package")" ] || echo "$package"
    done
}

# Installs packages, and never removes somebody's packages to get ours.
install_packages() { of_family install "$@"; }

# Refreshes what is known of the repositories; what was said stays in "$work/update".
update_lists() { of_family update_lists; }

# A package operation that was cut off (power, a killed connection) blocks every other one until it is ended.
whole_packages() {
    item "Package system"
    of_family whole
}

# What waited for a package that had to be written anew is brought to its end, too.
reinstall_torn_packages() { of_family reinstall_torn; }
