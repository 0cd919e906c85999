// The harness measures what Istio does with requests: istiod's own packages translate the objects of a case, a real
// Envoy runs the translation on loopback, and every request is sent through it.
//
// It reads a job from its standard input, and writes the answers to its standard output (both JSON, see job.go): as the
// last line, since Istio's packages for tests print there, too. Its progress goes to standard error. It ends by itself:
// when it is done, or after the job's time limit.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"istio.io/istio/pkg/log"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "istio harness:", err)
		os.Exit(1)
	}
}

func run() error {
	var job Job
	if err := json.NewDecoder(os.Stdin).Decode(&job); err != nil {
		return fmt.Errorf("the job on standard input is not JSON: %w", err)
	}
	for _, scope := range log.Scopes() {
		scope.SetOutputLevel(log.FatalLevel) // istiod warns about every odd object, and cases are odd objects
	}
	signals, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	limit := time.Duration(job.LimitSeconds) * time.Second
	ctx, cancel := context.WithTimeoutCause(signals, limit, fmt.Errorf("not done within %v", limit))
	defer cancel()

	result, err := measure(ctx, job)
	if err != nil {
		if cause := context.Cause(ctx); cause != nil {
			return cause
		}
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(result)
}
