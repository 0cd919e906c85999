package main

import (
	"context"
	"fmt"
	"runtime/debug"

	"google.golang.org/protobuf/proto"

	"istio.io/istio/pkg/test"
)

// question is a request of a case, and the listener of Envoy that it is sent to.
type question struct {
	request  Request
	listener string
	isChance bool
	answer   *Answer
}

// questions are all of a job, with what Envoy has to run for them.
type questions struct {
	asked     []*question
	listeners []proto.Message
	clusters  []proto.Message
}

// measure answers all requests of all cases, through one Envoy.
func measure(ctx context.Context, job Job) (*Result, error) {
	admission, err := newAdmission(job.IstioSource)
	if err != nil {
		return nil, err
	}
	servers := &backends{byName: map[string]string{}}
	defer servers.close()
	result := &Result{With: map[string]string{"istio.io/istio": moduleVersion("istio.io/istio")}, Cases: []CaseResult{}}
	all := &questions{}
	translating := newProgress("translate", len(job.Cases))
	for i, one := range job.Cases {
		answered, err := all.add(one, fmt.Sprintf("%d~", i), admission, servers)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", one.Name, err)
		}
		result.Cases = append(result.Cases, *answered)
		translating.step()
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
	}
	running, err := startEnvoy(ctx, job.Envoy, all.listeners, all.clusters)
	if err != nil {
		return nil, err
	}
	defer running.stop()
	result.With["envoy"] = running.version()
	return result, all.send(ctx, running, job)
}

// add translates a case. Each listener of it is made once, for all requests that enter by it.
func (q *questions) add(one Case, prefix string, admission *admission, servers *backends) (*CaseResult, error) {
	objects, err := readObjects(one.Files)
	if err != nil {
		return nil, err
	}
	cluster, err := newCluster(objects, admission)
	if err != nil {
		return nil, err
	}
	result := &CaseResult{
		Name: one.Name, Refused: append([]string{}, cluster.refused...), Answers: make([]Answer, len(one.Requests)),
	}
	known := map[string]*question{}
	// Istio's own tests run the server so; Wrap gives what stands for a test, and ends what it started.
	err = test.Wrap(func(t test.Failer) {
		istiod := newIstiod(t, cluster, istioVersion)
		for i, request := range one.Requests {
			answer := &result.Answers[i]
			answer.Got = map[string]int{}
			asked := &question{request: request, answer: answer}
			q.asked = append(q.asked, asked)
			host, port := hostOf(request.URL)
			translated, err := istiod.translate(request, host, port)
			if err != nil {
				answer.Why = err.Error()
				continue
			}
			if same := known[translated.entry]; same != nil {
				asked.listener, asked.isChance = same.listener, same.isChance
				continue
			}
			known[translated.entry] = asked
			asked.listener = fmt.Sprintf("%s%s#%d", prefix, one.Name, i)
			own := fmt.Sprintf("%s%d~", prefix, i)
			if err := q.run(translated, asked, own, cluster.workloads, servers); err != nil {
				t.Fatal(err)
			}
		}
	})
	return result, err
}

// run has Envoy run a translation.
func (q *questions) run(
	from *translation, asked *question, prefix string, workloads map[string]string, servers *backends,
) error {
	brought, err := from.bring(prefix, workloads, servers)
	if err != nil {
		return err
	}
	made, err := listener(asked.listener, brought.filter)
	if err != nil {
		return err
	}
	asked.isChance = brought.isChance
	q.listeners = append(q.listeners, made)
	for _, one := range brought.clusters {
		q.clusters = append(q.clusters, one)
	}
	return nil
}

// send asks every question: few times where nothing is left to chance, and many where something is.
func (q *questions) send(ctx context.Context, running *envoy, job Job) error {
	addresses, err := running.addresses()
	if err != nil {
		return err
	}
	client := newClient()
	sending := newProgress("send", len(q.asked))
	for _, one := range q.asked {
		address := addresses[one.listener]
		switch {
		case one.listener == "":
			one.answer.Sent, one.answer.Got[noListener] = 1, 1
		case address == "":
			one.answer.Sent, one.answer.Got[refusedByEnvoy] = 1, 1
			one.answer.Why = running.refusal(one.listener)
		default:
			times := job.Few
			if one.isChance {
				times, one.answer.Chance = job.Many, true
			}
			if err := client.send(ctx, address, one.request, times, one.answer); err != nil {
				return err
			}
		}
		sending.step()
	}
	return nil
}

// istioVersion is what proxies say that they are: the release that the module of go.mod leads to.
const istioVersion = "1.31.0"

// moduleVersion is what this program was built with.
func moduleVersion(path string) string {
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, one := range info.Deps {
			if one.Path == path {
				return one.Version
			}
		}
	}
	return "unknown"
}
