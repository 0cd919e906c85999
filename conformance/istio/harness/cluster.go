package main

import (
	"encoding/json"
	"fmt"
	"sort"

	"k8s.io/apimachinery/pkg/runtime"

	"istio.io/istio/pkg/config"
	"istio.io/istio/pkg/kube"
)

// cluster is what istiod watches once all objects of a case have been applied and all pods are ready.
type cluster struct {
	refused    []string
	kubernetes []runtime.Object
	istio      []config.Config
	gateways   map[string]gateway
	// workloads names who answers at a pod's address.
	workloads map[string]string
	// clusterIPs are the addresses of Services by `namespace/name`.
	clusterIPs map[string]string
}

// newCluster applies objects: what is refused is left out, defaults are filled in as the API server does.
func newCluster(objects []object, admission *admission) (*cluster, error) {
	c := &cluster{gateways: map[string]gateway{}, workloads: map[string]string{}, clusterIPs: map[string]string{}}
	free := &addresses{}
	var pods []pod
	var services, routers []object
	namespaces := map[string]object{"istio-system": nil}
	for _, one := range objects {
		if one.kind() == "Namespace" {
			namespaces[one.name()] = one
			continue
		}
		if one.namespace() == "" && one.kind() != "GatewayClass" {
			at(one, "metadata").(map[string]any)["namespace"] = "default"
		}
		if _, known := namespaces[one.namespace()]; !known && one.namespace() != "" {
			namespaces[one.namespace()] = nil
		}
		if err := admission.admit(one); err != nil {
			c.refused = append(c.refused, fmt.Sprintf("%s %s: %v", one.kind(), one.id(), err))
			continue
		}
		pods = append(pods, podsOf(one, free)...)
		if one.kind() == "Service" && textAt(one, "apiVersion") == "v1" {
			services = append(services, one)
		} else if isIstio(one) || isGatewayAPI(one) {
			routers = append(routers, one)
		}
	}
	for _, one := range routers {
		if isIstio(one) {
			configs, err := istioConfigs(one)
			if err != nil {
				return nil, err
			}
			c.istio = append(c.istio, configs...)
		} else if err := c.add(one); err != nil {
			return nil, err
		}
		if one.kind() == "Gateway" {
			made := c.addGateway(one, free)
			pods, services = append(pods, made.pods...), append(services, made.services...)
		}
	}
	for i, service := range services {
		c.defaultService(service, fmt.Sprintf("10.96.0.%d", i+1))
		for _, one := range append([]object{service}, endpointSlices(service, pods)...) {
			if err := c.add(one); err != nil {
				return nil, err
			}
		}
	}
	for _, one := range pods {
		c.workloads[one.address] = one.workload
		if err := c.add(one.object()); err != nil {
			return nil, err
		}
	}
	return c, c.addNamespaces(namespaces)
}

// defaultService fills in what the API server does, since istiod reads it: type, address, protocol and target port.
func (c *cluster) defaultService(service object, address string) {
	spec := at(service, "spec").(map[string]any)
	if spec["type"] == nil {
		spec["type"] = "ClusterIP"
	}
	if spec["clusterIP"] == nil && spec["type"] != "ExternalName" {
		spec["clusterIP"], spec["clusterIPs"] = address, []any{address}
	}
	c.clusterIPs[service.id()] = textAt(spec, "clusterIP")
	for _, one := range listAt(spec, "ports") {
		port := one.(map[string]any)
		if port["protocol"] == nil {
			port["protocol"] = "TCP"
		}
		if port["targetPort"] == nil {
			port["targetPort"] = port["port"]
		}
	}
}

// addNamespaces adds those that objects are in, with the label that every namespace of a cluster has.
func (c *cluster) addNamespaces(namespaces map[string]object) error {
	var names []string
	for name := range namespaces {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		labels := labelsAt(namespaces[name], "metadata", "labels")
		labels["kubernetes.io/metadata.name"] = name
		metadata := map[string]any{"name": name, "labels": labels}
		one := object{"apiVersion": "v1", "kind": "Namespace", "metadata": metadata}
		if err := c.add(one); err != nil {
			return err
		}
	}
	return nil
}

// add decodes an object into its Go type, as a client of the API server does.
func (c *cluster) add(one object) error {
	text, err := json.Marshal(one)
	if err != nil {
		return err
	}
	decoded, _, err := kube.IstioCodec.UniversalDeserializer().Decode(text, nil, nil)
	if err != nil {
		return fmt.Errorf("%s %s: %w", one.kind(), one.id(), err)
	}
	c.kubernetes = append(c.kubernetes, decoded)
	return nil
}
