package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/time/rate"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/dynamic"
)

const (
	writers        = 4
	names          = 6
	generated      = 8
	requestTimeout = 20 * time.Second
)

// writer changes objects whose names it shares with other writers. What a lost connection made of a request it does not
// know, and looks again, as every client must.
type writer struct {
	client  dynamic.Interface
	random  *rand.Rand
	limiter *rate.Limiter
	found   *findings
	counts  *writes
	own     []own
}

type own struct {
	resource  schema.GroupVersionResource
	namespace string
	name      string
}

type writes struct {
	created, generated, updated, patched, deleted, released, conflicts, races, cut, unavailable atomic.Int64
}

func write(ctx context.Context, o options, found *findings) error {
	wire := &wire{found: found}
	config, err := wire.config(o)
	if err != nil {
		return err
	}
	config.Timeout = requestTimeout
	client, err := dynamic.NewForConfig(config)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, time.Duration(o.minutes*float64(time.Minute)))
	defer cancel()
	counts := &writes{}
	limiter := rate.NewLimiter(rate.Limit(o.rate), 1)
	var running sync.WaitGroup
	for i := range writers {
		w := &writer{client: client, limiter: limiter, found: found, counts: counts,
			random: rand.New(rand.NewPCG(uint64(o.seed), uint64(i)))}
		running.Go(func() { w.run(ctx) })
	}
	running.Wait()
	fmt.Printf("written: %d created, %d with a generated name, %d replaced, %d patched, %d deleted, %d released by their finalizer\n",
		counts.created.Load(), counts.generated.Load(), counts.updated.Load(), counts.patched.Load(),
		counts.deleted.Load(), counts.released.Load())
	fmt.Printf("refused as they should be: %d stale writes, %d that another writer was before; not answered: %d cut off, %d unavailable; %d connections\n",
		counts.conflicts.Load(), counts.races.Load(), counts.cut.Load(), counts.unavailable.Load(), wire.connections.Load())
	return nil
}

func (w *writer) run(ctx context.Context) {
	for w.limiter.Wait(ctx) == nil {
		resource := written[w.random.IntN(len(written))]
		namespace := namespaces[w.random.IntN(len(namespaces))]
		client := w.client.Resource(resource).Namespace(namespace)
		// A change that has begun is brought to its end: the deadline is for the loop.
		request, cancel := context.WithTimeout(context.WithoutCancel(ctx), requestTimeout)
		var err error
		if w.random.IntN(8) == 0 {
			err = w.generate(request, own{resource, namespace, ""})
		} else {
			err = w.step(request, client, resource, fmt.Sprintf("object-%d", w.random.IntN(names)))
		}
		cancel()
		w.judge(resource, err)
	}
}

// judge counts what may happen among several writers and dying processes; anything else is a finding.
func (w *writer) judge(resource schema.GroupVersionResource, err error) {
	var status apierrors.APIStatus
	switch {
	case err == nil:
	case apierrors.IsConflict(err), apierrors.IsNotFound(err), apierrors.IsAlreadyExists(err):
		w.counts.races.Add(1)
	case apierrors.IsServiceUnavailable(err), apierrors.IsTimeout(err), apierrors.IsTooManyRequests(err):
		w.counts.unavailable.Add(1)
	case errors.As(err, &status), errors.Is(err, errWrong):
		w.found.add("writing %s: %v", resource.Resource, err)
	default:
		w.counts.cut.Add(1)
	}
}

var errWrong = errors.New("not as Kubernetes answers")

func (w *writer) step(ctx context.Context, client dynamic.ResourceInterface, resource schema.GroupVersionResource, name string) error {
	object, err := client.Get(ctx, name, metav1.GetOptions{})
	if apierrors.IsNotFound(err) {
		object = newObject(resource, w.random)
		object.SetName(name)
		if _, err = client.Create(ctx, object, metav1.CreateOptions{}); err == nil {
			w.counts.created.Add(1)
		}
		return err
	}
	if err != nil {
		return err
	}
	if object.GetDeletionTimestamp() != nil {
		return w.release(ctx, client, object)
	}
	switch choice := w.random.IntN(20); {
	case choice < 6:
		return w.update(ctx, client, resource, object)
	case choice < 14:
		return w.patch(ctx, client, object)
	case choice < 16:
		return w.updateStale(ctx, client, resource, object)
	case choice < 18:
		return w.remove(ctx, client, object)
	default:
		return w.removeHeld(ctx, client, resource, object)
	}
}

func (w *writer) generate(ctx context.Context, to own) error {
	if len(w.own) >= generated {
		oldest := w.own[0]
		err := w.client.Resource(oldest.resource).Namespace(oldest.namespace).Delete(ctx, oldest.name, metav1.DeleteOptions{})
		if err == nil || apierrors.IsNotFound(err) {
			w.own = w.own[1:]
			w.counts.deleted.Add(1)
			return nil
		}
		return err
	}
	object := newObject(to.resource, w.random)
	object.SetGenerateName("generated-")
	made, err := w.client.Resource(to.resource).Namespace(to.namespace).Create(ctx, object, metav1.CreateOptions{})
	if err != nil {
		return err
	}
	to.name = made.GetName()
	w.own = append(w.own, to)
	w.counts.generated.Add(1)
	return nil
}

func (w *writer) update(ctx context.Context, client dynamic.ResourceInterface, resource schema.GroupVersionResource, object *unstructured.Unstructured) error {
	before := version(object)
	change(object, resource, w.random)
	after, err := client.Update(ctx, object, metav1.UpdateOptions{})
	if err != nil {
		return err
	}
	if version(after) < before {
		return fmt.Errorf("%w: %s went from version %d to %d", errWrong, object.GetName(), before, version(after))
	}
	w.counts.updated.Add(1)
	return nil
}

// updateStale writes twice with one resourceVersion; the second must be refused.
func (w *writer) updateStale(ctx context.Context, client dynamic.ResourceInterface, resource schema.GroupVersionResource, object *unstructured.Unstructured) error {
	stale := object.DeepCopy()
	change(object, resource, w.random)
	if _, err := client.Update(ctx, object, metav1.UpdateOptions{}); err != nil {
		return err
	}
	w.counts.updated.Add(1)
	change(stale, resource, w.random)
	_, err := client.Update(ctx, stale, metav1.UpdateOptions{})
	if err == nil {
		return fmt.Errorf("%w: %s was replaced with the old version %s", errWrong, stale.GetName(), stale.GetResourceVersion())
	}
	if apierrors.IsConflict(err) {
		w.counts.conflicts.Add(1)
		return nil
	}
	return err
}

func (w *writer) patch(ctx context.Context, client dynamic.ResourceInterface, object *unstructured.Unstructured) error {
	err := merge(ctx, client, object.GetName(), map[string]any{
		"labels":      map[string]any{"tier": tier(w.random)},
		"annotations": map[string]any{domain + "note": fmt.Sprint(w.random.IntN(1000))},
	})
	if err == nil {
		w.counts.patched.Add(1)
	}
	return err
}

func (w *writer) remove(ctx context.Context, client dynamic.ResourceInterface, object *unstructured.Unstructured) error {
	uid, version := object.GetUID(), object.GetResourceVersion()
	err := client.Delete(ctx, object.GetName(), metav1.DeleteOptions{
		Preconditions: &metav1.Preconditions{UID: &uid, ResourceVersion: &version}})
	if err == nil {
		w.counts.deleted.Add(1)
	}
	return err
}

// removeHeld deletes an object that a finalizer holds; whoever meets it next lets it go. Clusters have such finalizers
// of their own.
func (w *writer) removeHeld(ctx context.Context, client dynamic.ResourceInterface, resource schema.GroupVersionResource, object *unstructured.Unstructured) error {
	if resource != clusters {
		if err := merge(ctx, client, object.GetName(), map[string]any{
			"resourceVersion": object.GetResourceVersion(), "finalizers": []string{held}}); err != nil {
			return err
		}
	}
	if err := client.Delete(ctx, object.GetName(), metav1.DeleteOptions{}); err != nil {
		return err
	}
	w.counts.deleted.Add(1)
	kept, err := client.Get(ctx, object.GetName(), metav1.GetOptions{})
	if err != nil {
		return err // another writer, or the controllers of clusters, may have been quick
	}
	if kept.GetUID() == object.GetUID() && kept.GetDeletionTimestamp() == nil {
		return fmt.Errorf("%w: %s was deleted and has no deletionTimestamp", errWrong, object.GetName())
	}
	return nil
}

func (w *writer) release(ctx context.Context, client dynamic.ResourceInterface, object *unstructured.Unstructured) error {
	finalizers := object.GetFinalizers()
	if len(finalizers) != 1 || finalizers[0] != held {
		return nil // a Cluster, whose controllers are at work
	}
	err := merge(ctx, client, object.GetName(), map[string]any{
		"resourceVersion": object.GetResourceVersion(), "finalizers": nil})
	if err == nil {
		w.counts.released.Add(1)
	}
	return err
}

func merge(ctx context.Context, client dynamic.ResourceInterface, name string, metadata map[string]any) error {
	patch, err := json.Marshal(map[string]any{"metadata": metadata})
	if err != nil {
		return err
	}
	_, err = client.Patch(ctx, name, types.MergePatchType, patch, metav1.PatchOptions{})
	return err
}
