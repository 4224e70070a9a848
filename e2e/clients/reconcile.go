package main

import (
	"context"
	"slices"
	"strconv"
	"sync/atomic"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/util/workqueue"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/config"
	"sigs.k8s.io/controller-runtime/pkg/controller"
	"sigs.k8s.io/controller-runtime/pkg/manager"
	"sigs.k8s.io/controller-runtime/pkg/metrics/server"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"
)

// reconciler marks each object that it finds with its generation, and holds Clusters by a finalizer of its own.
type reconciler struct {
	client    client.Client
	empty     func() client.Object
	mark      string
	finalizer string
	done      atomic.Int64
	retried   atomic.Int64
}

func emptyCluster() client.Object {
	cluster := &unstructured.Unstructured{}
	cluster.SetGroupVersionKind(clusters.GroupVersion().WithKind("Cluster"))
	return cluster
}

func emptyConfigMap() client.Object { return &corev1.ConfigMap{} }

// newManager makes a manager with a controller for Clusters, read as unstructured, and one for ConfigMaps, read as the
// type of k8s.io/api.
func newManager(config *rest.Config, name string) (manager.Manager, []*reconciler, error) {
	made, err := ctrl.NewManager(config, ctrl.Options{
		Metrics:                server.Options{BindAddress: "0"},
		HealthProbeBindAddress: "0",
		Client:                 client.Options{Cache: &client.CacheOptions{Unstructured: true}},
		Controller:             controllers(),
	})
	if err != nil {
		return nil, nil, err
	}
	ofClusters := &reconciler{client: made.GetClient(), empty: emptyCluster, mark: domain + name, finalizer: domain + name}
	ofConfigMaps := &reconciler{client: made.GetClient(), empty: emptyConfigMap, mark: domain + name}
	for controllerName, r := range map[string]*reconciler{"clusters": ofClusters, "configmaps": ofConfigMaps} {
		err := ctrl.NewControllerManagedBy(made).Named(controllerName).For(r.empty()).
			WithOptions(controller.Options{RateLimiter: quickAgain()}).Complete(r)
		if err != nil {
			return nil, nil, err
		}
	}
	return made, []*reconciler{ofClusters, ofConfigMaps}, nil
}

// controllers panic where the library would go on, and wait for an API that is away for minutes.
func controllers() config.Controller {
	panics := false
	return config.Controller{RecoverPanic: &panics, CacheSyncTimeout: 5 * time.Minute, MaxConcurrentReconciles: 2}
}

// quickAgain tries again within seconds: the library's quarter of an hour is longer than a soak.
func quickAgain() workqueue.TypedRateLimiter[reconcile.Request] {
	return workqueue.NewTypedItemExponentialFailureRateLimiter[reconcile.Request](5*time.Millisecond, 5*time.Second)
}

func (r *reconciler) Reconcile(ctx context.Context, request reconcile.Request) (reconcile.Result, error) {
	if !slices.Contains(namespaces, request.Namespace) {
		return reconcile.Result{}, nil
	}
	object := r.empty()
	if err := r.client.Get(ctx, request.NamespacedName, object); err != nil {
		return reconcile.Result{}, client.IgnoreNotFound(err)
	}
	before := object.DeepCopyObject().(client.Object)
	if object.GetDeletionTimestamp() == nil {
		r.take(object)
	} else {
		r.letGo(object)
	}
	// With the resourceVersion: a merge patch replaces the whole list of finalizers.
	err := r.client.Patch(ctx, object, client.MergeFromWithOptions(before, client.MergeFromWithOptimisticLock{}))
	switch {
	case err == nil:
		r.done.Add(1)
	case apierrors.IsConflict(err):
		r.retried.Add(1)
	case apierrors.IsNotFound(err):
		return reconcile.Result{}, nil
	}
	return reconcile.Result{}, err
}

func (r *reconciler) take(object client.Object) {
	annotations := object.GetAnnotations()
	if annotations == nil {
		annotations = map[string]string{}
	}
	annotations[r.mark] = generationOf(object)
	object.SetAnnotations(annotations)
	if r.finalizer != "" && !slices.Contains(object.GetFinalizers(), r.finalizer) {
		object.SetFinalizers(append(object.GetFinalizers(), r.finalizer))
	}
}

// letGo also does what the worker does in production, once nobody else holds the Cluster.
func (r *reconciler) letGo(object client.Object) {
	left := slices.DeleteFunc(slices.Clone(object.GetFinalizers()), func(f string) bool { return f == r.finalizer })
	if len(left) == 1 && left[0] == teardown {
		left = nil
	}
	object.SetFinalizers(left)
}

func generationOf(object client.Object) string { return strconv.FormatInt(object.GetGeneration(), 10) }
