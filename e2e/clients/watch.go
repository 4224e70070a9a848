package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/client-go/dynamic"
	"k8s.io/klog/v2"
	ctrl "sigs.k8s.io/controller-runtime"
)

const settling = 2 * time.Minute

// watchAndReconcile runs until it is told that nobody writes any more, and then until what it knows is what there is.
func watchAndReconcile(ctx context.Context, o options, found *findings) error {
	ended := make(chan os.Signal, 1)
	signal.Notify(ended, syscall.SIGUSR1)
	ctrl.SetLogger(klog.Background())
	counted := &wire{found: found}
	config, err := counted.config(o)
	if err != nil {
		return err
	}
	client, err := dynamic.NewForConfig(config)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	observers := observe(ctx, client, found)
	manager, reconcilers, err := newManager(config, o.name)
	if err != nil {
		return err
	}
	failed := make(chan error, 1)
	go func() { failed <- manager.Start(ctx) }()
	select {
	case <-ended:
	case err := <-failed:
		return fmt.Errorf("the manager of controller-runtime ended: %w", err)
	case <-ctx.Done():
		return ctx.Err()
	}
	lists, err := (&wire{found: found}).config(o) // not counted with what the informers ask
	if err != nil {
		return err
	}
	lister, err := dynamic.NewForConfig(lists)
	if err != nil {
		return err
	}
	end := &comparison{client: lister, cache: manager.GetCache(), observers: observers, mark: domain + o.name}
	began := time.Now()
	var differences []string
	err = wait.PollUntilContextTimeout(ctx, time.Second, settling, true, func(ctx context.Context) (bool, error) {
		differences = end.differences(ctx)
		return len(differences) == 0, nil
	})
	if err != nil && len(differences) == 0 {
		return err
	}
	for _, difference := range differences {
		found.add("%s", difference)
	}
	report(o.name, end, counted, reconcilers, time.Since(began))
	return nil
}

func report(name string, end *comparison, w *wire, reconcilers []*reconciler, settled time.Duration) {
	fmt.Printf("%s: %d informers and the manager's two compared with lists of %d objects, %.1f s after the last write\n",
		name, len(end.observers), end.objects, settled.Seconds())
	for _, o := range end.observers {
		fmt.Printf("%s: %s: %d added, %d updated, %d deleted (%d of them while away), %d told again\n", name, o,
			o.added.Load(), o.updated.Load(), o.deleted.Load(), o.unknown.Load(), o.repeated.Load())
	}
	for i, kind := range []string{"clusters", "configmaps"} {
		fmt.Printf("%s: reconciled %s: %d, %d times again after a conflict\n", name, kind,
			reconcilers[i].done.Load(), reconcilers[i].retried.Load())
	}
	fmt.Printf("%s: %d lists, %d watches, %d watches with initial events, %d events, %d bookmarks, %d streams ended by 410, %d cut; %d connections, %d refused, %d answers of 5xx\n",
		name, w.lists.Load(), w.watches.Load(), w.watchLists.Load(), w.events.Load(), w.bookmarks.Load(), w.expired.Load(),
		w.cut.Load(), w.connections.Load(), w.refused.Load(), w.serverError.Load())
}
