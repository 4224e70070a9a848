package main

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/dynamic"
)

const (
	foldWriters  = 8
	foldNames    = 25
	mostOfStream = 2_000 // events after which a watcher goes away at the latest
)

var folded = []schema.GroupVersionResource{configMaps, secrets}

// scope is what one watch is about; without a namespace it is about all of them.
type scope struct {
	resource  schema.GroupVersionResource
	namespace string
}

func (s scope) client(client dynamic.Interface) dynamic.ResourceInterface {
	if s.namespace == "" {
		return client.Resource(s.resource)
	}
	return client.Resource(s.resource).Namespace(s.namespace)
}

// contains tells whether a watch of this scope is told of what happens in another, which has a namespace.
func (s scope) contains(other scope) bool {
	return s.resource == other.resource && (s.namespace == "" || s.namespace == other.namespace)
}

// changes are those that happened in a scope, by the version that each was given; a deletion's is not answered to who
// deletes, so deletions are only counted.
type changes struct {
	lock     sync.Mutex
	versions map[string]int
	deleted  int
	ends     []string // the versions of the last changes of scopes: who was told of them is told of nothing more
}

func newChanges() *changes { return &changes{versions: map[string]int{}} }

func (c *changes) add(version string) {
	c.lock.Lock()
	defer c.lock.Unlock()
	if version == "" {
		c.deleted++
		return
	}
	c.versions[version]++
}

// has tells whether all of these versions are among them.
func (c *changes) has(versions []string) bool {
	c.lock.Lock()
	defer c.lock.Unlock()
	for _, version := range versions {
		if c.versions[version] == 0 {
			return false
		}
	}
	return true
}

func (c *changes) count() int {
	c.lock.Lock()
	defer c.lock.Unlock()
	return len(c.versions) + c.deleted
}

// fold writes at full speed while watchers come and go, and holds what each of them was told, over all its streams,
// against what the writers were answered, and what that adds up to against a list.
func fold(ctx context.Context, o options, found *findings) error {
	counted := &wire{found: found}
	config, err := counted.config(o)
	if err != nil {
		return err
	}
	config.QPS = -1 // as fast as the API answers
	client, err := dynamic.NewForConfig(config)
	if err != nil {
		return err
	}
	folders, err := startFolders(ctx, client, o, found)
	if err != nil {
		return err
	}
	began := time.Now()
	answered := writeAll(ctx, client, o, found)
	took := time.Since(began)
	total := 0
	for _, each := range answered {
		total += each.count()
	}
	for _, f := range folders {
		f.judge(ctx, client, answered)
	}
	fmt.Printf("%d changes answered in %.0f s by %d addresses; %d watchers were told %d events over %d streams, %d bookmarks, %d answers of 5xx\n",
		total, took.Seconds(), len(o.addresses), len(folders), counted.events.Load(), counted.watches.Load(),
		counted.bookmarks.Load(), counted.serverError.Load())
	return ctx.Err()
}

func startFolders(ctx context.Context, client dynamic.Interface, o options, found *findings) ([]*folder, error) {
	var folders []*folder
	for i := range o.watchers {
		of := scope{folded[i%len(folded)], append([]string{""}, namespaces...)[i/len(folded)%(len(namespaces)+1)]}
		list, err := of.client(client).List(ctx, metav1.ListOptions{})
		if err != nil {
			return nil, err
		}
		f := &folder{scope: of, found: found, told: newChanges(), objects: contents(list), last: list.GetResourceVersion(),
			random: rand.New(rand.NewPCG(uint64(o.seed), uint64(1_000+i)))}
		folders = append(folders, f)
		go f.run(ctx, client)
	}
	return folders, nil
}

// writeAll makes about as many changes as it is told, and returns those of each scope.
func writeAll(ctx context.Context, client dynamic.Interface, o options, found *findings) map[scope]*changes {
	answered := map[scope]*changes{}
	for _, resource := range folded {
		for _, namespace := range namespaces {
			answered[scope{resource, namespace}] = newChanges()
		}
	}
	var left atomic.Int64
	left.Store(o.writes)
	var running sync.WaitGroup
	for i := range foldWriters {
		random := rand.New(rand.NewPCG(uint64(o.seed), uint64(i)))
		running.Go(func() {
			for left.Add(-1) >= 0 && ctx.Err() == nil {
				of := scope{folded[random.IntN(len(folded))], namespaces[random.IntN(len(namespaces))]}
				version, err := changeOne(ctx, of, client, random)
				switch {
				case err == nil:
					answered[of].add(version)
				case apierrors.IsConflict(err), apierrors.IsNotFound(err), apierrors.IsAlreadyExists(err):
					left.Add(1) // another writer was quicker
				default:
					found.add("writing %s: %v", of.resource.Resource, err)
				}
			}
		})
	}
	running.Wait()
	for of, each := range answered {
		last := newObject(of.resource, rand.New(rand.NewPCG(uint64(o.seed), 0)))
		last.SetName("last")
		created, err := of.client(client).Create(ctx, last, metav1.CreateOptions{})
		if err != nil {
			found.add("writing the last %s: %v", of.resource.Resource, err)
			continue
		}
		each.add(created.GetResourceVersion())
		each.ends = append(each.ends, created.GetResourceVersion())
	}
	return answered
}

// changeOne creates, replaces, patches or deletes an object whose name other writers use, too. It returns the version
// that the change was given, or nothing of a deletion.
func changeOne(ctx context.Context, of scope, client dynamic.Interface, random *rand.Rand) (string, error) {
	resource := of.client(client)
	name := fmt.Sprintf("object-%d", random.IntN(foldNames))
	var after *unstructured.Unstructured
	before, err := resource.Get(ctx, name, metav1.GetOptions{})
	switch {
	case apierrors.IsNotFound(err):
		object := newObject(of.resource, random)
		object.SetName(name)
		after, err = resource.Create(ctx, object, metav1.CreateOptions{})
	case err != nil:
		return "", err
	case random.IntN(5) == 0:
		return "", resource.Delete(ctx, name, metav1.DeleteOptions{})
	case random.IntN(2) == 0:
		patch := fmt.Sprintf(`{"metadata": {"annotations": {"value": "%d"}}}`, random.Int64())
		after, err = resource.Patch(ctx, name, types.MergePatchType, []byte(patch), metav1.PatchOptions{})
	default:
		change(before, of.resource, random)
		before.SetAnnotations(map[string]string{"value": fmt.Sprint(random.Int64())})
		after, err = resource.Update(ctx, before, metav1.UpdateOptions{})
	}
	if err != nil {
		return "", err
	}
	return after.GetResourceVersion(), nil
}

// folder keeps the state that the events of its streams add up to.
type folder struct {
	scope
	found   *findings
	random  *rand.Rand
	told    *changes
	lock    sync.Mutex // of what follows
	objects map[string]string
	last    string
}

func contents(list *unstructured.UnstructuredList) map[string]string {
	objects := map[string]string{}
	for _, item := range list.Items {
		objects[item.GetNamespace()+"/"+item.GetName()] = content(&item)
	}
	return objects
}

// content is all of an object; maps are printed in the order of their keys.
func content(object *unstructured.Unstructured) string {
	return fmt.Sprint(object.GetResourceVersion(), object.GetUID(), object.GetLabels(), object.GetAnnotations(),
		object.Object["data"])
}

// run watches until it is told to end; now and then it goes away in the middle of a stream and comes back to where it was.
func (f *folder) run(ctx context.Context, client dynamic.Interface) {
	for ctx.Err() == nil {
		stream, err := f.client(client).Watch(ctx, metav1.ListOptions{ResourceVersion: f.last, AllowWatchBookmarks: true})
		if err != nil {
			if ctx.Err() == nil {
				f.found.add("watching %s: %v", f.resource.Resource, err)
			}
			return
		}
		for range f.random.IntN(mostOfStream) + 1 {
			event, more := <-stream.ResultChan()
			if !more || !f.take(event) {
				break
			}
		}
		stream.Stop()
	}
}

// take returns whether the stream goes on.
func (f *folder) take(event watch.Event) bool {
	object, is := event.Object.(*unstructured.Unstructured)
	if !is || event.Type == watch.Error {
		f.found.add("watching %s: %v", f.resource.Resource, apierrors.FromObject(event.Object))
		return false
	}
	f.lock.Lock()
	defer f.lock.Unlock()
	f.last = object.GetResourceVersion()
	key := object.GetNamespace() + "/" + object.GetName()
	switch event.Type {
	case watch.Added, watch.Modified:
		f.objects[key] = content(object)
		f.told.add(f.last)
	case watch.Deleted:
		delete(f.objects, key)
		f.told.add("")
	}
	return true
}

// judge waits until this watcher knows of the last changes, and compares.
func (f *folder) judge(ctx context.Context, client dynamic.Interface, answered map[scope]*changes) {
	expected := newChanges()
	for of, each := range answered {
		if f.contains(of) {
			maps.Copy(expected.versions, each.versions)
			expected.deleted += each.deleted
			expected.ends = append(expected.ends, each.ends...)
		}
	}
	_ = wait.PollUntilContextTimeout(ctx, 100*time.Millisecond, settling, true, func(context.Context) (bool, error) {
		return f.told.has(expected.ends), nil
	}) // whoever is late is found out by what follows
	list, err := f.client(client).List(ctx, metav1.ListOptions{})
	if err != nil {
		f.found.add("listing %s: %v", f.resource.Resource, err)
		return
	}
	f.lock.Lock()
	defer f.lock.Unlock()
	what := fmt.Sprintf("a watcher of %s %s", f.resource.Resource, f.namespace)
	if f.told.deleted != expected.deleted {
		f.found.add("%s was told of %d deletions of %d", what, f.told.deleted, expected.deleted)
	}
	for _, version := range slices.Sorted(maps.Keys(expected.versions)) {
		if times := f.told.versions[version]; times != 1 {
			f.found.add("%s was told %d times of the change that was given %s", what, times, version)
		}
	}
	for version := range f.told.versions {
		if expected.versions[version] == 0 {
			f.found.add("%s was told of %s, which no writer was answered", what, version)
		}
	}
	if listed := contents(list); !maps.Equal(f.objects, listed) {
		f.found.add("%s knows %v, listed are %v", what, f.objects, listed)
	}
}
