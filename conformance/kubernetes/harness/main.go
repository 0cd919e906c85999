// The harness measures which objects get into a cluster: a real kube-apiserver with etcd, both as Go
// libraries, is asked to create each object of a case, as a dry run. Rollouts that it takes are then held against the
// validation of the Argo Rollouts controller, where the job asks for that.
//
// It reads a job from its standard input and writes the answers as the last line of its standard output (both JSON, see
// job.go); its progress goes to standard error. It ends by itself: when it is done, or after the job's time limit.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	if len(os.Args) > 1 && os.Args[1] == apiServerCommand {
		os.Exit(runAPIServer(os.Args[2:]))
	}
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "kubernetes harness:", err)
		os.Exit(1)
	}
}

func run() error {
	var job Job
	if err := json.NewDecoder(os.Stdin).Decode(&job); err != nil {
		return fmt.Errorf("the job on standard input is not JSON: %w", err)
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
