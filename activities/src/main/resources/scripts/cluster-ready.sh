# kubeforge-script: cluster-ready
# shellcheck shell=sh disable=SC2016
# On a control-plane node: whether nodes, network and DNS work, and what they wait for. Reads only.
set -eu
LC_ALL=C
export LC_ALL
: "${EXPECTED:?}" "${NETWORK:?}"

. parts/apiserver.sh

waiting_for_nodes() {
    nodes=$(k get nodes -o 'go-template={{range .items}}{{$name := .metadata.name}}{{range .status.conditions}}{{if eq .type "Ready"}}{{$name}} {{.status}} {{.message}}
{{end}}{{end}}{{end}}')
    printf '%s\n-\n%s\n' "$nodes" "$EXPECTED" | awk '
        $0 == "-" { expecting = 1; next }
        !expecting { name = $1; ready[name] = $2; sub(/^[^ ]+ [^ ]+ ?/, ""); message[name] = $0; next }
        $1 == "" { next }
        !($1 in ready) { print "waiting_for=Node " $1 " to join"; next }
        ready[$1] != "True" { print "waiting_for=Node " $1 " to be Ready: " message[$1] }'
}

# How many Nodes nobody asked about are not Ready: their pods of a DaemonSet are not waited for.
others_missing() {
    printf '%s\n-\n%s\n' "$EXPECTED" "$(k get nodes -o 'go-template={{range .items}}{{$name := .metadata.name}}{{range .status.conditions}}{{if eq .type "Ready"}}{{$name}} {{.status}}
{{end}}{{end}}{{end}}')" | awk '
        $0 == "-" { listing = 1; next }
        !listing { expected[$1] = 1; next }
        NF && !($1 in expected) && $2 != "True" { missing++ }
        END { print missing + 0 }'
}

waiting_for_workloads() {
    missing=$(others_missing)
    for namespace in $namespaces; do
        k -n "$namespace" get daemonsets,deployments -o 'go-template={{range .items}}{{if eq .kind "DaemonSet"}}{{.kind}} {{.metadata.namespace}}/{{.metadata.name}} {{.metadata.generation}} {{.status.observedGeneration}} {{.status.desiredNumberScheduled}} {{.status.updatedNumberScheduled}} {{.status.numberReady}}{{else}}{{.kind}} {{.metadata.namespace}}/{{.metadata.name}} {{.metadata.generation}} {{.status.observedGeneration}} {{.spec.replicas}} {{.status.updatedReplicas}} {{.status.availableReplicas}}{{end}}
{{end}}' | sed 's/<no value>/0/g' | awk -v missing="$missing" '
            $1 == "DaemonSet" { daemonsets++; $7 += missing; if ($6 < $5) $6 += missing; if ($7 > $5) $7 = $5; if ($6 > $5) $6 = $5 }
            $3 != $4 || $5 != $6 || $5 > $7 { print "waiting_for=" $1 " " $2 ": " $7 " of " $5 " ready"; next }
            $1 == "DaemonSet" && $5 == 0 && $2 !~ /^kube-system\// || $2 ~ /\/kube-proxy$/ && $5 == 0 { print "waiting_for=" $1 " " $2 " to be scheduled" }
            END { if ("'"$namespace"'" != "kube-system" && !NR) print "waiting_for=workloads of the network plugin in namespace '"$namespace"'" }'
    done
    if [ "$NETWORK" != none ] && [ -z "$recorded" ]; then echo "waiting_for=network plugin to be installed"; fi
}

# What people need to know when something does not come up: pods that cannot start, and why.
waiting_pods() {
    for namespace in $namespaces; do
        k -n "$namespace" get pods -o 'go-template={{range .items}}{{$pod := .metadata.name}}{{range .status.initContainerStatuses}}{{with .state.waiting}}{{$pod}} {{.reason}} {{.message}}
{{end}}{{end}}{{range .status.containerStatuses}}{{with .state.waiting}}{{$pod}} {{.reason}} {{.message}}
{{end}}{{end}}{{end}}' | awk -v namespace="$namespace" '
            NF > 1 && $2 != "ContainerCreating" && $2 != "PodInitializing" {
                pod = $1; sub(/^[^ ]+ /, ""); sub(/ <no value>$/, ""); print "waiting_for=Pod " namespace "/" pod ": " $0 }'
    done
}

# Whether the cluster has no DNS, because its configuration says so.
without_dns() {
    [ -z "$(k -n kube-system get service kube-dns --ignore-not-found -o name)" ] \
        && k -n kube-system get configmap kubeadm-config -o 'jsonpath={.data.ClusterConfiguration}' | awk '
            /^[a-z]/ { part = $1 }
            part == "dns:" && /^  disabled: true/ { off = 1 }
            END { exit !off }'
}

waiting_for_dns() {
    ready=$(k -n kube-system get endpointslices -l kubernetes.io/service-name=kube-dns -o 'go-template={{range .items}}{{range .endpoints}}{{if .conditions.ready}}ready{{end}}{{end}}{{end}}')
    if [ -z "$ready" ] && ! without_dns; then echo "waiting_for=DNS: no ready endpoint of Service kube-system/kube-dns"; fi
}

if [ -z "$server" ] || ! k get --raw /readyz >/dev/null 2>&1; then
    echo "ready=no"
    echo "waiting_for=API server on this host to answer"
    exit 0
fi
# Where the network's workloads are was recorded when it was installed.
recorded=$(k -n kube-system get configmap kubeforge-network --ignore-not-found -o 'jsonpath={.metadata.name}{" "}{.data.namespaces}')
namespaces=$(printf 'kube-system %s\n' "${recorded#* }" | tr ' ' '\n' | sort -u)
waiting=$(waiting_for_nodes && waiting_for_workloads && waiting_for_dns)
if [ -z "$waiting" ]; then
    echo "ready=yes"
    exit 0
fi
echo "ready=no"
printf '%s\n' "$waiting"
waiting_pods
