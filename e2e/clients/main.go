// Clients drives KubeForge's API as Kubernetes' own libraries do, while somebody else ends and starts the processes of
// the API and compacts its watch log; run.sh does all of that. It has these roles, each a process of its own:
//
//	clients write --minutes N    creates, changes and deletes objects at a bounded rate, then ends
//	clients watch --name NAME    informers of client-go and controllers of controller-runtime; SIGUSR1 tells it that
//	                             nobody writes any more: it compares what it knows with lists, reports and ends
//	clients fold --writes N      writes at full speed while watchers come and go, compares what each was told with what
//	                             was answered and listed, and ends; nobody ends an API meanwhile (property.sh)
//
// Whatever is not as Kubernetes promises it is printed, and the process ends with 1.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"
)

// options are the same for both roles.
type options struct {
	kubeconfig string
	addresses  []string
	name       string
	minutes    float64
	rate       float64
	seed       int64
	writes     int64
	watchers   int
}

func main() {
	roles := map[string]func(context.Context, options, *findings) error{
		"write": write, "watch": watchAndReconcile, "fold": fold}
	if len(os.Args) < 2 || roles[os.Args[1]] == nil {
		fmt.Fprintln(os.Stderr, "Usage: clients write|watch|fold --kubeconfig FILE --addresses HOST:PORT,… [--help]")
		os.Exit(2)
	}
	options := parse(os.Args[2:])
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	found := &findings{}
	if err := roles[os.Args[1]](ctx, options, found); err != nil {
		found.add("%v", err)
	}
	if found.print(os.Stdout) > 0 {
		os.Exit(1)
	}
}

func parse(arguments []string) options {
	var o options
	flags := flag.NewFlagSet(os.Args[1], flag.ExitOnError)
	flags.StringVar(&o.kubeconfig, "kubeconfig", "", "whom to trust and what to show")
	addresses := flags.String("addresses", "", "the processes of the API, as a load balancer would know them")
	flags.StringVar(&o.name, "name", "soak", "tells these controllers from others: part of their annotation and finalizer")
	flags.Float64Var(&o.minutes, "minutes", 2, "how long to write")
	flags.Float64Var(&o.rate, "rate", 20, "changes a second, at most")
	flags.Int64Var(&o.seed, "seed", time.Now().UnixNano(), "makes the choices of the writers the same again")
	flags.Int64Var(&o.writes, "writes", 20_000, "changes that are answered")
	flags.IntVar(&o.watchers, "watchers", 16, "who watches meanwhile")
	_ = flags.Parse(arguments) // ends the process by itself when it cannot
	o.addresses = strings.Split(*addresses, ",")
	return o
}
