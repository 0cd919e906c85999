package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"

	kubeyaml "k8s.io/apimachinery/pkg/util/yaml"
)

// object is a Kubernetes object as YAML gives it.
type object map[string]any

// readObjects reads all documents of the files, by the YAML library that Kubernetes itself uses.
func readObjects(files []string) ([]object, error) {
	var found []object
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		decoder := kubeyaml.NewYAMLOrJSONDecoder(bytes.NewReader(text), 65536)
		for {
			var one map[string]any
			if err := decoder.Decode(&one); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				return nil, fmt.Errorf("%s: %w", file, err)
			}
			if len(one) > 0 && one["kind"] != "Case" { // a Case says what is asked, and is no part of the cluster
				found = append(found, object(wholeNumbers(one).(map[string]any)))
			}
		}
	}
	return found, nil
}

// wholeNumbers makes whole numbers int64, as the API server does: the CEL rules of CRDs refuse floats.
func wholeNumbers(value any) any {
	switch v := value.(type) {
	case map[string]any:
		for key, item := range v {
			v[key] = wholeNumbers(item)
		}
	case []any:
		for i, item := range v {
			v[i] = wholeNumbers(item)
		}
	case float64:
		if v == float64(int64(v)) {
			return int64(v)
		}
	}
	return value
}

// at follows a path of field names; nil where there is nothing.
func at(value any, path ...string) any {
	for _, name := range path {
		switch v := value.(type) {
		case object:
			value = v[name]
		case map[string]any:
			value = v[name]
		default:
			return nil
		}
	}
	return value
}

func textAt(value any, path ...string) string {
	text, _ := at(value, path...).(string)
	return text
}

func listAt(value any, path ...string) []any {
	list, _ := at(value, path...).([]any)
	return list
}

func numberAt(value any, otherwise int, path ...string) int {
	switch v := at(value, path...).(type) {
	case int64:
		return int(v)
	case float64:
		return int(v)
	}
	return otherwise
}

func labelsAt(value any, path ...string) map[string]string {
	labels := map[string]string{}
	if fields, ok := at(value, path...).(map[string]any); ok {
		for key, item := range fields {
			labels[key] = fmt.Sprint(item)
		}
	}
	return labels
}

func (o object) kind() string      { return textAt(o, "kind") }
func (o object) name() string      { return textAt(o, "metadata", "name") }
func (o object) namespace() string { return textAt(o, "metadata", "namespace") }
func (o object) id() string        { return o.namespace() + "/" + o.name() }

// covers says whether a selector takes these labels.
func covers(selector, labels map[string]string) bool {
	for key, value := range selector {
		if labels[key] != value {
			return false
		}
	}
	return len(selector) > 0
}
