package main

import (
	"encoding/base64"
	"fmt"
	"math/rand/v2"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

const (
	domain   = "soak.kubeforge.io/"
	held     = domain + "writer"
	teardown = "kubeforge.io/teardown"
)

var (
	namespaces = []string{"soak-a", "soak-b", "soak-c"}
	configMaps = schema.GroupVersionResource{Version: "v1", Resource: "configmaps"}
	secrets    = schema.GroupVersionResource{Version: "v1", Resource: "secrets"}
	hosts      = schema.GroupVersionResource{Group: "kubeforge.io", Version: "v1alpha1", Resource: "hosts"}
	clusters   = schema.GroupVersionResource{Group: "kubeforge.io", Version: "v1alpha1", Resource: "clusters"}
	written    = []schema.GroupVersionResource{configMaps, secrets, hosts, clusters}
	kinds      = map[string]string{"configmaps": "ConfigMap", "secrets": "Secret", "hosts": "Host", "clusters": "Cluster"}
)

// newObject is valid, without a name.
func newObject(resource schema.GroupVersionResource, random *rand.Rand) *unstructured.Unstructured {
	object := &unstructured.Unstructured{Object: map[string]any{}}
	object.SetAPIVersion(resource.GroupVersion().String())
	object.SetKind(kinds[resource.Resource])
	object.SetLabels(map[string]string{"tier": tier(random)})
	change(object, resource, random)
	return object
}

func tier(random *rand.Rand) string { return []string{"web", "database"}[random.IntN(2)] }

// change sets what a user changes: contents, or the spec in a way that the API allows.
func change(object *unstructured.Unstructured, resource schema.GroupVersionResource, random *rand.Rand) {
	value := fmt.Sprintf("value %d, ünïcode \u2028 too", random.IntN(1_000_000))
	switch resource {
	case configMaps:
		object.Object["data"] = map[string]any{"key": value}
	case secrets:
		object.Object["data"] = map[string]any{"key": base64.StdEncoding.EncodeToString([]byte(value))}
	case hosts:
		object.Object["spec"] = map[string]any{
			"address":        fmt.Sprintf("host-%d.example.org", random.IntN(1_000_000)),
			"port":           int64(22),
			"user":           "root",
			"credentialsRef": map[string]any{"name": "absent"},
		}
	case clusters:
		changeCluster(object, random)
	}
}

// changeCluster adds a host to a worker pool until there are enough, for none may be removed yet, and pauses the cluster
// or no longer: a write that changed nothing would leave the resourceVersion as it is.
func changeCluster(object *unstructured.Unstructured, random *rand.Rand) {
	const enough = 8
	wasPaused, _, _ := unstructured.NestedBool(object.Object, "spec", "paused")
	pools, _, _ := unstructured.NestedSlice(object.Object, "spec", "workers")
	var pool []any
	if len(pools) > 0 {
		pool = pools[0].(map[string]any)["hosts"].([]any)
	}
	if len(pool) < enough {
		pool = append(pool, fmt.Sprintf("w-%d", random.IntN(1_000_000)))
	}
	object.Object["spec"] = map[string]any{
		"kubernetesVersion": "v1.36.3",
		"controlPlane":      map[string]any{"hosts": []any{"cp-1"}},
		"paused":            !wasPaused,
		"workers":           []any{map[string]any{"name": "general", "hosts": pool}},
	}
}
