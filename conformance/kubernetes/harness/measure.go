package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
)

// measure asks for every object of every case whether it gets in.
func measure(ctx context.Context, job Job) (*Result, error) {
	folder, err := os.MkdirTemp("", "conformance-kubernetes-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	etcd, address, err := startEtcd(ctx, filepath.Join(folder, "etcd"))
	if err != nil {
		return nil, err
	}
	defer etcd.Close()
	server, err := startAPIServer(ctx, folder, address)
	if err != nil {
		return nil, err
	}
	defer server.stop()
	admission, err := newAdmission(server.config)
	if err != nil {
		return nil, err
	}
	if err := admission.install(ctx, job.CRDs); err != nil {
		return nil, err
	}
	versions := map[string]string{"kube-apiserver": moduleVersion("k8s.io/kubernetes")}
	result := &Result{With: versions, Cases: []CaseResult{}}
	if job.Controller {
		result.With["argo-rollouts"] = moduleVersion("github.com/argoproj/argo-rollouts")
	}
	asking := newProgress("ask", len(job.Cases))
	for _, one := range job.Cases {
		refused, err := refusals(ctx, one, admission, job.Controller)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", one.Name, err)
		}
		result.Cases = append(result.Cases, CaseResult{Name: one.Name, Refused: refused, Answers: []struct{}{}})
		asking.step()
	}
	return result, nil
}

func refusals(ctx context.Context, one Case, admission *admission, hasController bool) ([]string, error) {
	objects, err := readObjects(one.Files)
	if err != nil {
		return nil, err
	}
	refused := []string{}
	admitted := objects[:0:0]
	for _, object := range objects {
		if err := admission.admit(ctx, object); err != nil {
			if ctx.Err() != nil {
				return nil, context.Cause(ctx)
			}
			refused = append(refused, fmt.Sprintf("%s: API server: %v", idOf(object), err))
			continue
		}
		admitted = append(admitted, object)
	}
	if hasController {
		refused = append(refused, controllerRefusals(admitted)...)
	}
	return refused, nil
}

// moduleVersion is what this program was built with.
func moduleVersion(path string) string {
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, one := range info.Deps {
			if one.Path == path {
				if one.Replace != nil {
					return one.Replace.Version
				}
				return one.Version
			}
		}
	}
	return "unknown"
}
