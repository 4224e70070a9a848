# kubeforge-script: cluster-nodes
# shellcheck shell=sh disable=SC2016
# On a control-plane node: the Nodes that the cluster's API knows. Reads only.
set -eu
LC_ALL=C
export LC_ALL

# This host's own API server answers even when the cluster's endpoint points elsewhere.
. parts/apiserver.sh

k get nodes -o 'go-template={{range .items}}node={{.metadata.name}}{{$ready := "Unknown"}}{{range .status.conditions}}{{if eq .type "Ready"}}{{$ready = .status}}{{end}}{{end}} {{$ready}}{{$role := "worker"}}{{range $key, $value := .metadata.labels}}{{if eq $key "node-role.kubernetes.io/control-plane"}}{{$role = "control-plane"}}{{end}}{{end}} {{$role}} {{.status.nodeInfo.kubeletVersion}} {{.status.nodeInfo.machineID}}{{$address := "-"}}{{range .status.addresses}}{{if eq .type "InternalIP"}}{{if eq $address "-"}}{{$address = .address}}{{end}}{{end}}{{end}} {{$address}}{{$settings := "-"}}{{range $key, $value := .metadata.annotations}}{{if eq $key "kubeforge.io/settings"}}{{$settings = $value}}{{end}}{{end}} {{$settings}}
{{end}}'
k get --raw /version | sed -n 's/.*"gitVersion": *"\([^"]*\)".*/version=\1/p'
