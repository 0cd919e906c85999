package main

import (
	"context"
	"fmt"
	"time"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/discovery"
	"k8s.io/client-go/discovery/cached/memory"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/restmapper"
)

// admission asks the API server whether it would take an object.
type admission struct {
	client dynamic.Interface
	mapper *restmapper.DeferredDiscoveryRESTMapper
	// namespaces are those that are there.
	namespaces map[string]bool
}

var namespaceResource = schema.GroupVersionResource{Version: "v1", Resource: "namespaces"}

var definitionResource = schema.GroupVersionResource{
	Group: "apiextensions.k8s.io", Version: "v1", Resource: "customresourcedefinitions",
}

func newAdmission(config *rest.Config) (*admission, error) {
	client, err := dynamic.NewForConfig(config)
	if err != nil {
		return nil, err
	}
	known, err := discovery.NewDiscoveryClientForConfig(config)
	if err != nil {
		return nil, err
	}
	mapper := restmapper.NewDeferredDiscoveryRESTMapper(memory.NewMemCacheClient(known))
	return &admission{client: client, mapper: mapper, namespaces: map[string]bool{"default": true}}, nil
}

// admit gives why the API server refuses an object, or nil. Nothing is stored, so that cases do not meet each other.
func (a *admission) admit(ctx context.Context, one *unstructured.Unstructured) error {
	mapping, err := a.mapper.RESTMapping(one.GroupVersionKind().GroupKind(), one.GroupVersionKind().Version)
	if err != nil {
		return err
	}
	// kubectl asks for strict validation, which also refuses fields that are unknown or there twice.
	options := metav1.CreateOptions{DryRun: []string{metav1.DryRunAll}, FieldValidation: metav1.FieldValidationStrict}
	if mapping.Scope.Name() != meta.RESTScopeNameNamespace {
		_, err = a.client.Resource(mapping.Resource).Create(ctx, one, options)
		return err
	}
	if one.GetNamespace() == "" {
		one.SetNamespace("default")
	}
	if err := a.needNamespace(ctx, one.GetNamespace()); err != nil {
		return err
	}
	_, err = a.client.Resource(mapping.Resource).Namespace(one.GetNamespace()).Create(ctx, one, options)
	return err
}

func (a *admission) needNamespace(ctx context.Context, name string) error {
	if a.namespaces[name] {
		return nil
	}
	one := &unstructured.Unstructured{Object: map[string]any{
		"apiVersion": "v1", "kind": "Namespace", "metadata": map[string]any{"name": name},
	}}
	if _, err := a.client.Resource(namespaceResource).Create(ctx, one, metav1.CreateOptions{}); err != nil {
		return err
	}
	a.namespaces[name] = true
	return nil
}

// install creates CustomResourceDefinitions, and waits until the server serves them.
func (a *admission) install(ctx context.Context, files []string) error {
	objects, err := readObjects(files)
	if err != nil {
		return err
	}
	resource := definitionResource
	installing := newProgress("install CRDs", len(objects))
	for _, one := range objects {
		if one.GetKind() != "CustomResourceDefinition" {
			continue // files of releases have policies beside them
		}
		if _, err := a.client.Resource(resource).Create(ctx, one, metav1.CreateOptions{}); err != nil {
			return fmt.Errorf("%s: %w", one.GetName(), err)
		}
		for !a.isEstablished(ctx, resource, one.GetName()) {
			if ctx.Err() != nil {
				return context.Cause(ctx)
			}
			time.Sleep(50 * time.Millisecond)
		}
		installing.step()
	}
	a.mapper.Reset()
	return nil
}

func (a *admission) isEstablished(ctx context.Context, resource schema.GroupVersionResource, name string) bool {
	one, err := a.client.Resource(resource).Get(ctx, name, metav1.GetOptions{})
	if err != nil {
		return false
	}
	conditions, _, _ := unstructured.NestedSlice(one.Object, "status", "conditions")
	for _, condition := range conditions {
		fields, _ := condition.(map[string]any)
		if fields["type"] == "Established" && fields["status"] == "True" {
			return true
		}
	}
	return false
}
