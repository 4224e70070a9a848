package main

import (
	"context"
	"strconv"
	"sync"
	"sync/atomic"

	"k8s.io/apimachinery/pkg/api/equality"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/dynamic/dynamicinformer"
	"k8s.io/client-go/tools/cache"
)

// observer is one informer and what it was told.
type observer struct {
	resource  schema.GroupVersionResource
	namespace string
	selector  string
	informer  cache.SharedIndexInformer
	found     *findings

	added, updated, deleted, repeated, unknown atomic.Int64

	lock sync.Mutex
	last map[string]*unstructured.Unstructured
}

// observe starts informers of everything that the writers write: by namespace, of all namespaces, and by a selector
// that objects enter and leave.
func observe(ctx context.Context, client dynamic.Interface, found *findings) []*observer {
	var observers []*observer
	for _, namespace := range namespaces {
		observers = append(observers,
			&observer{resource: configMaps, namespace: namespace}, &observer{resource: secrets, namespace: namespace})
	}
	observers = append(observers, &observer{resource: hosts}, &observer{resource: clusters},
		&observer{resource: configMaps, selector: "tier=web"})
	for _, o := range observers {
		o.found = found
		o.last = map[string]*unstructured.Unstructured{}
		o.start(ctx, client)
	}
	return observers
}

func (o *observer) start(ctx context.Context, client dynamic.Interface) {
	o.informer = dynamicinformer.NewFilteredDynamicInformer(client, o.resource, o.namespace, 0, cache.Indexers{},
		func(options *metav1.ListOptions) { options.LabelSelector = o.selector }).Informer()
	_, err := o.informer.AddEventHandler(cache.ResourceEventHandlerFuncs{
		AddFunc:    func(object any) { o.see(&o.added, object.(*unstructured.Unstructured)) },
		UpdateFunc: func(_, object any) { o.see(&o.updated, object.(*unstructured.Unstructured)) },
		DeleteFunc: o.forget,
	})
	if err != nil {
		o.found.add("%s: %v", o, err)
		return
	}
	go o.informer.RunWithContext(ctx)
}

// see holds an object to its resourceVersion: it rises, also when the object was made anew under its name. After a
// relist the library tells again what it has, which must then be the same.
func (o *observer) see(counter *atomic.Int64, object *unstructured.Unstructured) {
	o.lock.Lock()
	defer o.lock.Unlock()
	key := object.GetNamespace() + "/" + object.GetName()
	before := o.last[key]
	o.last[key] = object
	if before != nil && version(before) == version(object) {
		o.repeated.Add(1)
		if !equality.Semantic.DeepEqual(before.Object, object.Object) {
			o.found.add("%s: %s has two contents at version %d", o, key, version(object))
		}
		return
	}
	if before != nil && version(before) > version(object) {
		o.found.add("%s: %s went back from version %d to %d", o, key, version(before), version(object))
	}
	counter.Add(1)
}

func (o *observer) forget(object any) {
	o.lock.Lock()
	defer o.lock.Unlock()
	o.deleted.Add(1)
	if missed, ok := object.(cache.DeletedFinalStateUnknown); ok {
		o.unknown.Add(1)
		if last := o.last[missed.Key]; last == nil {
			o.found.add("%s: %s is gone and was never there", o, missed.Key)
		}
		return
	}
	gone := object.(*unstructured.Unstructured)
	key := gone.GetNamespace() + "/" + gone.GetName()
	before := o.last[key]
	if before == nil || version(before) >= version(gone) {
		o.found.add("%s: %s was deleted at version %d, which is not after its last one", o, key, version(gone))
	}
	o.last[key] = gone
}

func (o *observer) String() string {
	text := o.resource.Resource
	if o.namespace != "" {
		text += " of " + o.namespace
	}
	if o.selector != "" {
		text += " with " + o.selector
	}
	return text
}

func version(object metav1.Object) uint64 {
	number, err := strconv.ParseUint(object.GetResourceVersion(), 10, 64)
	if err != nil {
		panic("the API answered the resourceVersion " + strconv.Quote(object.GetResourceVersion()))
	}
	return number
}
