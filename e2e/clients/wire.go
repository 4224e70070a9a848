package main

import (
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
)

// wire is what passes between the libraries and the API. It counts, and holds each watch to what Kubernetes promises,
// past what the libraries forgive.
type wire struct {
	found       *findings
	connections atomic.Int64
	refused     atomic.Int64
	lists       atomic.Int64
	watches     atomic.Int64
	watchLists  atomic.Int64
	events      atomic.Int64
	bookmarks   atomic.Int64
	expired     atomic.Int64
	cut         atomic.Int64
	serverError atomic.Int64
}

// config is a client's, with connections to whichever process of the API answers, as through a load balancer.
func (w *wire) config(o options) (*rest.Config, error) {
	config, err := clientcmd.BuildConfigFromFlags("", o.kubeconfig)
	if err != nil {
		return nil, err
	}
	config.QPS, config.Burst = 200, 400
	config.Dial = func(ctx context.Context, network, _ string) (net.Conn, error) {
		return w.dial(ctx, network, o.addresses)
	}
	config.Wrap(func(next http.RoundTripper) http.RoundTripper { return roundTripper{w, next} })
	return config, nil
}

func (w *wire) dial(ctx context.Context, network string, addresses []string) (net.Conn, error) {
	dialer := net.Dialer{Timeout: 3 * time.Second}
	var failures []error
	for _, i := range rand.Perm(len(addresses)) {
		connection, err := dialer.DialContext(ctx, network, addresses[i])
		if err == nil {
			w.connections.Add(1)
			return connection, nil
		}
		w.refused.Add(1)
		failures = append(failures, err)
	}
	return nil, errors.Join(failures...)
}

type roundTripper struct {
	wire *wire
	next http.RoundTripper
}

func (r roundTripper) RoundTrip(request *http.Request) (*http.Response, error) {
	query := request.URL.Query()
	isWatch := query.Get("watch") == "true" || query.Get("watch") == "1"
	initial := query.Get("sendInitialEvents") == "true"
	switch {
	case isWatch && initial:
		r.wire.watchLists.Add(1)
	case isWatch:
		r.wire.watches.Add(1)
	case request.Method == http.MethodGet && isCollection(request.URL.Path):
		r.wire.lists.Add(1)
	}
	response, err := r.next.RoundTrip(request)
	if err != nil {
		return nil, err
	}
	if response.StatusCode >= http.StatusInternalServerError {
		r.wire.serverError.Add(1)
	}
	if isWatch && response.StatusCode == http.StatusOK {
		response.Body = &watchBody{ReadCloser: response.Body, wire: r.wire, stream: newStream(request.URL, initial)}
	}
	return response, nil
}

func isCollection(path string) bool {
	for _, resource := range []string{"configmaps", "secrets", "hosts", "clusters"} {
		if strings.HasSuffix(path, "/"+resource) {
			return true
		}
	}
	return false
}

// watchBody reads along.
type watchBody struct {
	io.ReadCloser
	wire   *wire
	stream *stream
	line   []byte
}

func (b *watchBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	for _, c := range p[:n] {
		b.line = append(b.line, c)
		if c == '\n' {
			b.stream.read(b.line, b.wire)
			b.line = b.line[:0]
		}
	}
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, context.Canceled) {
		b.wire.cut.Add(1)
	}
	return n, err
}
