package main

import (
	"context"
	"fmt"
	"slices"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/equality"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/dynamic"
	"sigs.k8s.io/controller-runtime/pkg/cache"
)

// comparison is between what the caches hold and what lists answer.
type comparison struct {
	client    dynamic.Interface
	cache     cache.Cache
	observers []*observer
	mark      string
	objects   int
}

func (c *comparison) differences(ctx context.Context) []string {
	c.objects = 0
	var differences []string
	for _, o := range c.observers {
		listed, err := c.client.Resource(o.resource).Namespace(o.namespace).
			List(ctx, metav1.ListOptions{LabelSelector: o.selector})
		if err != nil {
			return []string{err.Error()}
		}
		var cached []unstructured.Unstructured
		for _, object := range o.informer.GetStore().List() {
			cached = append(cached, *object.(*unstructured.Unstructured))
		}
		c.objects += len(listed.Items)
		differences = append(differences, compare(o.String(), cached, listed.Items)...)
	}
	for _, resource := range []schema.GroupVersionResource{clusters, configMaps} {
		differences = append(differences, c.differencesOfManager(ctx, resource)...)
	}
	return differences
}

func (c *comparison) differencesOfManager(ctx context.Context, resource schema.GroupVersionResource) []string {
	listed, err := c.client.Resource(resource).List(ctx, metav1.ListOptions{})
	if err != nil {
		return []string{err.Error()}
	}
	cached, err := c.cached(ctx, resource)
	if err != nil {
		return []string{err.Error()}
	}
	differences := compare("the manager's "+resource.Resource, cached, listed.Items)
	for i := range listed.Items {
		if slices.Contains(namespaces, listed.Items[i].GetNamespace()) {
			differences = append(differences, c.unreconciled(resource, &listed.Items[i])...)
		}
	}
	return differences
}

// unreconciled says what the controllers have not done to an object: they mark what stays and let go what is deleted.
func (c *comparison) unreconciled(resource schema.GroupVersionResource, object *unstructured.Unstructured) []string {
	key := resource.Resource + " " + object.GetNamespace() + "/" + object.GetName()
	if object.GetDeletionTimestamp() != nil {
		if resource == clusters {
			return []string{fmt.Sprintf("%s is still held by %v", key, object.GetFinalizers())}
		}
		return nil
	}
	if seen := object.GetAnnotations()[c.mark]; seen != generationOf(object) {
		return []string{fmt.Sprintf("%s was reconciled at generation %q, not at %s", key, seen, generationOf(object))}
	}
	if resource == clusters && !slices.Contains(object.GetFinalizers(), c.mark) {
		return []string{fmt.Sprintf("%s has not the finalizer %s, but %v", key, c.mark, object.GetFinalizers())}
	}
	return nil
}

func (c *comparison) cached(ctx context.Context, resource schema.GroupVersionResource) ([]unstructured.Unstructured, error) {
	if resource == clusters {
		list := &unstructured.UnstructuredList{}
		list.SetGroupVersionKind(clusters.GroupVersion().WithKind("ClusterList"))
		err := c.cache.List(ctx, list)
		return list.Items, err
	}
	typed := &corev1.ConfigMapList{}
	if err := c.cache.List(ctx, typed); err != nil {
		return nil, err
	}
	var items []unstructured.Unstructured
	for i := range typed.Items {
		content, err := runtime.DefaultUnstructuredConverter.ToUnstructured(&typed.Items[i])
		if err != nil {
			return nil, err
		}
		item := unstructured.Unstructured{Object: content}
		item.SetAPIVersion("v1")
		item.SetKind("ConfigMap")
		items = append(items, item)
	}
	return items, nil
}

func compare(what string, cached, listed []unstructured.Unstructured) []string {
	var differences []string
	left := map[string]unstructured.Unstructured{}
	for _, object := range cached {
		left[object.GetNamespace()+"/"+object.GetName()] = object
	}
	for _, there := range listed {
		key := there.GetNamespace() + "/" + there.GetName()
		here, known := left[key]
		delete(left, key)
		switch {
		case !known:
			differences = append(differences, fmt.Sprintf("%s: the cache misses %s at version %s", what, key, there.GetResourceVersion()))
		case here.GetUID() != there.GetUID() || here.GetResourceVersion() != there.GetResourceVersion():
			differences = append(differences, fmt.Sprintf("%s: the cache has %s %s at version %s, the list has %s at %s", what, key,
				here.GetUID(), here.GetResourceVersion(), there.GetUID(), there.GetResourceVersion()))
		case !equality.Semantic.DeepEqual(here.Object, there.Object):
			differences = append(differences, fmt.Sprintf("%s: %s differs at the same version: %v, %v", what, key, here.Object, there.Object))
		}
	}
	for key, gone := range left {
		differences = append(differences, fmt.Sprintf("%s: the cache still has %s at version %s", what, key, gone.GetResourceVersion()))
	}
	return differences
}
