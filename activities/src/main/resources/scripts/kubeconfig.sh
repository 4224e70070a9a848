# kubeforge-script: kubeconfig
# shellcheck shell=sh
# Prints the administrator's kubeconfig with the given server. Its output is a secret.
set -eu
LC_ALL=C
export LC_ALL
: "${SERVER:?}"

file=/etc/kubernetes/admin.conf
if ! [ -s $file ]; then
    echo "There is no $file: this host is not a control-plane node." >&2
    exit 1
fi
awk -v server="$SERVER" '/^    server: / { print "    server: " server; next } { print }' $file
