package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	kubeyaml "k8s.io/apimachinery/pkg/util/yaml"
)

// readObjects reads all documents of the files as kubectl does: YAML becomes JSON, and that the objects.
func readObjects(files []string) ([]*unstructured.Unstructured, error) {
	var found []*unstructured.Unstructured
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		decoder := kubeyaml.NewYAMLOrJSONDecoder(bytes.NewReader(text), 65536)
		for {
			one := &unstructured.Unstructured{}
			if err := decoder.Decode(&one.Object); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				return nil, fmt.Errorf("%s: %w", file, err)
			}
			if len(one.Object) > 0 && one.GetKind() != "Case" { // a Case says what is asked
				found = append(found, one)
			}
		}
	}
	return found, nil
}

// idOf is how answers call an object.
func idOf(one *unstructured.Unstructured) string {
	return fmt.Sprintf("%s %s/%s", one.GetKind(), one.GetNamespace(), one.GetName())
}
