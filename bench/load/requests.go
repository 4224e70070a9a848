package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand"
	"net/http"
	"strings"
	"sync"
)

const (
	asJSON  = "application/json"
	asMerge = "application/merge-patch+json"
)

type client struct {
	server, token string
	http          *http.Client
}

// Opens a request; the caller closes the body. An answer that is an error is one here, too.
func (c *client) open(ctx context.Context, method, path, media string, body []byte, accept string) (*http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, method, c.server+path, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Authorization", "Bearer "+c.token)
	request.Header.Set("Accept", accept)
	request.Header.Set("Accept-Encoding", "gzip") // as Go's clients do; nobody here unpacks it
	if len(body) > 0 {
		request.Header.Set("Content-Type", media)
	}
	answer, err := c.http.Do(request)
	if err != nil {
		return nil, err
	}
	if answer.StatusCode >= 300 {
		said, _ := io.ReadAll(io.LimitReader(answer.Body, 1000))
		answer.Body.Close()
		return nil, fmt.Errorf("%s %s was answered with %s: %s", method, path, answer.Status, said)
	}
	return answer, nil
}

// Does a request and reads its answer to the end; how many bytes that were.
func (c *client) do(ctx context.Context, method, path, media string, body []byte, accept string) (int, error) {
	answer, err := c.open(ctx, method, path, media, body, accept)
	if err != nil {
		return 0, err
	}
	defer answer.Body.Close()
	size, err := io.Copy(io.Discard, answer.Body)
	return int(size), err
}

func (c *client) send(ctx context.Context, method, path, media string, body object) (int, error) {
	text, err := json.Marshal(body)
	if err != nil {
		return 0, err
	}
	return c.do(ctx, method, path, media, text, asJSON)
}

// The version of the last write, whatever it was to.
func (c *client) version(ctx context.Context) (string, error) {
	answer, err := c.open(ctx, "GET", "/api/v1/namespaces?limit=1", "", nil, asJSON)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	var list struct {
		Metadata struct{ ResourceVersion string }
	}
	err = json.NewDecoder(answer.Body).Decode(&list)
	return list.Metadata.ResourceVersion, err
}

// Stores namespaces, a Secret in each, Hosts and Clusters, each with its status, as their controllers leave them.
func fill(ctx context.Context, c *client, given options) (result, error) {
	for number := 0; number < namespaces; number++ {
		name := namespaceOf(number)
		space := object{"apiVersion": "v1", "kind": "Namespace", "metadata": object{"name": name}}
		if _, err := c.send(ctx, "POST", "/api/v1/namespaces", asJSON, space); err != nil {
			return result{}, err
		}
		if _, err := c.send(ctx, "POST", "/api/v1/namespaces/"+name+"/secrets", asJSON, secret(number)); err != nil {
			return result{}, err
		}
	}
	return repeat(given.clients, 2*(given.hosts+given.clusters), 0, func(_, number int) (int, error) {
		// Creation and status of one are not written at the same time: all are created before the first status is.
		all := given.hosts + given.clusters
		one, status := number%all, number >= all
		path, born, later := hostPath(one), host, hostStatus
		if one >= given.hosts {
			one -= given.hosts
			path, born, later = clusterPath(one), cluster, clusterStatus
		}
		if status {
			return c.send(ctx, "PATCH", path+"/status", asMerge, object{"status": later(one)})
		}
		return c.send(ctx, "POST", path[:strings.LastIndexByte(path, '/')], asJSON, born(one))
	})
}

// Gets Hosts and Clusters in any order.
func get(ctx context.Context, c *client, given options) (result, error) {
	return repeat(given.clients, 0, given.duration, func(_, _ int) (int, error) {
		path := clusterPath(rand.Intn(given.clusters))
		if rand.Intn(2) == 0 {
			path = hostPath(rand.Intn(given.hosts))
		}
		return c.do(ctx, "GET", path, "", nil, given.accept)
	})
}

// Lists a collection.
func list(ctx context.Context, c *client, given options) (result, error) {
	return repeat(given.clients, 0, given.duration, func(_, _ int) (int, error) {
		return c.do(ctx, "GET", given.path, "", nil, given.accept)
	})
}

// Writes what nobody else writes at that time.
func write(ctx context.Context, c *client, given options) (result, error) {
	configMaps := func(number int) string {
		return "/api/v1/namespaces/" + namespaceOf(number) + "/configmaps"
	}
	switch given.kind {
	case "configmap-create":
		return repeat(given.clients, 0, given.duration, func(_, number int) (int, error) {
			name := fmt.Sprintf("made-%s-%d", given.suffix, number)
			return c.send(ctx, "POST", configMaps(number), asJSON, configMap(name, number, "first"))
		})
	case "configmap-update":
		var once sync.Map
		return repeat(given.clients, 0, given.duration, func(one, number int) (int, error) {
			name := fmt.Sprintf("own-%s-%d", given.suffix, one)
			if _, exists := once.LoadOrStore(one, true); !exists {
				return c.send(ctx, "POST", configMaps(one), asJSON, configMap(name, one, "first"))
			}
			changed := configMap(name, one, fmt.Sprint(number))
			return c.send(ctx, "PUT", configMaps(one)+"/"+name, asJSON, changed)
		})
	case "host-status":
		return repeat(given.clients, 0, given.duration, func(_, number int) (int, error) {
			change := object{"status": object{"step": fmt.Sprintf("step-%s-%d", given.suffix, number)}}
			return c.send(ctx, "PATCH", hostPath(number%given.hosts)+"/status", asMerge, change)
		})
	}
	return result{}, fmt.Errorf("%q is no kind of write", given.kind)
}
