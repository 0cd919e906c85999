package main

import (
	"fmt"
	"sort"
	"strconv"
)

// pod is one that runs and is ready, and answers with the name of its workload.
type pod struct {
	name, namespace, address, workload string
	labels                             map[string]string
	// ports are the container ports by their names.
	ports map[string]int
}

// addresses hands out addresses of pods; backends on loopback stand for them later.
type addresses struct{ given int }

func (a *addresses) next() string {
	a.given++
	return fmt.Sprintf("10.40.%d.%d", a.given/250, a.given%250+1)
}

// podsOf gives the pods of a workload, as its controller makes them; nothing for other objects.
func podsOf(one object, free *addresses) []pod {
	switch one.kind() {
	case "Deployment", "StatefulSet", "ReplicaSet", "Rollout":
		template := at(one, "spec", "template")
		var pods []pod
		for i := 0; i < numberAt(one, 1, "spec", "replicas"); i++ {
			pods = append(pods, pod{
				name: fmt.Sprintf("%s-%d", one.name(), i), namespace: one.namespace(),
				address: free.next(), workload: one.id(),
				labels: labelsAt(template, "metadata", "labels"), ports: namedPorts(at(template, "spec")),
			})
		}
		return pods
	case "Pod":
		return []pod{{
			name: one.name(), namespace: one.namespace(), address: free.next(), workload: one.id(),
			labels: labelsAt(one, "metadata", "labels"), ports: namedPorts(one["spec"]),
		}}
	}
	return nil
}

func namedPorts(spec any) map[string]int {
	ports := map[string]int{}
	for _, container := range listAt(spec, "containers") {
		for _, port := range listAt(container, "ports") {
			if name := textAt(port, "name"); name != "" {
				ports[name] = numberAt(port, 0, "containerPort")
			}
		}
	}
	return ports
}

// object gives the pod as the API server has it once it is ready.
func (p pod) object() object {
	labels := map[string]any{}
	for key, value := range p.labels {
		labels[key] = value
	}
	return object{
		"apiVersion": "v1", "kind": "Pod",
		"metadata": map[string]any{"name": p.name, "namespace": p.namespace, "labels": labels},
		"spec": map[string]any{
			"serviceAccountName": "default",
			"containers":         []any{map[string]any{"name": "main", "image": "registry.example/main:1"}},
		},
		"status": map[string]any{
			"phase": "Running", "podIP": p.address, "podIPs": []any{map[string]any{"ip": p.address}},
			"conditions": []any{map[string]any{"type": "Ready", "status": "True"}},
		},
	}
}

// endpointSlices gives what the endpoints controller writes for a Service: for each of its ports the pods that it
// takes, apart by the number that a port's name has in them.
func endpointSlices(service object, pods []pod) []object {
	selector := labelsAt(service, "spec", "selector")
	var slices []object
	for i, port := range listAt(service, "spec", "ports") {
		byNumber := map[int][]any{}
		for _, one := range pods {
			number, hasPort := targetPort(port, one)
			if one.namespace != service.namespace() || !covers(selector, one.labels) || !hasPort {
				continue
			}
			byNumber[number] = append(byNumber[number], map[string]any{
				"addresses":  []any{one.address},
				"conditions": map[string]any{"ready": true, "serving": true, "terminating": false},
				"targetRef":  map[string]any{"kind": "Pod", "name": one.name, "namespace": one.namespace},
			})
		}
		for _, number := range sortedNumbers(byNumber) {
			slices = append(slices, object{
				"apiVersion": "discovery.k8s.io/v1", "kind": "EndpointSlice", "addressType": "IPv4",
				"metadata": map[string]any{
					"name": fmt.Sprintf("%s-%d-%d", service.name(), i, number), "namespace": service.namespace(),
					"labels": map[string]any{"kubernetes.io/service-name": service.name()},
				},
				"endpoints": byNumber[number],
				"ports": []any{map[string]any{
					"name": textAt(port, "name"), "port": number, "protocol": textAt(port, "protocol"),
				}},
			})
		}
	}
	return slices
}

// targetPort is the number, or the name of a container port, that a Service's port leads to.
func targetPort(servicePort any, one pod) (int, bool) {
	name := textAt(servicePort, "targetPort")
	if name == "" {
		return numberAt(servicePort, 0, "targetPort"), true
	}
	if number, err := strconv.Atoi(name); err == nil {
		return number, true
	}
	number, known := one.ports[name]
	return number, known
}

func sortedNumbers[V any](byNumber map[int]V) []int {
	var numbers []int
	for number := range byNumber {
		numbers = append(numbers, number)
	}
	sort.Ints(numbers)
	return numbers
}
