// Load asks a Kubernetes-style API for one kind of work over HTTPS and prints, as one line of JSON, how long that took.
//
//	LOAD_TOKEN=… load -server https://127.0.0.1:6443 -authority ca.crt fill|get|list|write|watch|idle [OPTIONS]
//
// It speaks HTTP/1.1 on connections that are kept, so that every API is asked in the same way.
package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"net/http"
	"os"
	"sort"
	"sync"
	"syscall"
	"time"
)

const namespaces = 10

// What to do, and how much of it.
type options struct {
	server, authority          string
	clients, clusters, hosts   int
	watchers, rate             int
	duration                   time.Duration
	path, accept, kind, suffix string
}

// The answer of one run; times in milliseconds.
type result struct {
	Count   int     `json:"count"`
	Seconds float64 `json:"seconds"`
	P50     float64 `json:"p50"`
	P95     float64 `json:"p95"`
	P99     float64 `json:"p99"`
	Most    float64 `json:"most"`
	Bytes   int     `json:"bytes"` // of the last answer
	CPU     float64 `json:"cpu"`   // seconds of this process
}

var works = map[string]func(context.Context, *client, options) (result, error){
	"fill": fill, "get": get, "list": list, "write": write, "watch": watch, "idle": idle,
}

func main() {
	log.SetFlags(0)
	var given options
	flag.StringVar(&given.server, "server", "", "address of the API")
	flag.StringVar(&given.authority, "authority", "", "file with the certificate of its authority")
	flag.Parse()
	work, known := works[flag.Arg(0)]
	if !known {
		log.Fatalf("load: %q is none of fill, get, list, write, watch, idle", flag.Arg(0))
	}
	more := flag.NewFlagSet(flag.Arg(0), flag.ExitOnError)
	more.IntVar(&given.clients, "clients", 1, "how many ask at the same time")
	more.IntVar(&given.clusters, "clusters", 1000, "how many Clusters are stored")
	more.IntVar(&given.hosts, "hosts", 10000, "how many Hosts are stored")
	more.IntVar(&given.watchers, "watchers", 500, "how many watches are open")
	more.IntVar(&given.rate, "rate", 10, "writes per second that the watchers see")
	more.DurationVar(&given.duration, "for", 10*time.Second, "how long")
	more.StringVar(&given.path, "path", "/apis/kubeforge.io/v1alpha1/clusters", "what is listed or watched")
	more.StringVar(&given.accept, "accept", "application/json", "the form that is asked for")
	more.StringVar(&given.kind, "what", "configmap-create", "configmap-create, configmap-update or host-status")
	more.StringVar(&given.suffix, "suffix", "a", "tells the ConfigMaps of this run from those of others")
	if err := more.Parse(flag.Args()[1:]); err != nil {
		log.Fatal(err)
	}
	asked, err := connect(given)
	if err != nil {
		log.Fatal("load: ", err)
	}
	told, err := work(context.Background(), asked, given)
	if err != nil {
		log.Fatal("load: ", err)
	}
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		log.Fatal("load: ", err)
	}
	told.CPU = time.Duration(used.Utime.Nano() + used.Stime.Nano()).Seconds()
	if err := json.NewEncoder(os.Stdout).Encode(told); err != nil {
		log.Fatal("load: ", err)
	}
}

func connect(given options) (*client, error) {
	authority, err := os.ReadFile(given.authority)
	if err != nil {
		return nil, err
	}
	trusted := x509.NewCertPool()
	if !trusted.AppendCertsFromPEM(authority) {
		return nil, fmt.Errorf("%s holds no certificate", given.authority)
	}
	transport := &http.Transport{
		TLSClientConfig:     &tls.Config{RootCAs: trusted},
		TLSNextProto:        map[string]func(string, *tls.Conn) http.RoundTripper{}, // no HTTP/2
		MaxIdleConnsPerHost: given.clients + given.watchers,
		DisableCompression:  true,
	}
	return &client{server: given.server, token: os.Getenv("LOAD_TOKEN"), http: &http.Client{Transport: transport}}, nil
}

// Lets so many clients do something again and again, each time with the next number, until the time is over or, with a
// limit above 0, so many are done. An error of any ends all.
func repeat(clients, limit int, duration time.Duration, do func(client, number int) (int, error)) (result, error) {
	var (
		lock   sync.Mutex
		next   int
		broken error
		all    []time.Duration
		size   int
		ended  sync.WaitGroup
	)
	begin := time.Now()
	take := func() (int, bool) {
		lock.Lock()
		defer lock.Unlock()
		over := broken != nil || limit > 0 && next >= limit || limit == 0 && time.Since(begin) > duration
		next++
		return next - 1, !over
	}
	for one := 0; one < clients; one++ {
		ended.Add(1)
		go func() {
			defer ended.Done()
			for number, goOn := take(); goOn; number, goOn = take() {
				asked := time.Now()
				bytes, err := do(one, number)
				took := time.Since(asked)
				lock.Lock()
				all, size = append(all, took), bytes
				if err != nil {
					broken = err
				}
				lock.Unlock()
			}
		}()
	}
	ended.Wait()
	told := summary(all, time.Since(begin))
	told.Bytes = size
	return told, broken
}

func summary(all []time.Duration, took time.Duration) result {
	sort.Slice(all, func(a, b int) bool { return all[a] < all[b] })
	at := func(share float64) float64 {
		if len(all) == 0 {
			return 0
		}
		return float64(all[min(len(all)-1, int(share*float64(len(all))))]) / float64(time.Millisecond)
	}
	return result{Count: len(all), Seconds: took.Seconds(), P50: at(0.5), P95: at(0.95), P99: at(0.99), Most: at(1)}
}
