package main

import "fmt"

// gateway is a proxy at the edge.
type gateway struct {
	// labels are those of its pods; namespace is where they run.
	labels    map[string]string
	namespace string
	address   string
}

// madeForGateway is what runs because there is a Gateway.
type madeForGateway struct {
	pods     []pod
	services []object
}

// gatewayNameLabel marks what belongs to a Gateway of the Gateway API.
const gatewayNameLabel = "gateway.networking.k8s.io/gateway-name"

// addGateway knows the proxies of a Gateway. An Istio Gateway selects them by labels; for a Gateway of the Gateway API
// istiod's deployment controller makes a Deployment and the Service `<name>-<class>`, without which it has no address.
func (c *cluster) addGateway(one object, free *addresses) madeForGateway {
	if isIstio(one) {
		selector := labelsAt(one, "spec", "selector")
		c.gateways[one.id()] = gateway{labels: selector, namespace: "istio-system", address: free.next()}
		return madeForGateway{}
	}
	labels := map[string]string{gatewayNameLabel: one.name()}
	proxy := pod{
		name: one.name() + "-proxy", namespace: one.namespace(), address: free.next(),
		workload: one.id(), labels: labels, ports: map[string]int{},
	}
	c.gateways[one.id()] = gateway{labels: labels, namespace: one.namespace(), address: proxy.address}
	var ports []any
	known := map[int]bool{}
	for _, listener := range listAt(one, "spec", "listeners") {
		if number := numberAt(listener, 0, "port"); !known[number] {
			known[number] = true
			ports = append(ports, map[string]any{"name": fmt.Sprintf("http-%d", number), "port": int64(number)})
		}
	}
	service := object{
		"apiVersion": "v1", "kind": "Service",
		"metadata": map[string]any{
			"name": one.name() + "-" + textAt(one, "spec", "gatewayClassName"), "namespace": one.namespace(),
			"labels": map[string]any{gatewayNameLabel: one.name()},
		},
		"spec": map[string]any{"selector": map[string]any{gatewayNameLabel: one.name()}, "ports": ports},
	}
	return madeForGateway{pods: []pod{proxy}, services: []object{service}}
}
