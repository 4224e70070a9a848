# kubeforge-part: torn
# shellcheck shell=sh
# Certificates and kubeconfigs that a power cut left empty, cut short or alone: kubeadm refuses to go on with them, and
# makes or fetches those anew that are not there.
kubernetes=/etc/kubernetes

fits() { # CERTIFICATE KEY
    public=$(openssl x509 -pubkey -noout -in "$1" 2>/dev/null) || return 1
    [ "$public" = "$(openssl pkey -pubout -in "$2" 2>/dev/null)" ]
}

# Certificates and keys by their path without .crt and .key.
torn_certificates() {
    for file in "$kubernetes"/pki/*.crt "$kubernetes"/pki/*.key "$kubernetes"/pki/etcd/*.crt "$kubernetes"/pki/etcd/*.key; do
        [ -e "$file" ] || continue
        name=${file%.*}
        case $file in
            */sa.key) openssl pkey -noout -in "$file" 2>/dev/null || echo "$name" ;;
            *.key) fits "$name.crt" "$file" || echo "$name" ;;
            # A worker has the CA's certificate without its key.
            *.crt) [ -e "$name.key" ] || openssl x509 -noout -in "$file" 2>/dev/null || echo "$name" ;;
        esac
    done
}

torn_kubeconfigs() {
    for file in "$kubernetes"/*.conf; do
        case $file in
            "$kubernetes/*.conf" | */bootstrap-kubelet.conf) continue ;;
        esac
        if ! kubectl --kubeconfig "$file" config view >/dev/null 2>&1 || ! grep -q client-key "$file"; then echo "$file"; fi
    done
}

# What a kubelet does not start with, and is given or makes anew when it is not there.
torn_kubelet() {
    own=/var/lib/kubelet/pki/kubelet client=/var/lib/kubelet/pki/kubelet-client-current.pem
    if [ -e $own.crt ] || [ -e $own.key ]; then fits $own.crt $own.key || echo $own; fi
    if [ -e $client ] && ! fits $client $client; then
        echo $client
        echo "$kubernetes/kubelet.conf"
    fi
}

drop() { # PATH
    echo "$1 was cut off while it was written: beginning with a new one"
    rm -f "$1" "$1.crt" "$1.key" "$1.pub"
}
