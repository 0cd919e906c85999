package main

import (
	"context"
	"fmt"
	"net"
	"net/url"

	"go.etcd.io/etcd/server/v3/embed"
)

// startEtcd runs etcd in this process, on loopback. Gives where it listens.
func startEtcd(ctx context.Context, folder string) (*embed.Etcd, string, error) {
	client, err := freeAddress()
	if err != nil {
		return nil, "", err
	}
	peer, err := freeAddress()
	if err != nil {
		return nil, "", err
	}
	config := embed.NewConfig()
	config.Dir = folder
	config.ListenClientUrls, config.AdvertiseClientUrls = urls(client), urls(client)
	config.ListenPeerUrls, config.AdvertisePeerUrls = urls(peer), urls(peer)
	config.InitialCluster = config.InitialClusterFromName(config.Name)
	config.LogLevel = "fatal"
	config.UnsafeNoFsync = true // nothing has to outlive this run
	server, err := embed.StartEtcd(config)
	if err != nil {
		return nil, "", err
	}
	select {
	case <-server.Server.ReadyNotify():
		return server, "http://" + client, nil
	case err := <-server.Err():
		return nil, "", err
	case <-ctx.Done():
		server.Close()
		return nil, "", context.Cause(ctx)
	}
}

func urls(address string) []url.URL {
	return []url.URL{{Scheme: "http", Host: address}}
}

// freeAddress is one on loopback at which nothing listens now.
func freeAddress() (string, error) {
	socket, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("no free port on loopback: %w", err)
	}
	defer socket.Close()
	return socket.Addr().String(), nil
}
