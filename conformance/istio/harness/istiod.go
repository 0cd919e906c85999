package main

import (
	"fmt"
	"sort"
	"strings"

	clusterv3 "github.com/envoyproxy/go-control-plane/envoy/config/cluster/v3"
	corev3 "github.com/envoyproxy/go-control-plane/envoy/config/core/v3"
	endpointv3 "github.com/envoyproxy/go-control-plane/envoy/config/endpoint/v3"
	listenerv3 "github.com/envoyproxy/go-control-plane/envoy/config/listener/v3"
	routev3 "github.com/envoyproxy/go-control-plane/envoy/config/route/v3"
	hcmv3 "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/http_connection_manager/v3"
	tcpv3 "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/tcp_proxy/v3"
	"google.golang.org/protobuf/proto"

	"istio.io/istio/pilot/pkg/model"
	"istio.io/istio/pilot/test/xds"
	"istio.io/istio/pkg/test"
)

// istiod translates a cluster into the configuration of proxies. It is istiod's own code: the fake part is only that
// it watches objects in memory.
type istiod struct {
	*cluster
	server  *xds.FakeDiscoveryServer
	version string
}

func newIstiod(t test.Failer, c *cluster, version string) *istiod {
	server := xds.NewFakeDiscoveryServer(t, xds.FakeOptions{KubernetesObjects: c.kubernetes, Configs: c.istio})
	return &istiod{cluster: c, server: server, version: version}
}

// translation is what the proxy does that a request enters by.
type translation struct {
	// entry is one name for all requests of a case that enter alike.
	entry   string
	manager *hcmv3.HttpConnectionManager
	// tcp is the cluster that connections go to where the listener knows nothing of HTTP.
	tcp       string
	routes    *routev3.RouteConfiguration
	clusters  []*clusterv3.Cluster
	endpoints map[string]*endpointv3.ClusterLoadAssignment
}

// translate finds the listener that a request enters by; an error says why there is none.
func (i *istiod) translate(request Request, host string, port int) (*translation, error) {
	proxy, err := i.proxyOf(request)
	if err != nil {
		return nil, err
	}
	listeners := i.server.Listeners(proxy)
	listener := i.gatewayListener(listeners, port)
	if request.From == fromMesh {
		listener = i.sidecarListener(listeners, request.Client.Namespace, host, port)
	}
	if listener == nil {
		return nil, fmt.Errorf("nothing listens on port %d", port)
	}
	entry := fmt.Sprint(listener.Name, " ", request.From, " ", request.Client)
	endpoints := map[string]*endpointv3.ClusterLoadAssignment{}
	for _, one := range i.server.Endpoints(proxy) {
		endpoints[one.ClusterName] = one
	}
	manager := httpManager(listener)
	if manager == nil {
		cluster := tcpCluster(listener)
		if cluster == "" {
			return nil, fmt.Errorf("the listener %s takes neither HTTP nor plain TCP", listener.Name)
		}
		return &translation{entry: entry, tcp: cluster, clusters: i.server.Clusters(proxy), endpoints: endpoints}, nil
	}
	routes := manager.GetRouteConfig()
	if dynamic := manager.GetRds(); dynamic != nil {
		entry += " " + dynamic.RouteConfigName
		for _, one := range i.server.RoutesFromListeners(proxy, []*listenerv3.Listener{listener}) {
			if one.Name == dynamic.RouteConfigName {
				routes = one
			}
		}
	}
	if routes == nil {
		return nil, fmt.Errorf("istiod gives no routes for the listener %s", listener.Name)
	}
	return &translation{
		entry: entry, manager: manager, routes: routes, clusters: i.server.Clusters(proxy), endpoints: endpoints,
	}, nil
}

const (
	fromMesh    = "mesh"
	fromGateway = "gateway"
)

func (i *istiod) proxyOf(request Request) (*model.Proxy, error) {
	if request.From == fromMesh {
		client := request.Client
		return i.proxy(model.SidecarProxy, "client", client.Namespace, client.Labels, "10.99.0.1"), nil
	}
	name := request.From
	if name == fromGateway {
		var names []string
		for known := range i.gateways {
			names = append(names, known)
		}
		sort.Strings(names)
		if len(names) == 0 {
			return nil, fmt.Errorf("the case has no Gateway")
		}
		name = names[0]
	}
	gateway, known := i.gateways[name]
	if !known {
		return nil, fmt.Errorf("there is no Gateway %s", name)
	}
	return i.proxy(model.Router, "gateway", gateway.namespace, gateway.labels, gateway.address), nil
}

func (i *istiod) proxy(
	kind model.NodeType, name, namespace string, labels map[string]string, address string,
) *model.Proxy {
	metadata := &model.NodeMetadata{
		Namespace: namespace, Labels: labels, IstioVersion: i.version, ClusterID: "Kubernetes",
	}
	return i.server.SetupProxy(&model.Proxy{
		Type: kind, ID: name + "." + namespace, ConfigNamespace: namespace, Labels: labels,
		IPAddresses: []string{address}, Metadata: metadata,
	})
}

// gatewayListener is that of the port; clients of a gateway with one port reach it, whatever port they name.
func (i *istiod) gatewayListener(listeners []*listenerv3.Listener, port int) *listenerv3.Listener {
	var known []*listenerv3.Listener
	for _, one := range listeners {
		if httpManager(one) == nil {
			continue
		}
		if portOf(one) == port {
			return one
		}
		known = append(known, one)
	}
	if len(known) == 1 {
		return known[0]
	}
	return nil
}

// sidecarListener is what the client's connection is captured by: the listener at the Service's own address, where
// there is one (its port is not known to be HTTP, or it is), and otherwise the one for all addresses of the port.
func (i *istiod) sidecarListener(
	listeners []*listenerv3.Listener, namespace, host string, port int,
) *listenerv3.Listener {
	labels := strings.Split(host, ".")
	if len(labels) > 1 {
		namespace = labels[1]
	}
	own := i.clusterIPs[namespace+"/"+labels[0]]
	var forAll *listenerv3.Listener
	for _, one := range listeners {
		isOutbound := one.TrafficDirection == corev3.TrafficDirection_OUTBOUND
		if !isOutbound || one.Name == model.VirtualOutboundListenerName || portOf(one) != port {
			continue
		}
		switch one.GetAddress().GetSocketAddress().GetAddress() {
		case own:
			return one
		case "0.0.0.0":
			forAll = one
		}
	}
	return forAll
}

func portOf(listener *listenerv3.Listener) int {
	return int(listener.GetAddress().GetSocketAddress().GetPortValue())
}

// tcpCluster is where a listener sends connections that it does not look into.
func tcpCluster(listener *listenerv3.Listener) string {
	for _, chain := range listener.FilterChains {
		for _, filter := range chain.Filters {
			proxy := &tcpv3.TcpProxy{}
			if isRead(filter, proxy) {
				return proxy.GetCluster()
			}
		}
	}
	return ""
}

// isRead says whether the filter's configuration is of this kind, and then reads it.
func isRead(filter *listenerv3.Filter, into proto.Message) bool {
	config := filter.GetTypedConfig()
	return config != nil && config.MessageIs(into) && config.UnmarshalTo(into) == nil
}

// httpManager is the connection manager of a listener that has routes.
func httpManager(listener *listenerv3.Listener) *hcmv3.HttpConnectionManager {
	chains := append([]*listenerv3.FilterChain{}, listener.FilterChains...)
	if listener.DefaultFilterChain != nil {
		chains = append(chains, listener.DefaultFilterChain)
	}
	for _, chain := range chains {
		for _, filter := range chain.Filters {
			manager := &hcmv3.HttpConnectionManager{}
			if isRead(filter, manager) && (manager.GetRds() != nil || manager.GetRouteConfig() != nil) {
				return manager
			}
		}
	}
	return nil
}
