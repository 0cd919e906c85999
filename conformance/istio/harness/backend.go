package main

import (
	"net"
	"net/http"
)

// Headers by which a backend says who it is, and what it was asked for.
const (
	workloadHeader = "X-Conformance-Workload"
	pathHeader     = "X-Conformance-Path"
)

// backends are servers on loopback that stand for pods: one for each workload, for all cases together.
type backends struct {
	byName  map[string]string
	servers []*http.Server
}

// address starts the server of a workload when it is first asked for.
func (b *backends) address(workload string) (string, error) {
	if known, ok := b.byName[workload]; ok {
		return known, nil
	}
	socket, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set(workloadHeader, workload)
		w.Header().Set(pathHeader, r.RequestURI)
	})}
	var protocols http.Protocols
	protocols.SetHTTP1(true)
	protocols.SetUnencryptedHTTP2(true) // ports that are called grpc or http2 are spoken to so
	server.Protocols = &protocols
	go func() { _ = server.Serve(socket) }()
	b.servers = append(b.servers, server)
	b.byName[workload] = socket.Addr().String()
	return b.byName[workload], nil
}

func (b *backends) close() {
	for _, one := range b.servers {
		_ = one.Close()
	}
}
