package main

import (
	"net"
	"strconv"

	clusterv3 "github.com/envoyproxy/go-control-plane/envoy/config/cluster/v3"
	corev3 "github.com/envoyproxy/go-control-plane/envoy/config/core/v3"
	endpointv3 "github.com/envoyproxy/go-control-plane/envoy/config/endpoint/v3"
	listenerv3 "github.com/envoyproxy/go-control-plane/envoy/config/listener/v3"
	routev3 "github.com/envoyproxy/go-control-plane/envoy/config/route/v3"
	hcmv3 "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/http_connection_manager/v3"
	tcpv3 "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/tcp_proxy/v3"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/anypb"
	"google.golang.org/protobuf/types/known/wrapperspb"
)

// keptFilters are those that decide who answers. Istio's own (stats, metadata exchange, ALPN) are not in the Envoy
// that others build, and change nothing of that.
var keptFilters = map[string]bool{
	"envoy.filters.http.cors":   true,
	"envoy.filters.http.fault":  true,
	"envoy.filters.http.rbac":   true,
	"envoy.filters.http.router": true,
}

// onLoopback is a translation that an Envoy on this machine can run beside those of all other cases.
type onLoopback struct {
	// filter is the connection manager with its routes, or a TCP proxy.
	filter   proto.Message
	clusters []*clusterv3.Cluster
	// isChance says whether one and the same request may get several answers.
	isChance bool
}

// bring puts backends on loopback in the place of pods, and the prefix before the names of clusters.
func (t *translation) bring(prefix string, workloads map[string]string, backends *backends) (*onLoopback, error) {
	result := &onLoopback{}
	used := map[string]bool{}
	rename := func(name string) string { used[name] = true; return prefix + name }
	if t.manager == nil {
		specifier := &tcpv3.TcpProxy_Cluster{Cluster: rename(t.tcp)}
		result.filter = &tcpv3.TcpProxy{StatPrefix: "tcp", ClusterSpecifier: specifier}
	} else {
		result.filter = t.bringHTTP(result, rename)
	}
	for _, one := range t.clusters {
		if !used[one.Name] {
			continue
		}
		made, names, err := t.bringCluster(one, prefix, workloads, backends)
		if err != nil {
			return nil, err
		}
		result.clusters = append(result.clusters, made)
		result.isChance = result.isChance || len(names) > 1
	}
	return result, nil
}

// bringHTTP gives the connection manager with its routes.
func (t *translation) bringHTTP(result *onLoopback, rename func(string) string) proto.Message {
	routes := proto.Clone(t.routes).(*routev3.RouteConfiguration)
	// Routes to clusters that are not there are taken, as Envoy takes them over RDS, which does not validate clusters.
	routes.ValidateClusters = wrapperspb.Bool(false)
	for _, host := range routes.VirtualHosts {
		host.TypedPerFilterConfig = kept(host.TypedPerFilterConfig)
		for _, route := range host.Routes {
			result.isChance = bringRoute(route, rename) || result.isChance
		}
	}
	return bringManager(t.manager, routes)
}

// bringRoute tells whether the route itself leaves something to chance: several clusters, or faults for some requests.
func bringRoute(route *routev3.Route, rename func(string) string) bool {
	_, hasFault := route.TypedPerFilterConfig["envoy.filters.http.fault"]
	route.TypedPerFilterConfig = kept(route.TypedPerFilterConfig)
	action := route.GetRoute()
	if action == nil {
		return hasFault
	}
	isChance := hasFault
	switch target := action.ClusterSpecifier.(type) {
	case *routev3.RouteAction_Cluster:
		target.Cluster = rename(target.Cluster)
	case *routev3.RouteAction_WeightedClusters:
		isChance = true
		for _, one := range target.WeightedClusters.Clusters {
			one.Name = rename(one.Name)
			one.TypedPerFilterConfig = kept(one.TypedPerFilterConfig)
		}
	}
	for _, mirror := range action.RequestMirrorPolicies {
		mirror.Cluster = rename(mirror.Cluster)
	}
	action.HashPolicy = nil // our client has no address that one could tell it by
	return isChance
}

func bringManager(from *hcmv3.HttpConnectionManager, routes *routev3.RouteConfiguration) *hcmv3.HttpConnectionManager {
	manager := proto.Clone(from).(*hcmv3.HttpConnectionManager)
	manager.RouteSpecifier = &hcmv3.HttpConnectionManager_RouteConfig{RouteConfig: routes}
	var filters []*hcmv3.HttpFilter
	for _, one := range manager.HttpFilters {
		if keptFilters[one.Name] {
			filters = append(filters, one)
		}
	}
	manager.HttpFilters = filters
	// What only writes logs and traces, or speaks another protocol after an upgrade.
	manager.AccessLog, manager.AccessLogOptions, manager.Tracing = nil, nil, nil
	manager.UpgradeConfigs, manager.LocalReplyConfig = nil, nil
	return manager
}

// bringCluster also gives the names of the workloads behind it.
func (t *translation) bringCluster(
	from *clusterv3.Cluster, prefix string, workloads map[string]string, backends *backends,
) (*clusterv3.Cluster, map[string]bool, error) {
	assignment := from.LoadAssignment
	if from.GetType() == clusterv3.Cluster_EDS {
		assignment = t.endpoints[from.Name]
	}
	made := &clusterv3.Cluster{
		Name:                          prefix + from.Name,
		ClusterDiscoveryType:          &clusterv3.Cluster_Type{Type: clusterv3.Cluster_STATIC},
		ConnectTimeout:                from.ConnectTimeout,
		LbPolicy:                      from.LbPolicy,
		CommonLbConfig:                from.CommonLbConfig,
		CircuitBreakers:               from.CircuitBreakers,
		TypedExtensionProtocolOptions: from.TypedExtensionProtocolOptions,
	}
	made.LoadAssignment = &endpointv3.ClusterLoadAssignment{ClusterName: made.Name, Policy: assignment.GetPolicy()}
	switch made.LbPolicy {
	case clusterv3.Cluster_CLUSTER_PROVIDED, clusterv3.Cluster_RING_HASH, clusterv3.Cluster_MAGLEV:
		made.LbPolicy = clusterv3.Cluster_ROUND_ROBIN
	}
	names := map[string]bool{}
	if from.GetType() == clusterv3.Cluster_ORIGINAL_DST {
		through, err := backends.endpoint(passthrough, nil)
		only := &endpointv3.LocalityLbEndpoints{LbEndpoints: []*endpointv3.LbEndpoint{through}}
		made.LoadAssignment.Endpoints = []*endpointv3.LocalityLbEndpoints{only}
		return made, names, err
	}
	for _, locality := range assignment.GetEndpoints() {
		locality = proto.Clone(locality).(*endpointv3.LocalityLbEndpoints)
		for i, one := range locality.LbEndpoints {
			address := one.GetEndpoint().GetAddress().GetSocketAddress().GetAddress()
			name, known := workloads[address]
			if !known {
				name = address
			}
			names[name] = true
			endpoint, err := backends.endpoint(name, one)
			if err != nil {
				return nil, nil, err
			}
			locality.LbEndpoints[i] = endpoint
		}
		made.LoadAssignment.Endpoints = append(made.LoadAssignment.Endpoints, locality)
	}
	return made, names, nil
}

// endpoint leads to the backend of a name, with the weight and health of the endpoint that it stands for.
func (b *backends) endpoint(name string, from *endpointv3.LbEndpoint) (*endpointv3.LbEndpoint, error) {
	address, err := b.address(name)
	if err != nil {
		return nil, err
	}
	host, text, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	port, err := strconv.ParseUint(text, 10, 16)
	if err != nil {
		return nil, err
	}
	return &endpointv3.LbEndpoint{
		LoadBalancingWeight: from.GetLoadBalancingWeight(),
		HealthStatus:        from.GetHealthStatus(),
		HostIdentifier: &endpointv3.LbEndpoint_Endpoint{
			Endpoint: &endpointv3.Endpoint{Address: socket(host, uint32(port))},
		},
	}, nil
}

// listener takes requests on a free port of loopback.
func listener(name string, filter proto.Message) (*listenerv3.Listener, error) {
	config, err := anypb.New(filter)
	if err != nil {
		return nil, err
	}
	first := &listenerv3.Filter{Name: "first", ConfigType: &listenerv3.Filter_TypedConfig{TypedConfig: config}}
	return &listenerv3.Listener{
		Name: name, Address: socket("127.0.0.1", 0),
		FilterChains: []*listenerv3.FilterChain{{Filters: []*listenerv3.Filter{first}}},
	}, nil
}

func socket(host string, port uint32) *corev3.Address {
	return &corev3.Address{Address: &corev3.Address_SocketAddress{SocketAddress: &corev3.SocketAddress{
		Address: host, PortSpecifier: &corev3.SocketAddress_PortValue{PortValue: port},
	}}}
}

func kept(filters map[string]*anypb.Any) map[string]*anypb.Any {
	result := map[string]*anypb.Any{}
	for name, config := range filters {
		if keptFilters[name] {
			result[name] = config
		}
	}
	return result
}
