package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"time"
)

const (
	marker      = `"step":"mark-`
	digits      = 6
	openAtOnce  = 50
	longestWait = 30 * time.Second
)

// Opens watches, some of all namespaces and some of one, writes what all of them see at an even pace, and tells how much
// later than the answer to the write its line has arrived, over all writes and watches. A line that does not come at
// all is an error.
func watch(ctx context.Context, c *client, given options) (result, error) {
	writes := int(given.duration.Seconds() * float64(given.rate))
	begin := time.Now()
	seen := make([][]time.Duration, given.watchers)
	var done sync.WaitGroup
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	broken := make(chan error, given.watchers)
	for one := range seen {
		seen[one] = make([]time.Duration, writes)
		done.Add(1)
	}
	err := openAll(ctx, c, given.watchers, func(one int) string {
		if one%2 == 0 {
			return kubeforge + "/hosts"
		}
		return kubeforge + "/namespaces/" + namespaceOf(0) + "/hosts"
	}, func(one int, lines *bufio.Reader) {
		if err := note(lines, seen[one], begin); err != nil {
			broken <- err
		}
		done.Done()
	})
	if err != nil {
		return result{}, err
	}
	fmt.Fprintln(os.Stderr, "watching")
	answered := make([]time.Duration, writes)
	pace := time.NewTicker(time.Second / time.Duration(given.rate))
	defer pace.Stop()
	first := time.Now()
	for number := range answered {
		<-pace.C
		change := object{"status": object{"step": fmt.Sprintf("mark-%0*d", digits, number)}}
		path := hostPath(number * namespaces % given.hosts) // all in the first namespace
		if _, err := c.send(ctx, "PATCH", path+"/status", asMerge, change); err != nil {
			return result{}, err
		}
		answered[number] = time.Since(begin)
	}
	took := time.Since(first)
	if err := await(&done, broken); err != nil {
		return result{}, err
	}
	var late []time.Duration
	for _, arrived := range seen {
		for number, at := range arrived {
			late = append(late, max(0, at-answered[number])) // a line may overtake the answer
		}
	}
	return summary(late, took), nil
}

// Waits until everything was seen.
func await(done *sync.WaitGroup, broken <-chan error) error {
	all := make(chan struct{})
	go func() { done.Wait(); close(all) }()
	select {
	case <-all:
	case <-time.After(longestWait):
		return errors.New("some watches did not see all writes in time")
	}
	select {
	case err := <-broken:
		return err
	default:
		return nil
	}
}

// Notes when each marked line arrives, until all have.
func note(lines *bufio.Reader, seen []time.Duration, begin time.Time) error {
	for left := len(seen); left > 0; {
		line, err := lines.ReadSlice('\n')
		if err != nil {
			return fmt.Errorf("a watch ended with %d writes unseen: %w", left, err)
		}
		at := bytes.Index(line, []byte(marker))
		if at < 0 {
			continue
		}
		number := 0
		for _, digit := range line[at+len(marker) : at+len(marker)+digits] {
			number = 10*number + int(digit-'0')
		}
		if seen[number] == 0 {
			seen[number] = time.Since(begin)
			left--
		}
	}
	return nil
}

// Opens watches on which nothing happens, and holds them until its input ends.
func idle(ctx context.Context, c *client, given options) (result, error) {
	begin := time.Now()
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	ended := make(chan struct{}, given.watchers)
	err := openAll(ctx, c, given.watchers, func(one int) string {
		return "/api/v1/namespaces/" + namespaceOf(one) + "/secrets"
	}, func(_ int, lines *bufio.Reader) {
		io.Copy(io.Discard, lines) // ends with the connection
		ended <- struct{}{}
	})
	if err != nil {
		return result{}, err
	}
	opened := time.Since(begin)
	fmt.Fprintln(os.Stderr, "watching")
	if _, err := io.Copy(io.Discard, os.Stdin); err != nil {
		return result{}, err
	}
	if lost := len(ended); lost > 0 {
		return result{}, fmt.Errorf("%d of %d idle watches were closed", lost, given.watchers)
	}
	return result{Count: given.watchers, Seconds: opened.Seconds()}, nil
}

// Opens watches from the present on, each on a connection of its own, and follows each.
func openAll(ctx context.Context, c *client, count int, path func(int) string, follow func(int, *bufio.Reader)) error {
	at, err := c.version(ctx)
	if err != nil {
		return err
	}
	query := "?watch=true&allowWatchBookmarks=true&timeoutSeconds=3000&resourceVersion=" + at
	turns := make(chan struct{}, openAtOnce)
	failed := make(chan error, count)
	var opening sync.WaitGroup
	for one := 0; one < count; one++ {
		opening.Add(1)
		turns <- struct{}{}
		go func() {
			answer, err := c.open(ctx, "GET", path(one)+query, "", nil, asJSON)
			if err == nil && answer.Header.Get("Content-Encoding") != "" {
				answer.Body.Close()
				err = errors.New("a watch is compressed, which no other API does")
			}
			<-turns
			opening.Done()
			if err != nil {
				failed <- err
				return
			}
			defer answer.Body.Close()
			follow(one, bufio.NewReaderSize(answer.Body, 8192))
		}()
	}
	opening.Wait()
	select {
	case err := <-failed:
		return err
	default:
		return nil
	}
}
