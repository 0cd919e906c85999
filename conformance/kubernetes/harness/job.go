package main

// Job is what the harness is asked to measure.
type Job struct {
	// LimitSeconds is after how long the harness gives up.
	LimitSeconds int `json:"limitSeconds"`
	// CRDs are files with the CustomResourceDefinitions of the cluster.
	CRDs []string `json:"crds"`
	// Controller says whether Rollouts are validated by the Argo Rollouts controller, too.
	Controller bool   `json:"controller"`
	Cases      []Case `json:"cases"`
}

// Case is a set of objects.
type Case struct {
	Name  string   `json:"name"`
	Files []string `json:"files"`
}

// Result is what was measured.
type Result struct {
	// With names each program and its version.
	With  map[string]string `json:"with"`
	Cases []CaseResult      `json:"cases"`
}

// CaseResult says which objects never got into the cluster, or are not acted on, and who says so.
type CaseResult struct {
	Name    string   `json:"name"`
	Refused []string `json:"refused"`
	// Answers is empty: no request is sent.
	Answers []struct{} `json:"answers"`
}
