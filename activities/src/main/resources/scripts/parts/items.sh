# kubeforge-part: items
# shellcheck shell=sh
# What a script says and writes while it goes through its items: check, act, check.
# shellcheck disable=SC2034 # for those that take this part in
written='# Written by KubeForge; changes are lost.'

item() { echo "==> $*"; }
changed() { echo "changed $*"; }
fail() { # CODE SENTENCE
    code=$1
    shift
    echo "$*" >&2
    exit "$code"
}

# Replaces a file when its content differs; its status says whether it did.
put() { # PATH CONTENT
    if [ -f "$1" ] && [ "$(cat "$1")" = "$2" ]; then return 1; fi
    mkdir -p "${1%/*}"
    printf '%s\n' "$2" >"$1.kubeforge-new"
    mv -f "$1.kubeforge-new" "$1"
    changed "$1"
}
