# kubeforge-script: network-probe
# shellcheck shell=sh
# On a control-plane node: one pod that does nothing, for pod-lookup to ask DNS from within its network. It runs on the
# first candidate that has not every server of DNS itself, and ends by itself should nobody come back for it. ACTION=end
# removes it.
set -eu
LC_ALL=C
export LC_ALL
: "${ACTION:?}"
CANDIDATES=${CANDIDATES:-}

. parts/apiserver.sh

pod=kubeforge-network-probe

remove() { k -n kube-system delete pod $pod --ignore-not-found --grace-period=0 --wait=false >/dev/null; }

# What such a node hears came from another node.
choose() {
    printf '%s\n-\n%s\n' "$servers" "$CANDIDATES" | awk '
        $0 == "-" { candidates = 1; next }
        !candidates { if (NF) { serves[$2]++; all++ }; next }
        NF && first == "" { first = $1 }
        NF && best == "" && serves[$1] + 0 < all { best = $1 }
        END { print best == "" ? first : best }'
}

# What containerd starts before each pod is there without being pulled.
pause_image() {
    sed -n "s/^ *sandbox\(_image\)\{0,1\} = [\"']\(.*\)[\"']\$/\2/p" /etc/containerd/config.toml | head -n 1
}

create() { # NODE
    k create -f - >/dev/null <<P
apiVersion: v1
kind: Pod
metadata:
  name: $pod
  namespace: kube-system
  labels: {app.kubernetes.io/managed-by: kubeforge}
spec:
  nodeName: $1
  activeDeadlineSeconds: 120
  terminationGracePeriodSeconds: 0
  restartPolicy: Never
  automountServiceAccountToken: false
  enableServiceLinks: false
  tolerations: [{operator: Exists}]
  containers:
  - name: nothing
    image: $(pause_image)
    imagePullPolicy: IfNotPresent
    securityContext: {runAsNonRoot: true, runAsUser: 65535, allowPrivilegeEscalation: false}
P
}

look() {
    k -n kube-system get pod $pod --ignore-not-found -o 'jsonpath={.spec.nodeName} {.status.phase} {.metadata.deletionTimestamp}'
}

if [ "$ACTION" = end ]; then
    remove
    exit 0
fi
service=$(k -n kube-system get service kube-dns --ignore-not-found -o 'jsonpath={.spec.clusterIP}')
if [ -z "$service" ]; then
    echo "service="
    exit 0
fi
servers=$(k -n kube-system get endpointslices -l kubernetes.io/service-name=kube-dns -o 'go-template={{range .items}}{{range .endpoints}}{{if .conditions.ready}}{{index .addresses 0}} {{.nodeName}}
{{end}}{{end}}{{end}}')
node=$(choose)
case $(look) in
    '') create "$node" ;;
    "$node Pending " | "$node Running ") ;;
    *)
        remove
        k -n kube-system wait --for=delete pod/$pod --timeout=10s >/dev/null
        create "$node"
        ;;
esac
if k -n kube-system wait --for=jsonpath='{.status.phase}'=Running pod/$pod --timeout=10s >/dev/null 2>&1; then
    echo "running=yes"
else
    echo "running=no"
    echo "waiting_for=Pod kube-system/$pod on node $node to start: $(k -n kube-system get events --field-selector "involvedObject.name=$pod" -o 'jsonpath={.items[-1:].message}')"
fi
echo "node=$node"
echo "pod=$pod"
echo "service=$service"
printf '%s\n' "$servers" | awk 'NF { print "server=" $1 " " $2 }'
