package main

import (
	"fmt"
	"strings"
)

const (
	kubeforge  = "/apis/kubeforge.io/v1alpha1"
	since      = "2026-11-01T08:00:00Z"
	perCluster = 10
)

type object = map[string]any

func namespaceOf(number int) string { return fmt.Sprintf("bench-%d", number%namespaces) }

func hostName(number int) string { return fmt.Sprintf("host-%05d", number) }

func clusterName(number int) string { return fmt.Sprintf("cluster-%04d", number) }

func hostPath(number int) string {
	return fmt.Sprintf("%s/namespaces/%s/hosts/%s", kubeforge, namespaceOf(number), hostName(number))
}

func clusterPath(number int) string {
	return fmt.Sprintf("%s/namespaces/%s/clusters/%s", kubeforge, namespaceOf(number), clusterName(number))
}

func condition(kind, status, reason, message string) object {
	return object{"type": kind, "status": status, "reason": reason, "message": message, "lastTransitionTime": since,
		"observedGeneration": 1}
}

func metadata(name string, number int) object {
	return object{"name": name, "namespace": namespaceOf(number), "labels": object{
		"app.kubernetes.io/managed-by": "terraform", "site": fmt.Sprintf("rack-%d", number%40), "tier": "general"}}
}

// A Host that is a Ready node of its cluster, without its status.
func host(number int) object {
	return object{"apiVersion": "kubeforge.io/v1alpha1", "kind": "Host", "metadata": metadata(hostName(number), number),
		"spec": object{"address": address(number), "port": 22, "user": "ubuntu", "credentialsRef": object{"name": "key"}}}
}

func address(number int) string { return fmt.Sprintf("10.20.%d.%d", number/250, number%250+1) }

func hostStatus(number int) object {
	at := address(number)
	return object{
		"observedGeneration": 1, "role": "Worker", "step": "join", "stepStartedAt": since, "pass": 3,
		"clusterRef": object{"namespace": namespaceOf(number), "name": clusterName(number % 1000),
			"uid": fmt.Sprintf("0b5c5c1e-8a5e-4a39-9f5c-%012d", number%1000)},
		"identity": fmt.Sprintf("%032x", number+1),
		"hostKey":  "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ6fOLVzYb1hXrPdk8Wb0c7nC2vVq3Yt9mKp4sLxQ8eR",
		"facts": object{
			"hostname": hostName(number), "os": "Ubuntu 24.04.3 LTS", "osId": "ubuntu", "kernel": "6.8.0-79-generic",
			"architecture": "amd64", "cpus": 16, "memoryMiB": 64211, "address": at,
			"machineId": fmt.Sprintf("%032x", number+1), "bootId": fmt.Sprintf("5f1c2a7e-1f6b-4d0e-b9f2-%012d", number),
			"productUuid": fmt.Sprintf("4c4c4544-0042-3510-8052-%012d", number), "swapMiB": 0, "cgroup": "v2",
			"freeDiskMiB": 181204, "timeSynchronized": true, "clockAheadSeconds": 0, "runtime": "containerd 2.1.4",
			"interfaces": []string{"eth0 " + at + "/16 1500", "eth1 172.16.0.9/24 9000"},
			"macAddress": fmt.Sprintf("52:54:00:%02x:%02x:%02x", number>>16&255, number>>8&255, number&255),
			"disks":      []string{"/ 204800 181204", "/var/lib/containerd 409600 395120"},
			"leftovers":  []string{}},
		"conditions": []object{
			condition("Reachable", "True", "Connected", "The host answered over SSH."),
			condition("Ready", "True", "NodeReady", "The node "+hostName(number)+" is Ready.")}}
}

// A Cluster of some hosts that has been made, without its status.
func cluster(number int) object {
	var workers []string
	for one := 1; one < perCluster; one++ {
		workers = append(workers, hostName(number+1000*one))
	}
	return object{"apiVersion": "kubeforge.io/v1alpha1", "kind": "Cluster", "metadata": metadata(clusterName(number), number),
		"spec": object{"kubernetesVersion": "v1.36.3",
			"controlPlane": object{"hosts": []string{hostName(number)}},
			"workers":      []object{{"name": "general", "hosts": workers, "labels": object{"tier": "general"}}},
			"network":      object{"plugin": "flannel", "podSubnet": "10.244.0.0/16", "serviceSubnet": "10.96.0.0/12"}}}
}

func clusterStatus(number int) object {
	return object{
		"observedGeneration": 1, "phase": "Ready", "pass": 3, "endpoint": "https://" + address(number) + ":6443",
		"caCertHash":    "sha256:7c3bd1c0fb1d4d2f4c2a4c40c7e2d66d3c1c2a1b7f4e2f6f6d8a6f5b3f0c9e1d",
		"initializedOn": hostName(number), "nodes": "10/10", "controlPlane": "1/1", "workers": "9/9",
		"operation": clusterName(number) + "-create-1",
		"conditions": []object{
			condition("Ready", "True", "AsAsked", "Everything asked for is there: 10 of 10 nodes are Ready."),
			condition("Available", "True", "Answering", "The API, DNS and the network work."),
			condition("Degraded", "False", "Complete", "Nothing is missing."),
			condition("Reconciling", "False", "Settled", "Generation 1 has come about."),
			condition("Stalled", "False", "Settled", "Nothing waits for somebody."),
			condition("ControlPlaneInitialized", "True", "Initialized", "Initialised on "+hostName(number)+"."),
			condition("NetworkReady", "True", "Installed", "flannel runs on all nodes.")}}
}

// A ConfigMap of about a kilobyte.
func configMap(name string, number int, value string) object {
	return object{"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata(name, number), "data": object{
		"marker": value, "settings.yaml": strings.Repeat("key: a value that somebody has configured\n", 20)}}
}

func secret(number int) object {
	return object{"apiVersion": "v1", "kind": "Secret", "metadata": metadata("key", number),
		"type": "kubernetes.io/ssh-auth", "stringData": object{"ssh-privatekey": "for hosts that nobody reaches"}}
}
