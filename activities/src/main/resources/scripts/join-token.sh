# kubeforge-script: join-token
# shellcheck shell=sh
# On a control-plane node: makes sure that the given token lets nodes join for an hour or more.
set -eu
LC_ALL=C
export LC_ALL
: "${TOKEN:?}"
CERTIFICATE_KEY=${CERTIFICATE_KEY:-}

id=${TOKEN%.*}
k() { kubectl --kubeconfig /etc/kubernetes/admin.conf --cache-dir /run/kubeforge/kubectl --request-timeout=30s "$@"; }

expiration() {
    k -n kube-system get secret "bootstrap-token-$id" --ignore-not-found -o 'jsonpath={.data.expiration}' | base64 -d
}

secret_part() {
    k -n kube-system get secret "bootstrap-token-$id" --ignore-not-found -o 'jsonpath={.data.token-secret}' | base64 -d
}

# The token goes in by standard input: whoever is on the host can read command lines.
make_token() { # EXPIRATION
    k apply --server-side --force-conflicts --field-manager=kubeforge -f - >/dev/null <<Y
apiVersion: v1
kind: Secret
metadata:
  name: bootstrap-token-$id
  namespace: kube-system
type: bootstrap.kubernetes.io/token
stringData:
  token-id: "$id"
  token-secret: "${TOKEN#*.}"
  expiration: "$1"
  usage-bootstrap-authentication: "true"
  usage-bootstrap-signing: "true"
  auth-extra-groups: system:bootstrappers:kubeadm:default-node-token
Y
}

expires=$(expiration)
if [ -z "$expires" ] || [ "$(date -d "$expires" +%s)" -lt $(($(date +%s) + 3600)) ] || [ "$(secret_part)" != "${TOKEN#*.}" ]; then
    expires=$(date -u -d '+24 hours' +%Y-%m-%dT%H:%M:%SZ)
    make_token "$expires"
fi
# A node can find the cluster by this token once cluster-info is signed with it.
k -n kube-public wait configmap/cluster-info --for="jsonpath={.data.jws-kubeconfig-$id}" --timeout=60s >/dev/null

if [ -n "$CERTIFICATE_KEY" ]; then
    umask 077
    mkdir -p /run/kubeforge
    work=$(mktemp -d /run/kubeforge/token.XXXXXX)
    trap 'rm -rf "$work"' EXIT
    trap 'exit 143' TERM
    trap 'exit 130' INT
    cat >"$work/kubeadm.yaml" <<Y
apiVersion: kubeadm.k8s.io/v1beta4
kind: InitConfiguration
certificateKey: "$CERTIFICATE_KEY"
---
apiVersion: kubeadm.k8s.io/v1beta4
kind: ClusterConfiguration
kubernetesVersion: "$(kubeadm version -o short)"
Y
    # It prints the key.
    kubeadm init phase upload-certs --upload-certs --config "$work/kubeadm.yaml" >/dev/null
fi

digest=$(openssl x509 -pubkey -noout -in /etc/kubernetes/pki/ca.crt | openssl pkey -pubin -outform der | sha256sum | cut -d ' ' -f 1)
echo "ca_hash=sha256:$digest"
echo "expires=$expires"
