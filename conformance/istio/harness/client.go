package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
)

// connections is how many requests are under way at once.
const connections = 12

// client sends requests as they are written, without following redirects.
type client struct {
	transport *http.Transport
}

func newClient() *client {
	return &client{&http.Transport{
		MaxIdleConnsPerHost: connections, DisableCompression: true,
		IdleConnTimeout: 2 * time.Second, ResponseHeaderTimeout: 20 * time.Second,
	}}
}

// send asks the listener at an address so many times, and adds what it got to the answer.
func (c *client) send(ctx context.Context, address string, request Request, times int, answer *Answer) error {
	var (
		lock  sync.Mutex
		group sync.WaitGroup
	)
	queue := make(chan struct{}, times)
	for range times {
		queue <- struct{}{}
	}
	close(queue)
	for range connections {
		group.Add(1)
		go func() {
			defer group.Done()
			for range queue {
				target, path := c.once(ctx, address, request)
				lock.Lock()
				answer.Sent++
				answer.Got[target]++
				if path != "" && path != pathOf(request.URL) {
					answer.Path = path
				}
				lock.Unlock()
			}
		}()
	}
	group.Wait()
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return nil
}

// once gives who answered, and the path that a pod was asked for.
func (c *client) once(ctx context.Context, address string, request Request) (target, path string) {
	authority, rest := authorityOf(request.URL), pathOf(request.URL)
	sent := &http.Request{
		Method: request.Method, Host: authority, Header: http.Header{"User-Agent": {"conformance"}},
		// Opaque keeps the path as it is written, dots and escapes included.
		URL: &url.URL{Scheme: "http", Host: address, Opaque: rest},
	}
	if strings.HasPrefix(rest, "//") { // Go takes what follows two slashes for a host
		path, query, _ := strings.Cut(rest, "?")
		sent.URL = &url.URL{Scheme: "http", Host: address, Path: path, RawQuery: query}
	}
	for _, line := range request.Headers {
		if strings.EqualFold(line[0], "host") { // there is one line of it, which Go writes itself
			sent.Host = line[1]
			continue
		}
		sent.Header[line[0]] = append(sent.Header[line[0]], line[1])
	}
	response, err := c.transport.RoundTrip(sent.WithContext(ctx))
	if err != nil {
		return noAnswer, ""
	}
	defer response.Body.Close()
	_, _ = io.Copy(io.Discard, response.Body)
	if workload := response.Header.Get(workloadHeader); workload != "" {
		return workload, response.Header.Get(pathHeader)
	}
	return fmt.Sprint(response.StatusCode), ""
}

// authorityOf is what stands between `://` and the path, without the port that the scheme implies: clients send none then.
func authorityOf(text string) string {
	_, rest, _ := strings.Cut(text, "://")
	if end := strings.IndexAny(rest, "/?#"); end >= 0 {
		rest = rest[:end]
	}
	return strings.TrimSuffix(rest, ":80")
}

// pathOf is the path with its query, as a client sends it: without the fragment, and never empty.
func pathOf(text string) string {
	_, rest, _ := strings.Cut(text, "://")
	rest, _, _ = strings.Cut(rest, "#")
	start := strings.IndexAny(rest, "/?")
	if start < 0 {
		return "/"
	}
	if rest[start] == '?' {
		return "/" + rest[start:]
	}
	return rest[start:]
}

// hostOf is the host and the port that a client connects to.
func hostOf(text string) (string, int) {
	host, written, _ := strings.Cut(authorityOf(text), ":")
	port := 80
	if written != "" {
		if _, err := fmt.Sscan(written, &port); err != nil {
			port = 80
		}
	}
	return host, port
}
