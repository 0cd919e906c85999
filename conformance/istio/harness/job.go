package main

// Job is what the harness is asked to measure.
type Job struct {
	// Envoy is the path of Envoy's binary.
	Envoy string `json:"envoy"`
	// IstioSource is the folder of the module istio.io/istio: the CRDs are read from there.
	IstioSource string `json:"istioSource"`
	// LimitSeconds is after how long the harness gives up.
	LimitSeconds int `json:"limitSeconds"`
	// Few is how many requests are sent where nothing is left to chance, Many where something is.
	Few  int `json:"few"`
	Many int `json:"many"`
	// Cases are measured in one run of Envoy.
	Cases []Case `json:"cases"`
}

// Case is a whole cluster, and the requests that clients make.
type Case struct {
	Name     string    `json:"name"`
	Files    []string  `json:"files"`
	Requests []Request `json:"requests"`
}

// Request is one question: who answers it?
type Request struct {
	// From is "gateway" (the only one), "namespace/name" of a gateway, or "mesh": a client with a sidecar.
	From string `json:"from"`
	// Client says where a client in the mesh runs, and by which labels.
	Client Client `json:"client"`
	Method string `json:"method"`
	URL    string `json:"url"`
	// Headers are lines in their order; names may repeat.
	Headers [][2]string `json:"headers"`
}

// Client is a pod with a sidecar.
type Client struct {
	Namespace string            `json:"namespace"`
	Labels    map[string]string `json:"labels"`
}

// Result is what was measured.
type Result struct {
	// With names each program and its version.
	With  map[string]string `json:"with"`
	Cases []CaseResult      `json:"cases"`
}

// CaseResult has one answer for each request of the case, in order.
type CaseResult struct {
	Name string `json:"name"`
	// Refused says which objects never got into the cluster, and who refused them.
	Refused []string `json:"refused"`
	Answers []Answer `json:"answers"`
}

// Answer is who answered a request, and how often.
type Answer struct {
	Sent int `json:"sent"`
	// Chance says whether the proxy draws lots for it; if it does not, the answer holds for every such request.
	Chance bool `json:"chance"`
	// Got counts by target: `namespace/workload` of the pod that answered, a status where no pod did, or a word
	// of those below.
	Got map[string]int `json:"got"`
	// Path is what the pod was asked for, where the router rewrote it.
	Path string `json:"path,omitempty"`
	// Why says why there is nothing to send the request to.
	Why string `json:"why,omitempty"`
}

// Targets that are neither a pod nor a status.
const (
	// passthrough: a sidecar lets the request through to where the client sent it.
	passthrough = "passthrough"
	// noListener: no proxy listens there, the connection is refused.
	noListener = "no listener"
	// refusedByEnvoy: Envoy does not take the listener that istiod made.
	refusedByEnvoy = "refused by Envoy"
	// noAnswer: Envoy closed the connection without an answer.
	noAnswer = "no answer"
)
