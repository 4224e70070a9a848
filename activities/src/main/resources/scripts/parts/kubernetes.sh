# kubeforge-part: kubernetes
# shellcheck shell=sh
# What kubeadm left on this host, and whose it is.
kubernetes=/etc/kubernetes

has_files() { # FOLDER PATTERN
    [ -d "$1" ] && [ -n "$(find "$1" -maxdepth 1 -name "$2" ! -name . ! -path "$1" | head -n 1)" ]
}

# The UID of the cluster whose mark this host bears.
owner() {
    if [ -r /var/lib/kubeforge/cluster ]; then head -n 1 /var/lib/kubeforge/cluster; fi
}

ca_hash() {
    [ -s $kubernetes/pki/ca.crt ] || return 0
    digest=$(openssl x509 -pubkey -noout -in $kubernetes/pki/ca.crt 2>/dev/null \
        | openssl pkey -pubin -outform der 2>/dev/null | sha256sum | cut -d ' ' -f 1)
    # The digest of nothing: the certificate cannot be read.
    case $digest in
        e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855) ;;
        *) echo "sha256:$digest" ;;
    esac
}
